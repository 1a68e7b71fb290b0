package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.device.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices on test, before and in an emergency. */
class TestsHereTest {
    private static final DeviceId BAND = new DeviceId("band-r1");
    private static final long HOUR = 3_600_000;

    private Plight plight;

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
    }

    private Command.BeginTest beginTest(long forMillis) {
        return new Command.BeginTest(plight.id(LI), BAND, forMillis);
    }

    private AlertState there(AlertId alert) {
        return Objects.requireNonNull(plight.inner.core.find(alert)).state();
    }

    private List<Command> toldOfDevices() {
        return plight.inner.applied.stream()
                .filter(Command.OnDevice.class::isInstance)
                .toList();
    }

    @Test
    void deviceOnTestBeforeTheFaultStaysOnTestAlsoAfterACrash() throws IOException {
        plight.answered(beginTest(HOUR));
        plight.begin(plight.disk);
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        assertThat(plight.provisionalOpen).extracting(AlertView::state).containsExactly(AlertState.ON_TEST);

        plight.begin(new MemoryDisk(plight.disk.safe()));
        assertThat(plight.provisionalOpen).extracting(AlertView::state).containsExactly(AlertState.ON_TEST);

        plight.regainLog();
        assertThat(there(alert)).isEqualTo(AlertState.ON_TEST);
    }

    @Test
    void pressOfADeviceWhoseTestRunsOutInTheEmergencyRings() {
        plight.answered(beginTest(60_000));
        plight.loseLog();
        plight.answered(press("r1", 1));

        plight.pass(Duration.ofMinutes(2));

        assertThat(plight.provisionalOpen).extracting(AlertView::state).containsExactly(AlertState.QUEUED);
    }

    @Test
    void testOfTheEmergencyGoesOnInTheLogForAsLongAsItWouldHere() {
        plight.loseLog();
        plight.answered(beginTest(HOUR / 2));
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.pass(Duration.ofMinutes(5));
        long until = plight.clock.wallMillis() + HOUR;
        plight.answered(beginTest(HOUR));
        plight.pass(Duration.ofMinutes(10));

        plight.regainLog();

        assertThat(toldOfDevices()).hasSize(1);
        assertThat(plight.inner.core.tests()).singleElement().satisfies(test -> {
            assertThat(test.operator()).isEqualTo(LI);
            assertThat(test.untilMillis()).isBetween(until - 1, until + 1_000);
        });
        assertThat(there(alert)).isEqualTo(AlertState.ON_TEST);
    }

    @Test
    void testThatEndedInTheEmergencyIsOverInTheLog() {
        plight.answered(beginTest(HOUR));
        plight.loseLog();
        plight.answered(beginTest(2 * HOUR));
        plight.answered(new Command.EndTest(plight.id(LI), BAND));

        plight.regainLog();

        assertThat(plight.inner.core.tests()).isEmpty();
        assertThat(toldOfDevices()).hasSize(2);
    }

    @Test
    void testThatRanOutHereDoesNotGoOnInTheLog() {
        plight.answered(beginTest(2 * HOUR));
        plight.loseLog();
        plight.answered(beginTest(60_000));
        plight.pass(Duration.ofMinutes(2));
        AlertId alert = alert(plight.answered(press("r1", 1)));

        plight.regainLog();

        assertThat(plight.inner.core.tests())
                .extracting(CoreState.DeviceTest::device)
                .isEmpty();
        assertThat(there(alert)).isEqualTo(AlertState.QUEUED);
    }

    @Test
    void pressAfterAnEndedTestRingsInTheLogAlthoughItIsOnTestAgain() {
        plight.loseLog();
        plight.answered(beginTest(HOUR));
        plight.answered(new Command.EndTest(plight.id(LI), BAND));
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.answered(beginTest(HOUR));

        plight.regainLog();

        assertThat(there(alert)).isEqualTo(AlertState.QUEUED);
        assertThat(plight.inner.core.tests()).hasSize(1);
        assertThat(toldOfDevices()).hasSize(1);
    }

    @Test
    void whatTheLogWasToldBeforeACrashIsNotToldTwice() throws IOException {
        plight.loseLog();
        plight.answered(beginTest(HOUR));
        plight.answered(press("r1", 1));
        MemoryDisk before = new MemoryDisk(plight.disk.safe());
        plight.regainLog();
        long until = plight.inner.core.tests().iterator().next().untilMillis();
        plight.pass(Duration.ofMinutes(5));

        plight.begin(before);
        plight.pass(Duration.ofSeconds(10));

        assertThat(plight.log.degradedBecause()).isNull();
        assertThat(plight.inner.core.tests())
                .extracting(CoreState.DeviceTest::untilMillis)
                .containsExactly(until);
        assertThat(plight.said).noneMatch(word -> word.contains("refused"));
    }
}
