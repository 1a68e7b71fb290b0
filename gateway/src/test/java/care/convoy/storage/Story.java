package care.convoy.storage;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Disposition;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.EventJournal;
import care.convoy.alertlog.JournalConfig;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.ConvoyMember;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.StandardPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A real core whose events go into a real journal, as the alert log's service does it; and all that was ever told. */
final class Story implements AutoCloseable {
    static final long START_MILLIS = 1_790_000_000_000L;
    static final OperatorId LI = new OperatorId("li");
    private static final EscalationPlan PLAN = StandardPlan.of(
            List.of(new ConvoyMember("key", 1, Set.of(ConvoyMember.Capability.KEY), false, List.of())), true);

    volatile EventJournal journal;
    final List<CommittedEvent> told = new ArrayList<>();
    private final long logId;
    private final AlertCore core = new AlertCore(CoreLimits.standard());
    private long nowMillis = START_MILLIS;
    private long position;
    private long sequence;

    Story(Path directory, long logId) {
        this.logId = logId;
        journal = open(directory, logId);
        core.advance(nowMillis, (event, after) -> {});
    }

    private static EventJournal open(Path directory, long logId) {
        // small segments, so that trimming deletes some
        EventJournal journal = new EventJournal(new JournalConfig(directory, 4_096, 1 << 30, 0), message -> {});
        try {
            journal.open(logId, -1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return journal;
    }

    /** The log ends and is started again in this process: another journal on the same files, and all is replayed. */
    void startAnew(Path directory) {
        close();
        EventJournal another = open(directory, logId);
        told.stream()
                .collect(Collectors.groupingBy(CommittedEvent::position, TreeMap::new, Collectors.toList()))
                .forEach(another::append);
        journal = another;
    }

    long position() {
        return position;
    }

    void apply(Command command) {
        commit(events -> core.apply(nowMillis, command, events::add));
    }

    void pass(long seconds) {
        nowMillis += seconds * 1_000;
        commit(events -> core.advance(nowMillis, events::add));
    }

    /** A signal of device {@code d<n>} of resident {@code R<n>}. */
    void signal(int n, DeviceMessage.Alarm message) {
        signal(n, ++sequence, message);
    }

    /** The same with a sequence of its own, as of a device that begins to count again. */
    void signal(int n, long itsSequence, DeviceMessage.Alarm message) {
        SignalKey key = new SignalKey(new DeviceId("d" + n), 1, itsSequence);
        apply(new Command.Signal(
                key,
                nowMillis,
                Command.NO_TIME,
                new ResidentId("R" + n),
                message,
                AlertStatus.ACTUAL,
                PLAN,
                List.of()));
    }

    void press(int n) {
        signal(
                n,
                new DeviceMessage.SosPressed(1, new Position(39.9, 116.4, 12, Position.Source.GNSS, true, nowMillis)));
    }

    AlertView alert(int n) {
        return core.open().stream()
                .filter(alert -> new ResidentId("R" + n).equals(alert.resident()))
                .findAny()
                .orElseThrow();
    }

    void claim(int n) {
        apply(new Command.Claim(id(), alert(n).id(), alert(n).version()));
    }

    void renew(int n) {
        apply(new Command.RenewLease(id(), alert(n).id()));
    }

    void note(int n, String words) {
        AlertId alert = alert(n).id();
        apply(new Command.AddNote(id(), alert, Sealed.copyOf(words.getBytes(StandardCharsets.UTF_8))));
    }

    void resolve(int n) {
        Disposition helped = new Disposition(
                Disposition.Cause.ASSISTANCE,
                Disposition.Outcome.CONTACT_ATTENDED,
                false,
                Disposition.Verification.VOICE,
                null);
        apply(new Command.Resolve(id(), alert(n).id(), alert(n).version(), helped, null));
    }

    /** The visit to an alert's resident was made. */
    void close(AlertId alert) {
        apply(new Command.Close(id(), alert, null));
    }

    /** The last that was told of an alert. */
    AlertView last(AlertId id) {
        return told.stream()
                .map(CommittedEvent::after)
                .filter(after -> after != null && after.id().equals(id))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** All that was told of an alert. */
    List<AlertView.TimelineEntry> timeline(AlertId id) {
        return told.stream()
                .filter(each ->
                        each.event() instanceof Event.OfAlert of && of.alert().equals(id))
                .map(each -> new AlertView.TimelineEntry(each.atMillis(), (Event.OfAlert) each.event()))
                .toList();
    }

    private CommandId id() {
        return new CommandId(LI, new UUID(1, ++sequence));
    }

    private interface Step {
        void on(Events events);
    }

    private final class Events {
        private final List<CommittedEvent> list = new ArrayList<>();

        void add(Event event, AlertView after) {
            list.add(new CommittedEvent(position, list.size(), core.nowMillis(), event, after));
        }
    }

    private void commit(Step step) {
        position += 64;
        Events events = new Events();
        step.on(events);
        if (!events.list.isEmpty()) {
            journal.append(position, events.list);
            told.addAll(events.list);
        }
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
