package care.convoy.alert;

import care.convoy.alert.AlertView.Step;
import care.convoy.escalation.EscalationStep;
import java.util.List;

/**
 * Whether an alert asks for attention, since when, and what happens while nobody gives it.
 *
 * <p>As long as attention is asked for there is a deadline: the next step of the plan, and after the last one a reminder,
 * again and again.
 */
final class Escalation {
    private final Steps steps;
    private long attentionAtMillis;
    private boolean pending;
    private long attentionVersion;
    private int reminders;
    private long remindAtMillis;

    /** Of a new alert, which asks for nothing yet. */
    Escalation(List<EscalationStep> plan, long fromMillis) {
        steps = new Steps(List.of(), 0, 0);
        steps.begin(plan, fromMillis);
        attentionAtMillis = fromMillis;
    }

    Escalation(CoreState.Open state, int planSize) {
        steps = new Steps(state.view().steps(), state.nextStepIndex(), planSize);
        attentionAtMillis = state.view().attentionAtMillis();
        pending = state.view().attentionPending();
        attentionVersion = state.attentionVersion();
        reminders = state.reminders();
        remindAtMillis = state.remindAtMillis();
    }

    /** A signal asks. @param version of the alert after that signal */
    void ask(long nowMillis, long version) {
        attentionVersion = version;
        attentionAtMillis = nowMillis;
        reminders = 0;
        remindAtMillis = 0;
        pending = true;
        steps.restart(nowMillis);
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
    void rest() {
        pending = false;
        remindAtMillis = 0;
        steps.stop();
    }

    /** A case that had ended begins anew, with somebody attending to it. */
    void startAnew(List<EscalationStep> plan, long nowMillis) {
        attentionAtMillis = nowMillis;
        reminders = 0;
        steps.begin(plan, nowMillis);
        rest();
    }

    /** A step of the plan was carried out elsewhere. @param place in the plan of the present priority, from 0 */
    void noteDone(int place, long nowMillis) {
        steps.noteDone(place, nowMillis);
    }

    void acknowledge() {
        pending = false;
        remindAtMillis = 0;
        steps.passOver();
    }

    /** The alert has ended. */
    void stop() {
        pending = false;
        remindAtMillis = 0;
        steps.stop();
    }

    /** Nobody attends any more; the time that has passed since the signal counts. */
    void askAgain() {
        pending = true;
        steps.reopen();
    }

    void beginPriority(List<EscalationStep> plan) {
        steps.begin(plan, attentionAtMillis);
    }

    void becomeReal() {
        steps.repeatAll(attentionAtMillis);
    }

    /** Sets the next reminder if the plan has run out. */
    void settle(long nowMillis, Priority priority) {
        if (!pending || steps.anyPending()) {
            remindAtMillis = 0;
        } else if (remindAtMillis == 0) {
            remindAtMillis = nowMillis + remindAfterMillis(priority);
        }
    }

    long nextDeadlineMillis() {
        long step = steps.nextDueMillis();
        return remindAtMillis == 0 ? step : Math.min(step, remindAtMillis);
    }

    /** Whether the next deadline is a step's, else it is a reminder's. */
    boolean nextIsStep() {
        return steps.anyPending();
    }

    Step startNext(long nowMillis) {
        return steps.startNext(nowMillis);
    }

    /** Counts a reminder. */
    int remind() {
        remindAtMillis = 0;
        if (reminders < Integer.MAX_VALUE) {
            reminders++;
        }
        return reminders;
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

    static long remindAfterMillis(Priority priority) {
        return switch (priority) {
            case P1 -> 60_000;
            case P2 -> 300_000;
            case P3, P4, P5 -> 900_000;
        };
    }
}
