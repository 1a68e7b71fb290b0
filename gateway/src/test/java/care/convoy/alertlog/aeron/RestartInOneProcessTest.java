package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.Task;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.emergency.EmergencyClock;
import care.convoy.alertlog.emergency.EmergencyJournal;
import care.convoy.alertlog.emergency.KnownAlerts;
import care.convoy.alertlog.emergency.RestartedLog;
import care.convoy.alertlog.emergency.SafeguardConfig;
import care.convoy.alertlog.emergency.SafeguardedLog;
import care.convoy.alertlog.emergency.Surroundings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real log dies by itself, and is started again in the same process while the gateway goes on. */
class RestartInOneProcessTest extends LogFixture {
    @TempDir
    private Path emergency;

    /** An error of a listener stops the log. */
    private static final class Deadly implements CommittedListener {
        volatile boolean kills;

        @Override
        public void reset(
                long logId,
                Collection<AlertView> open,
                Collection<Task> tasks,
                Collection<CoreState.DeviceTest> tests) {
            kills = false;
        }

        @Override
        public void committed(List<CommittedEvent> events) {
            if (kills) {
                throw new AssertionError("this log is to die");
            }
        }
    }

    @Test
    void logThatDiedIsStartedAgainAndTakesOverWhatWasDoneWithoutIt() throws Exception {
        Deadly deadly = new Deadly();
        KnownAlerts known = new KnownAlerts(EmergencyClock.system());
        List<CommittedListener> listeners = List.of(deadly, known, heard);
        RestartedLog<AeronAlertLog> engine =
                RestartedLog.of(() -> AeronAlertLog.start(config(), listeners), _ -> false, _ -> {});
        EmergencyJournal journal = EmergencyJournal.open(emergency.resolve("journal"), _ -> {});
        try (SafeguardedLog safe = new SafeguardedLog(
                SafeguardConfig.of(1),
                new Surroundings(engine, journal, known, (text, _, _) -> text, List.of(), _ -> {}))) {
            safe.start();
            await("ready", () -> safe.health() == AlertLog.Health.READY);
            safe.watch();
            Receipt first = submit(safe, Presses.of("band-1"));
            assertThat(first.durability()).isEqualTo(Receipt.Durability.COMMITTED);
            AlertId before = alertOf(first);

            deadly.kills = true;
            Receipt second = submit(safe, Presses.of("band-2"));
            Receipt third = submit(safe, Presses.of("band-3"));
            assertThat(third.durability()).isEqualTo(Receipt.Durability.LOCAL);
            await("ready", () -> safe.health() == AlertLog.Health.READY);

            assertThat(engine.restarts()).isEqualTo(1);
            assertThat(heard.views()).containsOnlyKeys(before, alertOf(second), alertOf(third));
            assertThat(heard.logIds()).hasSize(2).containsOnly(heard.logIds().getFirst());
            assertThat(submit(safe, Presses.of("band-4")).durability()).isEqualTo(Receipt.Durability.COMMITTED);
            AeronAlertLog running = engine.running();
            assertThat(running).isNotNull();
            assertThat(running.history().read(-1, -1, 100).stream()
                            .filter(event -> event.event() instanceof Event.Raised))
                    .hasSize(4);
        }
    }

    @Test
    void logThatIsLeftOnPurposeIsClosedKeepsItsHistoryAndComesBackWithEverything() throws Exception {
        KnownAlerts known = new KnownAlerts(EmergencyClock.system());
        List<CommittedListener> listeners = List.of(known, heard);
        RestartedLog<AeronAlertLog> engine =
                RestartedLog.of(() -> AeronAlertLog.start(config(), listeners), _ -> false, _ -> {});
        EmergencyJournal journal = EmergencyJournal.open(emergency.resolve("journal"), _ -> {});
        try (SafeguardedLog safe = new SafeguardedLog(
                SafeguardConfig.of(1),
                new Surroundings(engine, journal, known, (text, _, _) -> text, List.of(), _ -> {}))) {
            safe.start();
            await("ready", () -> safe.health() == AlertLog.Health.READY);
            safe.watch();
            AlertId before = alertOf(submit(safe, Presses.of("band-1")));

            safe.degrade("disk", "the disk is almost full");
            Receipt second = submit(safe, Presses.of("band-2"));
            assertThat(second.durability()).isEqualTo(Receipt.Durability.LOCAL);
            await("paused", engine::isPaused);
            assertThat(engine.running()).isNull();
            AeronAlertLog resting = engine.last();
            assertThat(resting).isNotNull();
            assertThat(resting.history().read(-1, -1, 100).stream()
                            .filter(event -> event.event() instanceof Event.Raised))
                    .hasSize(1);

            safe.recover("disk");
            await("ready", () -> safe.health() == AlertLog.Health.READY);
            assertThat(engine.restarts()).as("it did not stop by itself").isZero();
            assertThat(heard.views()).containsOnlyKeys(before, alertOf(second));
            assertThat(submit(safe, Presses.of("band-3")).durability()).isEqualTo(Receipt.Durability.COMMITTED);
        }
    }
}
