package care.convoy.alert;

import care.convoy.alert.Reach.State;
import care.convoy.escalation.EscalationPlan;
import java.util.List;

/**
 * Whether an alert asks for attention, since when, and what falls due while nobody gives it.
 *
 * <p>As long as attention is asked for there is a deadline: the next step of the plan, the next try to reach somebody, the
 * time at which age raises the priority, and after the last step a reminder, again and again.
 */
final class Escalation {
    private final Facts facts;
    private final Steps steps;
    private long attentionAtMillis;
    private boolean pending;
    private long attentionVersion;
    private int reminders;
    private long remindAtMillis;
    private long raiseAtMillis;

    /** What falls due next. */
    enum Due {
        STEP,
        REACH,
        RAISE,
        REMINDER
    }

    /** Of a new alert, which asks for nothing yet. */
    Escalation(Facts facts, long fromMillis) {
        this.facts = facts;
        steps = new Steps(List.of(), 0, facts);
        steps.begin(fromMillis);
        attentionAtMillis = fromMillis;
    }

    Escalation(CoreState.Open state, Facts facts) {
        this.facts = facts;
        steps = new Steps(state.view().steps(), state.nextStepIndex(), facts);
        attentionAtMillis = state.view().attentionAtMillis();
        pending = state.view().attentionPending();
        attentionVersion = state.attentionVersion();
        reminders = state.reminders();
        remindAtMillis = state.remindAtMillis();
        raiseAtMillis = state.raiseAtMillis();
    }

    /** A signal asks. @param version of the alert after that signal */
    void ask(long nowMillis, long version) {
        attentionVersion = version;
        attentionAtMillis = nowMillis;
        reminders = 0;
        remindAtMillis = 0;
        // age counts from the first signal that nobody has attended to: the next one never puts it off. Of what age has
        // made
        // a P1 this is when it did, and stays
        raiseAtMillis = pending || facts.isAged() ? raiseAtMillis : 0;
        pending = true;
        steps.restart(nowMillis);
    }

    /**
     * Help that was under way is not, and that asks as a signal does; but who is on the way goes on, and nobody else is asked
     * to come instead of them.
     */
    void askWithoutHelp(long nowMillis, long version) {
        boolean somebodyComes = somebodyComes();
        if (somebodyComes) {
            steps.stillComing(attentionAtMillis, nowMillis);
        }
        ask(nowMillis, version);
        if (somebodyComes) {
            steps.stopContacts(nowMillis);
        }
    }

    /** A signal does not ask yet: its pre-alarm runs until the time given at the beginning. */
    void hold(long version) {
        attentionVersion = version;
    }

    /** The pre-alarm is over. */
    void release() {
        pending = true;
    }

    /** Attention counts from now on; {@link #release} asks for it. */
    void startEarly(long nowMillis) {
        attentionAtMillis = nowMillis;
        steps.restart(nowMillis);
    }

    /** Nobody is asked until the alert is released: it is on test or put off. */
    void rest(long nowMillis) {
        pending = false;
        remindAtMillis = 0;
        steps.rest(nowMillis);
    }

    /** A case that had ended begins anew, with somebody attending to it. */
    void startAnew(long nowMillis) {
        attentionAtMillis = nowMillis;
        reminders = 0;
        steps.begin(nowMillis);
        rest(nowMillis);
    }

    void acknowledge(long nowMillis) {
        pending = false;
        remindAtMillis = 0;
        steps.passOver(nowMillis);
    }

    /** The alert has ended. */
    void stop(long nowMillis) {
        pending = false;
        remindAtMillis = 0;
        steps.stop(nowMillis);
    }

    /** Nobody attends any more; the time that has passed since the signal counts. */
    void askAgain() {
        pending = true;
        steps.reopen(step -> !Line.asksContacts(step.step()) || !somebodyComes());
    }

    /** A signal made it more urgent: it is so old as that signal. */
    void beginPriority() {
        steps.begin(attentionAtMillis);
        raiseAtMillis = 0;
        remindAtMillis = 0;
    }

    /** Age made it more urgent. */
    void beginPriority(long nowMillis) {
        steps.begin(nowMillis);
        raiseAtMillis = facts.isP1() ? nowMillis : raiseFrom(nowMillis);
        // it counts for the new priority, also if everything of that was done elsewhere
        remindAtMillis = 0;
    }

