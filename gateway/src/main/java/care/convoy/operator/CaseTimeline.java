package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Sealed;
import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Operator;
import care.convoy.console.TimelineEntry;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The core's time line and steps in the console's words, with notes opened. Stateless. */
final class CaseTimeline {
    private final NoteSeal seal;
    private final Names names;

    CaseTimeline(NoteSeal seal, Names names) {
        this.seal = seal;
        this.names = names;
    }

    List<TimelineEntry> lines(AlertView view) {
        List<TimelineEntry> lines = new ArrayList<>(view.timeline().size());
        for (AlertView.TimelineEntry entry : view.timeline()) {
            Instant at = Instant.ofEpochMilli(entry.atMillis());
            TimelineEntry line = entry.event() instanceof Event.Raised raised
                    ? new TimelineEntry.Raised(at, kind(raised.message()), unreadable(view, raised.key()))
                    : line(view.id(), at, entry.event());
            if (line != null) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** What could not be read of the signal that opened the case. */
    private static List<String> unreadable(AlertView view, SignalKey key) {
        return view.timeline().stream()
                .map(AlertView.TimelineEntry::event)
                .filter(event -> event instanceof Event.Unreadable unreadable
                        && unreadable.key().equals(key))
                .flatMap(event -> ((Event.Unreadable) event).members().stream())
                .toList();
    }

    /** Null for what is no line of its own. */
    private @Nullable TimelineEntry line(AlertId alert, Instant at, Event.OfAlert event) {
        return switch (event) {
            case Event.Raised raised -> new TimelineEntry.Raised(at, kind(raised.message()), List.of());
            case Event.Joined joined -> new TimelineEntry.Joined(at, kind(joined.message()), joined.attention());
            case Event.PriorityRaised raised ->
                new TimelineEntry.PriorityRaised(
                        at, priority(raised.from().name()), priority(raised.to().name()));
            case Event.Queued _ -> new TimelineEntry.Queued(at);
            case Event.CancelledByWearer cancelled -> new TimelineEntry.CancelledByWearer(at, cancelled.inTime());
            case Event.Claimed claimed -> new TimelineEntry.Claimed(at, names.of(claimed.operator()));
            case Event.LeaseRenewed _, Event.Reminded _, Event.Unreadable _ -> null;
            case Event.Abandoned abandoned -> abandoned(at, abandoned);
            case Event.StepDue due -> new TimelineEntry.StepDue(at, due.step(), due.attempt());
            case Event.NoteAdded note ->
                new TimelineEntry.Note(at, names.of(note.operator()), seal.open(alert, note.text()));
            case Event.Resolved resolved ->
                new TimelineEntry.Resolved(at, operator(resolved.operator()), words(alert, resolved.note()));
            default -> null;
        };
    }

    private TimelineEntry abandoned(Instant at, Event.Abandoned abandoned) {
        return switch (abandoned.why()) {
            case LEASE_LAPSED -> new TimelineEntry.LeaseLapsed(at, names.of(abandoned.operator()));
            case RELEASED -> new TimelineEntry.Released(at, names.of(abandoned.operator()));
        };
    }

    private @Nullable Operator operator(@Nullable OperatorId id) {
        return id == null ? null : names.of(id);
    }

    private @Nullable String words(AlertId alert, @Nullable Sealed note) {
        return note == null ? null : seal.open(alert, note);
    }

    private static AlertRow.Priority priority(String name) {
        return AlertRow.Priority.valueOf(name);
    }

    private static String kind(DeviceMessage.Alarm message) {
        return switch (message) {
            case DeviceMessage.SosPressed _ -> AlertKind.SOS.wireName();
            case DeviceMessage.FallDetected _ -> AlertKind.FALL.wireName();
            case DeviceMessage.BandRemoved _ -> AlertKind.REMOVED.wireName();
            case DeviceMessage.BatteryLow _ -> AlertKind.LOW_BATTERY.wireName();
            case DeviceMessage.WearerCancelled _, DeviceMessage.TestPressed _, DeviceMessage.BandWorn _ ->
                AlertKind.INFORMATION.wireName();
        };
    }

    static List<AlertDetail.Step> steps(AlertView view) {
        List<AlertDetail.Step> steps = new ArrayList<>(view.steps().size());
        for (AlertView.Step step : view.steps()) {
            steps.add(new AlertDetail.Step(
                    step.index(),
                    step.step().action().name(),
                    step.step().condition().name(),
                    step.step().ring(),
                    step.step().contacts(),
                    step.step().channels().stream().map(Enum::name).toList(),
                    Instant.ofEpochMilli(step.dueAtMillis()),
                    step.doneAtMillis() == 0 ? null : Instant.ofEpochMilli(step.doneAtMillis()),
                    step.skipped()));
        }
        return steps;
    }
}
