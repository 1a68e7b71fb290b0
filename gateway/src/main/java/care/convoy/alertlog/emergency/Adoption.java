package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.CoreState;
import care.convoy.alert.CoreState.KnownSignal;
import care.convoy.alert.CoreState.SignalType;
import care.convoy.alert.Event;
import care.convoy.alert.Priority;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Alerts of the log as the emergency core takes them up. A view does not say all that the core knew; what is missing is
 * chosen so that rather too much is done than too little. Stateless.
 */
final class Adoption {
    /** The lease of an owner starts anew, for the consoles could not renew it while the log was silent. */
    static final long LEASE_MILLIS = 120_000;

    /** An alert whose plan has run out reminds again after this. */
    private static final long REMIND_MILLIS = 60_000;

    private static final int MOST_OPENINGS = 16;

    private Adoption() {}

    /** As many of them as a core may hold. */
    static List<CoreState.Open> of(List<AlertView> alerts, long nowMillis, CoreLimits limits) {
        return alerts.stream()
                .filter(alert -> alert.priority().compareTo(Priority.P3) <= 0)
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

    static CoreState.Open open(AlertView view, long nowMillis) {
        boolean waits = view.attentionPending() && view.nextStepAtMillis() == 0;
        return new CoreState.Open(
                withLease(view, nowMillis),
                plan(view),
                attentionVersion(view),
                view.state() == AlertState.PRE_ALARM ? lastKey(view) : null,
                planned(view).mapToInt(AlertView.Step::index).max().orElse(-1) + 1,
                (int) view.timeline().stream()
                        .filter(entry -> entry.event() instanceof Event.NoteAdded)
                        .count(),
                0,
                waits ? nowMillis + REMIND_MILLIS : 0,
                0);
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

    /** The steps of the present priority, which are the last ones: where the time after the signal falls, a plan begins. */
    private static EscalationPlan plan(AlertView view) {
        List<EscalationStep> steps = planned(view).map(AlertView.Step::step).toList();
        int begin = 0;
        boolean raised = view.timeline().stream().anyMatch(entry -> entry.event() instanceof Event.PriorityRaised);
        for (int i = 1; raised && i < steps.size(); i++) {
            if (steps.get(i).afterMillis() < steps.get(i - 1).afterMillis()) {
                begin = i;
            }
        }
        List<EscalationStep> present = steps.subList(begin, steps.size());
        return new EscalationPlan(
                "known",
                view.priority() == Priority.P1 ? present : List.of(),
                view.priority() == Priority.P2 ? present : List.of(),
                view.priority() == Priority.P3 ? present : List.of());
    }

    /** What was added to a plan is no part of it, and is numbered apart. */
    private static Stream<AlertView.Step> planned(AlertView view) {
        return view.steps().stream().filter(step -> !step.isAdded());
    }

    /** Each event moved the version by one; renewed leases are not on the time line, so this is never too low. */
    private static long attentionVersion(AlertView view) {
        long version = view.version();
        for (AlertView.TimelineEntry entry : view.timeline().reversed()) {
            if (isCall(entry.event())) {
                return version;
            }
            version--;
        }
        return view.version();
    }

    private static boolean isCall(Event.OfAlert event) {
        return event instanceof Event.Raised || (event instanceof Event.Joined joined && joined.attention());
    }

    private static @Nullable SignalKey lastKey(AlertView view) {
        for (AlertView.TimelineEntry entry : view.timeline().reversed()) {
            if (entry.event() instanceof Event.Raised raised) {
                return raised.key();
            }
        }
        return null;
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
                        openings(view.id(), raised.key())));
            } else if (entry.event() instanceof Event.Joined joined) {
                into.add(
                        new KnownSignal(joined.key(), SignalType.of(joined.message()), entry.atMillis(), view.id(), 0));
            }
        }
    }

    /** How many alerts a key has opened, the last of which has this id. */
    private static int openings(AlertId id, SignalKey key) {
        for (int occurrence = 0; occurrence < MOST_OPENINGS; occurrence++) {
            if (AlertId.of(key, occurrence).equals(id)) {
                return occurrence + 1;
            }
        }
        return 1;
    }
}