    /** Age made it more urgent then, and this core did not know; whoever attends to it goes on doing so. */
    void raisedElsewhere(long sinceMillis, long nowMillis) {
        beginPriority(sinceMillis);
        if (!pending) {
            steps.passOver(nowMillis);
            raiseAtMillis = facts.isP1() ? raiseAtMillis : 0;
        }
    }

    /** Age raises the priority at that time at the latest, if it does at all and nobody attends. */
    void raiseBy(long millis) {
        if (pending && facts.raisedAfterMillis() != EscalationPlan.NEVER) {
            long own = raiseAtMillis == 0 ? raiseFrom(attentionAtMillis) : raiseAtMillis;
            raiseAtMillis = Math.min(own, millis);
        }
    }

    void becomeReal() {
        steps.beginForReal(attentionAtMillis);
    }

    /** Sets when age raises the priority, and the next reminder if the plan has run out. */
    void settle(long nowMillis) {
        if (!facts.isP1()) {
            raiseAtMillis = !pending ? 0 : raiseAtMillis == 0 ? raiseFrom(attentionAtMillis) : raiseAtMillis;
        } else if (!facts.isAged()) {
            raiseAtMillis = 0;
        }
        if (!pending || steps.anyPending()) {
            remindAtMillis = 0;
        } else if (remindAtMillis == 0) {
            remindAtMillis = nowMillis + remindAfterMillis(facts.priority());
        }
    }

    long nextDeadlineMillis() {
        return Math.min(
                Math.min(steps.nextDueMillis(), steps.nextReachMillis()),
                Math.min(nextRaiseMillis(), nextReminderMillis()));
    }

    /** What the next deadline is; of several the one that comes first here. */
    Due next() {
        long next = nextDeadlineMillis();
        if (next == Long.MAX_VALUE) {
            throw new IllegalStateException("nothing falls due");
        }
        if (next == steps.nextDueMillis()) {
            return Due.STEP;
        }
        if (next == steps.nextReachMillis()) {
            return Due.REACH;
        }
        return next == nextRaiseMillis() ? Due.RAISE : Due.REMINDER;
    }

    /** Counts a reminder. */
    int remind() {
        remindAtMillis = 0;
        if (reminders < Integer.MAX_VALUE) {
            reminders++;
        }
        return reminders;
    }

    /** Whether a contact has said, since attention was last asked for, that they come. */
    boolean somebodyComes() {
        return somebodyCame(attentionAtMillis - 1);
    }

    /** The same, said after this time too: what was begun later is not stopped by it. */
    boolean somebodyCame(long afterMillis) {
        long since = Math.max(afterMillis + 1, attentionAtMillis);
        return steps.find(step -> Line.asksContacts(step.step())
                        && step.reaches().stream()
                                .anyMatch(reach -> reach.is(State.ACCEPTED) && reach.atMillis() >= since))
                >= 0;
    }

    Steps steps() {
        return steps;
    }

    long attentionAtMillis() {
        return attentionAtMillis;
    }

    boolean isPending() {
        return pending;
    }

    long attentionVersion() {
        return attentionVersion;
    }

    int reminders() {
        return reminders;
    }

    long remindAtMillis() {
        return remindAtMillis;
    }

    /** When age raises the priority, or of a P1 when it did; else 0. */
    long raiseAtMillis() {
        return raiseAtMillis;
    }

    private long nextRaiseMillis() {
        return !pending || facts.isP1() || raiseAtMillis == 0 ? Long.MAX_VALUE : raiseAtMillis;
    }

    private long nextReminderMillis() {
        return remindAtMillis == 0 ? Long.MAX_VALUE : remindAtMillis;
    }

    private long raiseFrom(long fromMillis) {
        long after = facts.raisedAfterMillis();
        return after == EscalationPlan.NEVER ? 0 : fromMillis + Math.min(after, Steps.MAX_AFTER_MILLIS);
    }

    static long remindAfterMillis(Priority priority) {
        return switch (priority) {
            case P1 -> 60_000;
            case P2 -> 300_000;
            case P3, P4, P5 -> 900_000;
        };
    }
}
