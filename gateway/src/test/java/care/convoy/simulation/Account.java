package care.convoy.simulation;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.EffectKey;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What the truth knows of one case, from its events alone. */
final class Account {
    private static final long LEASE_MILLIS = 120_000;
    private static final long PRE_ALARM_MILLIS = 30_000;
    private static final long DAY_MILLIS = 24 * 3_600_000L;

    final AlertId alert;
    final Set<SignalKey> signals = new LinkedHashSet<>();
    /** The signals that asked for attention, in their order. */
    final List<SignalKey> asked = new ArrayList<>();

    final Set<Long> marks = new LinkedHashSet<>();
    final EffectAccount effects;
    AlertView latest;
    /** What was latest before. */
    AlertView former;
    /** Resolved, and perhaps closed: nobody is waited for. */
    boolean ended;

    boolean closed;
    private final Tally tally;
    private final Set<String> startedSteps = new HashSet<>();
    private final Set<Integer> steps = new HashSet<>();
    private final PlanCheck plan;
    private final AgeCheck age;
    private boolean pressed;
    private boolean asks;
    private long askedAtMillis;
    private long raisedAtMillis;
    private long askedVersion;
    private long lastHeardMillis;
    private long endedAtMillis;
    /** An ambulance was called off, and nobody has acknowledged that. */
    private boolean calledOff;

    private boolean mergedOnce;
    private boolean reconciledToEnd;
    private int heardSignals;
    private OperatorId owner;
    private long leaseUntilMillis;

    /** @param withoutLog effects that gateways executed by themselves */
    Account(AlertId alert, EscalationPlan escalation, Tally tally, Set<EffectKey> withoutLog) {
        this.alert = alert;
        this.tally = tally;
        effects = new EffectAccount(tally, withoutLog);
        plan = new PlanCheck(escalation, tally);
        age = new AgeCheck(escalation, tally);
    }

    /** One event, as its operator saw the alert. */
    record Heard(Event.OfAlert event, AlertView after, long atMillis, Seen seen, long nowMillis) {}

    /**
     * What an operator had seen.
     *
     * @param signals how many, -1 if it is not known
     * @param byMerge whether it was done without the log, and is told only now
     */
    record Seen(long version, int signals, boolean byMerge) {
        static final Seen NOTHING = new Seen(0, -1, false);
    }

    void hear(Heard heard) {
        Event.OfAlert event = heard.event();
        AlertView after = heard.after();
        long atMillis = heard.atMillis();
        long before = latest == null ? 0 : latest.version();
        require(!closed || event instanceof Event.NoteAdded, () -> "an event after the end: " + event);
        require(after.version() == before + 1, () -> "version " + after.version() + " after " + before);
        AlertState state = latest == null ? null : latest.state();
        require(
                LegalChange.isLegal(state, event, after.state()),
                () -> "from " + state + " to " + after.state() + " by " + event);
        former = latest;
        switch (event) {
            case Event.Raised raised -> signal(raised.message(), after, atMillis);
            case Event.Joined joined -> {
                if (joined.attention()) {
                    signal(joined.message(), after, atMillis);
                }
            }
            case Event.Queued _ -> asks = true;
            case Event.Returned _ -> released(atMillis);
            case Event.TestOver _ -> released(atMillis);
            case Event.HeldOnTest _ -> require(!asks, () -> "held although it rings: " + event);
            case Event.Claimed claimed -> claimed(claimed, heard);
            case Event.TakenOver taken -> takenOver(taken, heard);
            case Event.LeaseRenewed renewed -> {
                require(renewed.operator().equals(owner), () -> "renewed by another: " + renewed);
                leaseUntilMillis = atMillis + LEASE_MILLIS;
            }
            case Event.NoteAdded note -> renewIf(note.operator().equals(owner), atMillis);
            case Event.CardSent card -> cardSent(card, heard);
            case Event.SceneReported told -> told(told, heard);
            case Event.Progressed progressed -> progressed(progressed, atMillis);
            case Event.Summoned summoned -> {
                require(
                        heard.seen().byMerge() || summoned.operator().equals(owner),
                        () -> "summoned by another than the owner: " + summoned);
                renewIf(after.leaseUntilMillis() == atMillis + LEASE_MILLIS, atMillis);
            }
            case Event.Abandoned abandoned -> abandoned(abandoned, atMillis);
            case Event.Deferred deferred -> deferred(deferred, heard);
            case Event.StepDue due -> stepDue(due, heard);
            case Event.EffectDue due -> effects.due(due, after, heard.nowMillis());
            case Event.EffectReported reported ->
                effects.reported(reported, mergedOnce || heard.seen().byMerge());
            case Event.Resolved resolved -> resolved(resolved, heard);
            case Event.Reopened reopened -> reopened(reopened, heard);
            case Event.Closed closing -> closed(closing, atMillis);
            case Event.FollowUpOverdue _ ->
                require(atMillis >= former.heldUntilMillis(), () -> "overdue before it is due: " + former);
            case Event.Reminded _ -> require(asks, () -> "reminded although somebody attends");
            case Event.PriorityRaised raised -> {
                require(raised.to().compareTo(raised.from()) < 0, () -> "not raised: " + raised);
                raisedAtMillis = atMillis;
            }
            case Event.CancelledByWearer cancelled ->
                require(
                        !cancelled.inTime() || (!pressed && latest.state() == AlertState.PRE_ALARM),
                        () -> "cancelled in time but not in the pre-alarm");
            case Event.Reconciled reconciled -> {
                reconciledToEnd = reconciled.resolved();
                mergedOnce = true;
                plan.reconciled();
            }
            case Event.Unreadable _, Event.FollowUpOpened _, Event.NobodyLeft _ -> {}
            // IntentAccount has them
            case Event.Intended _, Event.IntentMoved _ -> {}
        }
        require(
                former == null || after.priority().compareTo(former.priority()) <= 0,
                () -> "the priority was lowered by " + event);
        age.hear(event, after, atMillis, heard.seen().byMerge());
        calledOff &= asks;
        latest = after;
        lastHeardMillis = atMillis;
        require(ended || after.attentionPending() == asks, () -> "attention " + !asks + " after " + event);
    }

