package care.convoy.alertlog;

import static care.convoy.alertlog.Truth.require;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the truth knows of one case, from its events alone. */
final class Account {
    private static final long LEASE_MILLIS = 120_000;
    private static final long PRE_ALARM_MILLIS = 30_000;

    final AlertId alert;
    final Set<SignalKey> signals = new LinkedHashSet<>();
    AlertView latest;
    boolean ended;
    private final Set<String> startedSteps = new LinkedHashSet<>();
    private final Set<Integer> steps = new LinkedHashSet<>();
    private boolean pressed;
    private boolean asks;
    private long askedAtMillis;
    private long askedVersion;
    private long lastHeardMillis;
    private OperatorId owner;
    private long leaseUntilMillis;

    Account(AlertId alert) {
        this.alert = alert;
    }

    void hear(Event.OfAlert event, AlertView after, long atMillis, long seenVersion) {
        require(!ended, "an event after the end: " + event);
        long before = latest == null ? 0 : latest.version();
        require(after.version() == before + 1, "version " + after.version() + " after " + before);
        switch (event) {
            case Event.Raised raised -> signal(raised.message(), after, atMillis);
            case Event.Joined joined -> {
                if (joined.attention()) {
                    signal(joined.message(), after, atMillis);
                }
            }
            case Event.Queued queued -> asks = true;
            case Event.Claimed claimed -> claimed(claimed, atMillis, seenVersion);
            case Event.LeaseRenewed renewed -> {
                require(renewed.operator().equals(owner), "renewed by another: " + renewed);
                leaseUntilMillis = atMillis + LEASE_MILLIS;
            }
            case Event.NoteAdded note ->
                leaseUntilMillis = note.operator().equals(owner) ? atMillis + LEASE_MILLIS : leaseUntilMillis;
            case Event.Abandoned abandoned -> abandoned(abandoned, atMillis);
            case Event.StepDue due -> stepDue(due, after);
            case Event.Resolved resolved -> resolved(resolved, seenVersion);
            case Event.Reminded reminded -> require(asks, "reminded although somebody attends");
            case Event.PriorityRaised raised ->
                require(raised.to().compareTo(raised.from()) < 0, "not raised: " + raised);
            case Event.CancelledByWearer cancelled ->
                require(
                        !cancelled.inTime() || (!pressed && latest != null && Truth.isHeld(latest)),
                        "cancelled in time but not in the pre-alarm");
            case Event.Unreadable unreadable -> {}
            default -> {}
        }
        latest = after;
        lastHeardMillis = atMillis;
        require(ended || after.attentionPending() == asks, "attention " + !asks + " after " + event);
    }

    private void signal(DeviceMessage.Alarm message, AlertView after, long atMillis) {
        pressed |= message instanceof DeviceMessage.SosPressed;
        askedVersion = after.version();
        asks = !Truth.isHeld(after);
        askedAtMillis = asks ? atMillis : atMillis + PRE_ALARM_MILLIS;
    }

    private void claimed(Event.Claimed claimed, long atMillis, long seenVersion) {
        require(owner == null || owner.equals(claimed.operator()), "claimed from " + owner + ": " + claimed);
        if (!asks) {
            askedAtMillis = atMillis;
        }
        owner = claimed.operator();
        leaseUntilMillis = atMillis + LEASE_MILLIS;
        asks = seenVersion < askedVersion;
    }

    private void abandoned(Event.Abandoned abandoned, long atMillis) {
        require(abandoned.operator().equals(owner), "lost by another: " + abandoned);
        require(
                abandoned.why() == Event.Abandoned.Why.RELEASED || atMillis >= leaseUntilMillis,
                "the lease had not lapsed");
        owner = null;
        asks = true;
    }

    private void stepDue(Event.StepDue due, AlertView after) {
        require(startedSteps.add(due.step() + "/" + due.attempt()), "the same attempt twice: " + due);
        steps.add(due.step());
        EscalationStep step = step(after, due.step()).step();
        require(asks || step.condition() == EscalationStep.Condition.ALWAYS, "started although attended: " + due);
    }

    private void resolved(Event.Resolved resolved, long seenVersion) {
        ended = true;
        if (resolved.operator() == null) {
            require(!pressed && Truth.isHeld(latest), "a case that nobody may close but an operator");
        } else {
            require(resolved.operator().equals(owner), "closed by another than its owner");
            require(!asks && seenVersion >= askedVersion, "closed with a signal that nobody has seen");
        }
    }

    /** Whether the core agrees, and nothing that should have happened by now is missing. */
    void check(AlertView view, long nowMillis) {
        require(view.version() == latest.version(), "the core has version " + view.version() + " of " + latest);
        require(view.attentionPending() == asks, "the core asks: " + view.attentionPending());
        require(owner == null || leaseUntilMillis > nowMillis, "a lease that has lapsed is held: " + view);
        require(owner == null ? view.owner() == null : owner.equals(view.owner()), "the core's owner: " + view.owner());
        if (Truth.isHeld(view)) {
            require(askedAtMillis > nowMillis, "a pre-alarm without end: " + view);
        } else if (asks) {
            checkEscalates(view, nowMillis);
        }
    }

    private void checkEscalates(AlertView view, long nowMillis) {
        List<EscalationStep> plan = plan(view.priority());
        List<AlertView.Step> ofPlan = new ArrayList<>(view.steps());
        require(ofPlan.size() >= plan.size(), "steps are missing: " + view);
        boolean allStarted = true;
        for (AlertView.Step step : ofPlan.subList(ofPlan.size() - plan.size(), ofPlan.size())) {
            boolean due = askedAtMillis + step.step().afterMillis() <= nowMillis;
            require(!due || steps.contains(step.index()), "overdue: " + step + " since " + askedAtMillis);
            allStarted &= steps.contains(step.index());
        }
        long patience = view.priority() == Priority.P1 ? 60_000 : view.priority() == Priority.P2 ? 300_000 : 900_000;
        require(!allStarted || lastHeardMillis + patience > nowMillis, "fell silent: " + view);
    }

    private static List<EscalationStep> plan(Priority priority) {
        return switch (priority) {
            case P1 -> SimulatedWorld.PLAN.p1();
            case P2 -> SimulatedWorld.PLAN.p2();
            default -> SimulatedWorld.PLAN.p3();
        };
    }

    private static AlertView.Step step(AlertView view, int index) {
        return view.steps().stream()
                .filter(step -> step.index() == index)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such step: " + index));
    }

    @Override
    public String toString() {
        return String.valueOf(latest);
    }
}
