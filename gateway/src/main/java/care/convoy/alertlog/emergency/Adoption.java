package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.CoreState;
import care.convoy.alert.CoreState.KnownSignal;
import care.convoy.alert.CoreState.SignalType;
import care.convoy.alert.Event;
import care.convoy.alert.Priority;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Alerts of the log as the emergency core takes them up: as the log's core had them, with a fresh lease. Stateless. */
final class Adoption {
    /** The lease of an owner starts anew, for the consoles could not renew it while the log was silent. */
    static final long LEASE_MILLIS = 120_000;

    private static final int MOST_OPENINGS = 16;

    private Adoption() {}

    /** As many of them as a core may hold. */
    static List<CoreState.Open> of(List<CoreState.Open> alerts, long nowMillis, CoreLimits limits) {
        return alerts.stream()
                .limit(limits.openAlerts())
                .map(alert -> open(alert, nowMillis))
                .toList();
    }

    /** Of the devices on test those whose time is not over; as many as a core may hold. */
    static List<CoreState.DeviceTest> tests(List<CoreState.DeviceTest> tests, long nowMillis, CoreLimits limits) {
        return tests.stream()
                .filter(test -> test.untilMillis() > nowMillis)
                .limit(limits.deviceTests())
                .toList();
    }

    /** The state of a core that has just these. */
    static CoreState state(List<CoreState.Open> open, List<CoreState.DeviceTest> tests, long nowMillis) {
        List<KnownSignal> signals = new ArrayList<>();
        open.forEach(alert -> signals(alert.view(), signals));
        return new CoreState(
                new CoreState.Clock(true, nowMillis, nowMillis, 0, 0),
                open,
                List.of(),
                signals,
                List.of(),
                List.of(),
                tests,
                List.of(),
                CoreState.Intents.NONE);
    }

    /** The state of a core with these besides. */
    static CoreState joined(CoreState state, List<CoreState.Open> more) {
        List<CoreState.Open> open = new ArrayList<>(state.open());
        List<KnownSignal> signals = new ArrayList<>(state.signals());
        open.addAll(more);
        more.forEach(alert -> signals(alert.view(), signals));
        return new CoreState(
                state.clock(),
                open,
                state.tasks(),
                signals,
                state.formers(),
                state.answered(),
                state.tests(),
                state.ended(),
                state.intents());
    }

    /** Who needs it most is first: presses and falls to which nobody attends, then others of theirs, then the rest. */
    static final Comparator<CoreState.Open> MOST_NEEDED = Comparator.comparing(
                    (CoreState.Open open) -> open.view().priority().compareTo(Priority.P2) > 0)
            .thenComparing(open -> !open.view().attentionPending())
            .thenComparing(open -> open.view().priority())
            .thenComparingLong(open -> open.view().receivedAtMillis());

    private static CoreState.Open open(CoreState.Open open, long nowMillis) {
        return new CoreState.Open(
                withLease(open.view(), nowMillis),
                plan(open),
                open.attentionVersion(),
                open.cancelKey(),
                open.nextStepIndex(),
                open.notes(),
                open.reminders(),
                open.remindAtMillis(),
                open.raiseAtMillis());
    }

    /** Without the steps of lower priorities than the present one, which never come again. */
    private static EscalationPlan plan(CoreState.Open open) {
        EscalationPlan plan = open.plan();
        Priority priority = open.view().priority();
        return new EscalationPlan(
                plan.name(),
                plan.p1(),
                priority == Priority.P1 ? List.of() : plan.p2(),
                priority == Priority.P3 ? plan.p3() : List.of(),
                plan.p2RaisedAfterMillis(),
                plan.p3RaisedAfterMillis());
    }

    private static AlertView withLease(AlertView view, long nowMillis) {
        if (view.owner() == null) {
            return view;
        }
        return new AlertView(
                view.id(),
                view.version(),
                view.resident(),
                view.device(),
                view.kind(),
                view.priority(),
                view.state(),
                view.status(),
                view.owner(),
                view.ownedSinceMillis(),
                nowMillis + LEASE_MILLIS,
                view.receivedAtMillis(),
                view.deviceTimeMillis(),
                view.attentionAtMillis(),
                view.attentionPending(),
                view.presses(),
                view.signals(),
                view.heldUntilMillis(),
                view.progress(),
                view.cause(),
                view.abandoned(),
                view.abandonedBy(),
                view.position(),
                view.linked(),
                view.disposition(),
                view.steps(),
                view.timeline());
    }

    /** What the time line still knows of the signals, so that a repeat is known as a repeat. */
    private static void signals(AlertView view, List<KnownSignal> into) {
        for (AlertView.TimelineEntry entry : view.timeline()) {
            if (entry.event() instanceof Event.Raised raised) {
                into.add(new KnownSignal(
                        raised.key(),
                        SignalType.of(raised.message()),
                        entry.atMillis(),
                        view.id(),
                        openings(view, raised.key())));
            } else if (entry.event() instanceof Event.Joined joined) {
                into.add(
                        new KnownSignal(joined.key(), SignalType.of(joined.message()), entry.atMillis(), view.id(), 0));
            }
        }
    }

    /** How many alerts a key has opened, the last of which is this. */
    private static int openings(AlertView view, SignalKey key) {
        for (int occurrence = 0; occurrence < MOST_OPENINGS; occurrence++) {
            if (AlertId.of(key, view.receivedAtMillis(), occurrence).equals(view.id())
                    || AlertId.of(key, occurrence).equals(view.id())) {
                return occurrence + 1;
            }
        }
        return 1;
    }
}