    private void signal(DeviceMessage.Alarm message, AlertView after, long atMillis) {
        pressed |= message instanceof DeviceMessage.SosPressed;
        askedVersion = after.version();
        heardSignals++;
        asks = !LegalChange.isHeld(after.state());
        askedAtMillis = after.state() == AlertState.PRE_ALARM ? atMillis + PRE_ALARM_MILLIS : atMillis;
        require(former == null || asks, () -> "a further signal does not ring: " + after.state());
    }

    private boolean hasSeenAll(Heard heard) {
        return heard.seen().signals() < 0 || heard.seen().signals() >= heardSignals;
    }

    private void released(long atMillis) {
        askedAtMillis = asks ? askedAtMillis : atMillis;
        asks = true;
    }

    private void renewIf(boolean renewed, long atMillis) {
        leaseUntilMillis = renewed ? atMillis + LEASE_MILLIS : leaseUntilMillis;
    }

    private void claimed(Event.Claimed claimed, Heard heard) {
        require(owner == null || owner.equals(claimed.operator()), () -> "claimed from " + owner + ": " + claimed);
        boolean putOff = latest.state() == AlertState.DEFERRED;
        if (!asks && !putOff) {
            askedAtMillis = heard.atMillis();
        }
        owner = claimed.operator();
        leaseUntilMillis = heard.atMillis() + LEASE_MILLIS;
        asks = !putOff && heard.seen().version() < askedVersion;
        require(
                asks || putOff || hasSeenAll(heard),
                () -> "acknowledged with a signal that nobody has seen: " + claimed);
    }

    private void takenOver(Event.TakenOver taken, Heard heard) {
        require(taken.from().equals(owner), () -> "taken from another than the owner " + owner + ": " + taken);
        owner = taken.operator();
        leaseUntilMillis = heard.atMillis() + LEASE_MILLIS;
        asks = asks && heard.seen().version() < askedVersion;
    }

    /** Whether an ambulance was called off, and nobody has acknowledged that. */
    boolean isCalledOff() {
        return calledOff;
    }

    private void cardSent(Event.CardSent card, Heard heard) {
        boolean renewed = heard.after().leaseUntilMillis() == heard.atMillis() + LEASE_MILLIS;
        require(
                heard.seen().byMerge() || card.operator().equals(owner),
                () -> "a card of another than the owner: " + card);
        renewIf(card.operator().equals(owner) && renewed, heard.atMillis());
    }

    private void told(Event.SceneReported told, Heard heard) {
        if (told.asksAgain()) {
            askedVersion = heard.after().version();
            asks = true;
            calledOff = true;
            askedAtMillis = heard.atMillis();
        } else if (!told.contact().isEmpty()) {
            plan.arrived(told.contact());
        }
    }

    private void progressed(Event.Progressed progressed, long atMillis) {
        if (progressed.operator() != null) {
            require(progressed.operator().equals(owner), () -> "said by another than the owner: " + progressed);
            leaseUntilMillis = atMillis + LEASE_MILLIS;
        }
    }

