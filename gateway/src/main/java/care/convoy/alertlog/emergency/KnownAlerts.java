package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.device.DeviceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the log last said of the open alerts and of the devices on test: what an emergency begins with. Written by the log's service thread, read by
 * any; as large as the core's own state.
 */
public final class KnownAlerts implements CommittedListener {
    private final ConcurrentHashMap<AlertId, CoreState.Open> open = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<DeviceId, CoreState.DeviceTest> onTest = new ConcurrentHashMap<>();
    private final KnownAnswers answers = new KnownAnswers();
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
    public void reset(
            long newLogId,
            Collection<AlertView> alerts,
            Collection<Task> tasks,
            Collection<CoreState.DeviceTest> tests) {
        logId = newLogId;
        open.clear();
        onTest.clear();
        answers.clear();
        tests.forEach(test -> onTest.put(test.device(), test));
    }

    @Override
    public void standing(Collection<CoreState.Open> standing) {
        standing.forEach(each -> open.put(each.view().id(), each));
    }

    @Override
    public void answered(List<CoreState.Answered> given) {
        answers.take(given);
    }

    @Override
    public void committed(List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after != null && !after.state().isOpen()) {
                open.remove(after.id());
            }
            if (event.event() instanceof Event.DeviceOnTest(DeviceId device, OperatorId operator, long until)) {
                onTest.put(device, new CoreState.DeviceTest(device, operator, until));
            } else if (event.event() instanceof Event.DeviceTestOver over) {
                onTest.remove(over.device());
            }
        }
        CommittedEvent last = events.getLast();
        heard = new Heard(last.atMillis(), clock.nanos());
        position = last.position();
    }

    EmergencyClock clock() {
        return clock;
    }

    List<CoreState.Open> open() {
        return List.copyOf(open.values());
    }

    /** The devices on test, by device. */
    List<CoreState.DeviceTest> tests() {
        return onTest.values().stream()
                .sorted(Comparator.comparing(CoreState.DeviceTest::device))
                .toList();
    }

    /** What the log answered to the command with this id; null if it was not heard of, or is too long ago. */
    CoreState.@Nullable Answered answerTo(CommandId id) {
        return answers.find(id);
    }

    /** What the log answered to persons, oldest first. */
    List<CoreState.Answered> answers() {
        return answers.oldestFirst();
    }

    /** Those that came after one, oldest first. @param number of that one */
    List<KnownAnswers.Numbered> answersSince(long number) {
        return answers.since(number);
    }

    /** The number of the latest one. */
    long lastAnswer() {
        return answers.last();
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
        for (CoreState.Open alert : open.values()) {
            List<AlertView.TimelineEntry> timeline = alert.view().timeline();
            if (!timeline.isEmpty()) {
                now = Math.max(now, timeline.getLast().atMillis());
            }
        }
        return now;
    }
}
