package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.HELPED;
import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alertlog.AlertLog.Health;
import care.convoy.alertlog.Receipt.Durability;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that holds as many open alerts as it can, when an emergency is to be brought to it. */
class FullLogTest {
    private static final int MOST = 3;

    private final AlertId[] former = new AlertId[MOST];
    private Plight plight;

    @BeforeEach
    void begin() throws IOException {
        CoreLimits standard = CoreLimits.standard();
        plight = new Plight(
                new MemoryDisk(MemoryDisk.BYTES),
                new CoreLimits(
                        MOST,
                        standard.tasks(),
                        standard.knownSignals(),
                        standard.knownSignalsPerDevice(),
                        standard.formerAlerts(),
                        standard.answeredCommands(),
                        standard.deviceTests(),
                        standard.endedAlerts(),
                        standard.notesPerAlert(),
                        standard.timelineEntries()));
        for (int i = 0; i < MOST; i++) {
            former[i] = alert(plight.answered(press("r" + i, 1)));
        }
        plight.loseLog();
    }

    private void close(AlertId alert) {
        plight.answered(new Command.Claim(plight.id(LI), alert, 99));
        plight.answered(new Command.Resolve(plight.id(LI), alert, 99, HELPED, null));
    }

    @Test
    void caseThatWasClosedWithoutTheLogMakesRoomForThePressThatCameInItsPlace() {
        close(former[0]);
        AlertId fresh = alert(plight.answered(press("r9", 1)));

        plight.regainLog();

        assertThat(plight.log.health()).isEqualTo(Health.READY);
        assertThat(plight.inner.core.find(former[0])).isNull();
        assertThat(plight.inner.core.open())
                .extracting(AlertView::id)
                .containsExactlyInAnyOrder(former[1], former[2], fresh);
    }

    @Test
    void withoutRoomTheGatewayGoesOnAndSaysWhyUntilACaseIsClosed() {
        close(former[0]);
        AlertId fresh = alert(plight.answered(press("r9", 1)));
        // somebody else has opened one in the log meanwhile, in the place of the one that is closed there too
        plight.inner.apply(new Command.Claim(plight.id(LI), former[0], 99));
        plight.inner.apply(new Command.Resolve(plight.id(LI), former[0], 99, HELPED, null));
        plight.inner.apply(press("r8", 1));
        plight.regainLog();
        plight.pass(Duration.ofSeconds(3));

        assertThat(plight.log.health()).isEqualTo(Health.DEGRADED);
        assertThat(Objects.requireNonNull(plight.log.degradedBecause())).contains("as many open alerts as it can");
        assertThat(plight.answered(press("r9", 2)).durability()).isEqualTo(Durability.LOCAL);

        close(former[1]);
        plight.pass(Duration.ofSeconds(5));

        assertThat(plight.log.health()).isEqualTo(Health.READY);
        assertThat(Objects.requireNonNull(plight.inner.core.find(fresh)).presses())
                .isEqualTo(2);
    }
}