    private void abandoned(Event.Abandoned abandoned, long atMillis) {
        require(abandoned.operator().equals(owner), () -> "lost by another: " + abandoned);
        require(
                abandoned.why() == Event.Abandoned.Why.RELEASED || atMillis >= leaseUntilMillis,
                () -> "the lease had not lapsed");
        owner = null;
        asks = true;
    }

    private void deferred(Event.Deferred deferred, Heard heard) {
        Priority priority = latest.priority();
        long most = priority == Priority.P2 ? Command.MAX_DEFERRAL_P2_MILLIS : Command.MAX_DEFERRAL_P3_MILLIS;
        require(priority != Priority.P1, () -> "a P1 was put off: " + latest);
        require(deferred.operator().equals(owner), () -> "put off by another than its owner");
        require(
                !asks && heard.seen().version() >= askedVersion && hasSeenAll(heard),
                () -> "put off with a signal that nobody has seen");
        require(
                deferred.untilMillis() > heard.atMillis() && deferred.untilMillis() <= heard.atMillis() + most,
                () -> "put off too long: " + deferred);
        owner = null;
    }

    private void stepDue(Event.StepDue due, Heard heard) {
        require(startedSteps.add(due.step() + "/" + due.attempt()), () -> "the same attempt twice: " + due);
        steps.add(due.step());
        plan.started(
                due,
                latest,
                heard.after(),
                new PlanCheck.Moment(heard.atMillis(), asks, heard.seen().byMerge()));
    }

    private void resolved(Event.Resolved resolved, Heard heard) {
        ended = true;
        asks = false;
        endedAtMillis = heard.atMillis();
        require(!calledOff, () -> "closed although an ambulance was called off, which nobody has seen: " + latest);
        require(hasSeenAll(heard), () -> "closed with more signals than anybody has seen: " + latest);
        if (reconciledToEnd) {
            owner = null;
            return;
        }
        if (resolved.operator() == null) {
            require(
                    !pressed && latest.state() == AlertState.PRE_ALARM,
                    () -> "a case that nobody may close but an operator");
        } else {
            require(resolved.operator().equals(owner), () -> "closed by another than its owner");
            require(!latest.attentionPending(), () -> "closed while it asks");
            require(heard.seen().version() >= askedVersion, () -> "closed with a signal that nobody has seen");
        }
        owner = null;
    }

    private void reopened(Event.Reopened reopened, Heard heard) {
        ended = false;
        reconciledToEnd = false;
        owner = reopened.operator();
        leaseUntilMillis = heard.atMillis() + LEASE_MILLIS;
        askedVersion = latest.version();
        askedAtMillis = heard.atMillis();
        asks = false;
    }

    private void closed(Event.Closed closing, long atMillis) {
        closed = true;
        require(
                closing.operator() != null || atMillis >= endedAtMillis + DAY_MILLIS,
                () -> "closed by itself before a day has passed");
        require(
                closing.operator() != null || latest.state() == AlertState.RESOLVED,
                () -> "closed by itself although a visit is due");
    }

    /** Whether the core agrees, and nothing that should have happened by now is missing. */
    void check(AlertView view, long nowMillis) {
        require(view.version() == latest.version(), () -> "the core has version " + view.version() + " of " + latest);
        require(view.attentionPending() == asks, () -> "the core asks: " + view.attentionPending());
        require(owner == null || leaseUntilMillis > nowMillis, () -> "a lease that has lapsed is held: " + view);
        require(
                owner == null ? view.owner() == null : owner.equals(view.owner()),
                () -> "the core's owner: " + view.owner());
        require(!pressed || view.priority() == Priority.P1, () -> "a press that is no P1: " + view);
        require(asks || owner != null || LegalChange.isHeld(view.state()), () -> "nobody is waited for: " + view);
        if (LegalChange.isHeld(view.state())) {
            long until = view.state() == AlertState.PRE_ALARM ? askedAtMillis : view.heldUntilMillis();
            require(until > nowMillis, () -> "held without end: " + view);
        } else if (asks) {
            plan.checkEscalates(view, Math.max(askedAtMillis, raisedAtMillis), nowMillis, steps);
            plan.checkReminds(view, lastHeardMillis, nowMillis);
            age.check(view, nowMillis, 0);
        }
    }

    /** How old it is in the log, for who goes on from there. */
    AgeCheck age() {
        return new AgeCheck(age);
    }

    boolean isOpen() {
        return !ended;
    }

    private void require(boolean holds, Supplier<String> otherwise) {
        tally.require(holds, otherwise);
    }

    @Override
    public String toString() {
        return String.valueOf(latest);
    }
}
