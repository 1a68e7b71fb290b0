package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Reach;
import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Operator;
import care.convoy.console.TimelineEntry;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The core's time line and steps in the console's words, with notes opened. Stateless. */
final class CaseTimeline {
    private final NoteSeal seal;
    private final RuleEvidence evidence;
    private final OrderLines orders;
    private final Names names;

    /** How what is sealed is opened. */
    record Words(NoteSeal notes, RuleEvidence evidence) {}

    CaseTimeline(Words words, OrderLines orders, Names names) {
        this.seal = words.notes();
        this.evidence = words.evidence();
        this.orders = orders;
        this.names = names;
    }

    List<TimelineEntry> lines(AlertView view) {
        List<TimelineEntry> lines = new ArrayList<>(view.timeline().size());
        for (AlertView.TimelineEntry entry : view.timeline()) {
            Instant at = Instant.ofEpochMilli(entry.atMillis());
            TimelineEntry line = switch (entry.event()) {
                case Event.Raised raised -> raised(at, raised, unreadable(view, raised.key()));
                case Event.Intended intended -> orders.line(at, intended.intent(), view.timeline());
                default -> line(view.id(), at, entry.event());
            };
            if (line != null) {
                lines.add(line);
            }
        }
        return lines;
    }

    private TimelineEntry.Raised raised(Instant at, Event.Raised raised, List<String> dropped) {
        return new TimelineEntry.Raised(
                at, kind(raised.message()), dropped, evidence.of(raised.key().device(), raised.message()));
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
            case Event.Raised raised -> raised(at, raised, List.of());
            case Event.Joined joined ->
                new TimelineEntry.Joined(
                        at,
                        kind(joined.message()),
                        joined.attention(),
                        joined.message() instanceof DeviceMessage.RuleCleared,
                        evidence.of(joined.key().device(), joined.message()));
            case Event.PriorityRaised raised ->
                new TimelineEntry.PriorityRaised(
                        at, priority(raised.from().name()), priority(raised.to().name()));
            case Event.Queued _ -> new TimelineEntry.Queued(at);
            case Event.CancelledByWearer cancelled -> new TimelineEntry.CancelledByWearer(at, cancelled.inTime());
            case Event.Claimed claimed -> new TimelineEntry.Claimed(at, names.of(claimed.operator()));
            case Event.LeaseRenewed _, Event.Unreadable _ -> null;
            // one line says it all
            case Event.Intended _, Event.IntentMoved _ -> null;
            case Event.Reminded reminded -> new TimelineEntry.Reminded(at, reminded.times());
            case Event.Abandoned abandoned -> abandoned(at, abandoned);
            case Event.NoteAdded note ->
                new TimelineEntry.Note(at, names.of(note.operator()), seal.open(alert, note.text()));
            case Event.TakenOver taken ->
                new TimelineEntry.TakenOver(at, names.of(taken.operator()), names.of(taken.from()));
            case Event.Deferred deferred ->
                new TimelineEntry.Deferred(
                        at,
                        names.of(deferred.operator()),
                        Instant.ofEpochMilli(deferred.untilMillis()),
                        deferred.reason().name(),
                        words(alert, deferred.note()));
            case Event.Returned _ -> new TimelineEntry.Returned(at);
            case Event.HeldOnTest held -> new TimelineEntry.HeldOnTest(at, Instant.ofEpochMilli(held.untilMillis()));
            case Event.TestOver over ->
                new TimelineEntry.TestOver(at, over.why().name());
            case Event.SceneReported reported ->
                new TimelineEntry.SceneReported(
                        at, reported.contact(), reported.stage().name(), words(alert, reported.detail()));
            case Event.StepDue _,
                    Event.Progressed _,
                    Event.Summoned _,
                    Event.CardSent _,
                    Event.EffectDue _,
                    Event.EffectReported _,
                    Event.NobodyLeft _ -> help(at, event);
            case Event.Resolved _,
                    Event.FollowUpOpened _,
                    Event.FollowUpOverdue _,
                    Event.Reopened _,
                    Event.Closed _,
                    Event.Reconciled _ -> end(alert, at, event);
        };
    }

    /** What was done to bring help. */
    private @Nullable TimelineEntry help(Instant at, Event.OfAlert event) {
        return switch (event) {
            case Event.StepDue due -> new TimelineEntry.StepDue(at, due.step(), due.attempt());
            case Event.Progressed progressed ->
                new TimelineEntry.Progressed(
                        at,
                        operator(progressed.operator()),
                        AlertRow.State.valueOf(progressed.to().name()));
            case Event.Summoned summoned ->
                new TimelineEntry.Summoned(
                        at,
                        names.of(summoned.operator()),
                        summoned.actions().stream().map(Enum::name).toList());
            case Event.CardSent card -> new TimelineEntry.CardSent(at, names.of(card.operator()));
            case Event.EffectDue due -> new TimelineEntry.EffectDue(at, effect(due.effect()));
            case Event.EffectReported reported ->
                new TimelineEntry.EffectReported(
                        at, effect(reported.effect()), reported.report().name());
            case Event.NobodyLeft left -> new TimelineEntry.NobodyLeft(at, left.step());
            default -> null;
        };
    }

    /** The end, and what comes after it. */
    private @Nullable TimelineEntry end(AlertId alert, Instant at, Event.OfAlert event) {
        return switch (event) {
            case Event.Resolved resolved ->
                new TimelineEntry.Resolved(at, operator(resolved.operator()), words(alert, resolved.note()));
            case Event.FollowUpOpened opened ->
                new TimelineEntry.FollowUpOpened(at, Instant.ofEpochMilli(opened.dueAtMillis()));
            case Event.FollowUpOverdue _ -> new TimelineEntry.FollowUpOverdue(at);
            case Event.Reopened reopened ->
                new TimelineEntry.Reopened(at, names.of(reopened.operator()), words(alert, reopened.note()));
            case Event.Closed closed ->
                new TimelineEntry.Closed(at, operator(closed.operator()), words(alert, closed.note()));
            case Event.Reconciled merged ->
                new TimelineEntry.Reconciled(
                        at, operator(merged.owner()), merged.ownerKept(), merged.steps(), merged.resolved());
            default -> null;
        };
    }

    private static TimelineEntry.Effect effect(Effect effect) {
        return new TimelineEntry.Effect(
                effect.key().step(),
                effect.key().attempt(),
                effect.action().name(),
                effect.contact(),
                effect.channel().name());
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
            case DeviceMessage.RuleFound found -> AlertKind.of(found.matter()).wireName();
            case DeviceMessage.RuleCleared cleared ->
                AlertKind.of(cleared.matter()).wireName();
            case DeviceMessage.AlarmRaised raised ->
                switch (raised.reason()) {
                    case LEFT_FENCE, ENTERED_FENCE -> AlertKind.FENCE.wireName();
                    case UNSPECIFIED -> AlertKind.GENERAL.wireName();
                };
            case DeviceMessage.WearerCancelled _, DeviceMessage.TestPressed _, DeviceMessage.BandWorn _ ->
                AlertKind.INFORMATION.wireName();
        };
    }

    static List<AlertDetail.Step> steps(AlertView view) {
        return view.steps().stream().map(CaseTimeline::step).toList();
    }

    private static AlertDetail.Step step(AlertView.Step step) {
        EscalationStep plan = step.step();
        return new AlertDetail.Step(
                step.index(),
                plan.action().name(),
                plan.condition().name(),
                plan.ring(),
                plan.contacts(),
                plan.channels().stream().map(Enum::name).toList(),
                plan.order() == EscalationStep.Order.IN_TURN,
                Instant.ofEpochMilli(step.dueAtMillis()),
                step.doneAtMillis() == 0 ? null : Instant.ofEpochMilli(step.doneAtMillis()),
                step.skipped(),
                step.attempts(),
                step.reaches().stream().map(reach -> reach(reach, plan)).toList());
    }

    private static AlertDetail.Reach reach(Reach reach, EscalationStep plan) {
        boolean tried = reach.attempt() > 0 && reach.channel() < plan.channels().size();
        return new AlertDetail.Reach(
                reach.contact(),
                tried ? plan.channels().get(reach.channel()).name() : null,
                reach.tries(),
                reach.state().name(),
                reach.atMillis() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(reach.atMillis()));
    }
}
