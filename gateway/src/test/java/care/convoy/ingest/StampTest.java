package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** By what an alarm is known again that its device does not number. */
class StampTest {
    private static final long PRESSED = 1_790_000_000_000L;

    private static Stamp late(long pressedMillis, long afterMillis) {
        return Stamp.ofKept(0, pressedMillis, PRESSED + afterMillis);
    }

    @Test
    void whatWasHeardWhenItWasNewIsKnownAgainHoweverLateItComes() {
        Stamp fresh = Stamp.ofUnnumbered(0, PRESSED, PRESSED + 1_000);
        assertThat(late(PRESSED, 1_000)).isEqualTo(fresh);
        assertThat(late(PRESSED, TimeUnit.HOURS.toMillis(5))).isEqualTo(fresh);
        assertThat(late(PRESSED, TimeUnit.DAYS.toMillis(30))).isEqualTo(fresh);
        assertThat(late(PRESSED + 1_000, TimeUnit.HOURS.toMillis(5))).isNotEqualTo(fresh);
        assertThat(Stamp.ofKept(3, PRESSED, PRESSED)).as("another alarm").isNotEqualTo(fresh);
    }

    @Test
    void aTimeThatCannotBeSaysNothing() {
        long received = TimeUnit.DAYS.toMillis(30) + 1;
        assertThat(late(PRESSED, received).hasTime()).isFalse();
        assertThat(late(PRESSED, -TimeUnit.MINUTES.toMillis(10)).hasTime()).isTrue();
        assertThat(late(PRESSED, -TimeUnit.MINUTES.toMillis(10) - 1).hasTime()).isFalse();
        assertThat(late(Command.NO_TIME, 0).hasTime()).isFalse();
        assertThat(late(0, 0).hasTime()).isFalse();
    }
}
