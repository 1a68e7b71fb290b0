package care.convoy.alertlog.aeron;

import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.EventHistory;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A log started on what a power cut left, and what is asked of it. */
final class Restarted {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A start that finds the last snapshot damaged ends, and the next one takes the snapshot before. */
    private static final int MOST_STARTS = 2;

    private final AlertLogConfig config;
    private int starts;

    Restarted(AlertLogConfig config) {
        this.config = config;
    }

    int starts() {
        return starts;
    }

    /** @return what is wrong, if anything is */
    Optional<String> check(List<String> acknowledged) throws InterruptedException {
        while (starts < MOST_STARTS) {
            starts++;
            Heard heard = new Heard();
            try (AeronAlertLog log = AeronAlertLog.start(config, List.of(heard))) {
                if (log.awaitReady(PATIENCE)) {
                    return Optional.ofNullable(wrong(log, log.history(), heard, acknowledged));
                }
                if (log.health() != AlertLog.Health.STOPPED) {
                    return Optional.of("not ready, not stopped");
                }
            } catch (IOException | RuntimeException notStarted) {
                return Optional.of("does not start: " + notStarted);
            }
        }
        return Optional.of("does not start at the second start either");
    }

    /** What is wrong with a log that is ready; null if nothing is. */
    static @Nullable String wrong(AlertLog log, EventHistory history, Heard heard, List<String> acknowledged) {
        Map<String, AlertView> views = new HashMap<>();
        for (AlertView view : heard.views().values()) {
            if (views.put(view.device().value(), view) != null) {
                return "doubled: " + view.device();
            }
            if (view.presses() != 1) {
                return "counted " + view.presses() + " times: " + view.device();
            }
        }
        Set<String> raised = raised(history);
        for (String device : acknowledged) {
            AlertView view = views.get(device);
            if (view == null) {
                return "lost: " + device + " of " + acknowledged.size();
            }
            if (!view.state().isOpen() || view.nextStepAtMillis() == 0) {
                return "without its timer: " + device;
            }
            if (!raised.contains(device)) {
                return "not in the history: " + device;
            }
        }
        log.submit(Presses.of("after-the-cut"))
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        return null;
    }

    private static Set<String> raised(EventHistory history) {
        Set<String> raised = new HashSet<>();
        List<CommittedEvent> next = history.read(-1, -1, 500);
        while (!next.isEmpty()) {
            for (CommittedEvent event : next) {
                if (event.event() instanceof Event.Raised alert) {
                    raised.add(alert.key().device().value());
                }
            }
            next = history.read(next.getLast().position(), next.getLast().ordinal(), 500);
        }
        return raised;
    }
}
