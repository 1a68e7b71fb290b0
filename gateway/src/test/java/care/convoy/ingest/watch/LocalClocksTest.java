package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command;
import care.convoy.device.DeviceId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A watch in local time is known by its reports, and its alarms' times are put right. */
class LocalClocksTest {
    private static final DeviceId WATCH = new DeviceId("8800000015");
    private static final long NOW = 1_790_000_000_000L;
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    private static final long CHINA = 8 * 60 * MINUTE;

    private final LocalClocks clocks = new LocalClocks();

    private void reports(int count, long offMillis) {
        for (int i = 0; i < count; i++) {
            long at = NOW - (count - i) * 5 * MINUTE;
            clocks.heard(WATCH, at + offMillis, at);
        }
    }

    private long pressed(long offMillis) {
        return clocks.inUtc(WATCH, NOW + offMillis, NOW) - NOW;
    }

    @Test
    void threeReportsOfTheSameOffsetSayTheZone() {
        reports(2, CHINA);
        assertThat(pressed(CHINA)).isEqualTo(CHINA);
        clocks.heard(WATCH, NOW + CHINA, NOW);
        assertThat(pressed(CHINA)).isZero();
        assertThat(pressed(CHINA - 9 * MINUTE)).as("repeated for nine minutes").isEqualTo(-9 * MINUTE);
        assertThat(pressed(CHINA - 11 * MINUTE)).as("as of any watch").isEqualTo(CHINA - 11 * MINUTE);
        assertThat(pressed(0)).as("put right meanwhile").isZero();
        assertThat(pressed(Command.NO_TIME - NOW)).isEqualTo(Command.NO_TIME - NOW);
    }

    @Test
    void zonesOfQuartersAndWestOfGreenwichAreZones() {
        for (long off : new long[] {345 * MINUTE, -210 * MINUTE, 14 * 60 * MINUTE, -12 * 60 * MINUTE, CHINA - MINUTE}) {
            reports(3, off);
            assertThat(Math.abs(pressed(off))).isLessThanOrEqualTo(MINUTE);
        }
    }

    @Test
    void whatIsNoZoneSaysNothing() {
        for (long off : new long[] {
            CHINA + 3 * MINUTE, 7 * MINUTE, 14 * 60 * MINUTE + 15 * MINUTE, -12 * 60 * MINUTE - 15 * MINUTE, 400 * CHINA
        }) {
            reports(5, off);
            assertThat(clocks.size()).as("off by %s", off).isZero();
        }
        clocks.heard(WATCH, Command.NO_TIME, NOW);
        assertThat(clocks.size()).isZero();
    }

    @Test
    void aClockThatStandsStillShowsNoZone() {
        for (int i = 0; i < 5; i++) {
            clocks.heard(WATCH, NOW + CHINA, NOW + i * MINUTE / 5);
        }
        assertThat(pressed(CHINA)).isEqualTo(CHINA);
    }

    @Test
    void anotherOffsetBeginsAnew() {
        reports(3, CHINA);
        reports(1, CHINA + 60 * MINUTE);
        assertThat(pressed(CHINA)).isEqualTo(CHINA);
        reports(3, CHINA);
        reports(1, 0);
        assertThat(pressed(CHINA)).as("the clock is right").isEqualTo(CHINA);
    }

    @Test
    void isBounded() {
        for (int i = 0; i <= LocalClocks.MAX_WATCHES; i++) {
            clocks.heard(new DeviceId("w" + i), NOW + CHINA, NOW);
        }
        assertThat(clocks.size()).isEqualTo(LocalClocks.MAX_WATCHES);
    }
}
