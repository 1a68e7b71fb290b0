package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What the log last said of the open alerts: what an emergency begins with. Written by the log's service thread, read by
 * any; as large as the core's own state.
 */
public final class KnownAlerts implements CommittedListener {
    private final ConcurrentHashMap<AlertId, AlertView> open = new ConcurrentHashMap<>();
    private final EmergencyClock clock;
    private volatile long logId;
    private volatile long position = -1;
    private volatile Heard heard = new Heard(Long.MIN_VALUE, 0);

    /** Core time of the log's last event, and when it came. */
    private record Heard(long coreMillis, long nanos) {}

    public KnownAlerts(EmergencyClock clock) {
        this.clock = clock;
    }

    @Override
    public void reset(long newLogId, Collection<AlertView> alerts, Collection<Task> tasks) {
        logId = newLogId;
        open.clear();
        alerts.stream().filter(alert -> alert.state().isOpen()).forEach(alert -> open.put(alert.id(), alert));
    }

    @Override
    public void committed(List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after != null && after.state().isOpen()) {
                open.put(after.id(), after);
            } else if (after != null) {
                open.remove(after.id());
            }
        }
        CommittedEvent last = events.getLast();
        heard = new Heard(last.atMillis(), clock.nanos());
        position = last.position();
    }

    EmergencyClock clock() {
        return clock;
    }

    List<AlertView> open() {
        return List.copyOf(open.values());
    }

    /** 0 before the log's first word. */
    long logId() {
        return logId;
    }

    /** Of the last event. */
    long position() {
        return position;
    }

    /** The log's core time now, as far as it can be known here: never before anything that it has told. */
    long coreMillis() {
        Heard last = heard;
        long now = last.coreMillis() == Long.MIN_VALUE
                ? clock.wallMillis()
                : last.coreMillis() + TimeUnit.NANOSECONDS.toMillis(clock.nanos() - last.nanos());
        for (AlertView alert : open.values()) {
            List<AlertView.TimelineEntry> timeline = alert.timeline();
            if (!timeline.isEmpty()) {
                now = Math.max(now, timeline.getLast().atMillis());
            }
        }
        return now;
    }
}
