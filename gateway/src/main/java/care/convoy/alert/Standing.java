package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.SignalKey;
import org.jspecify.annotations.Nullable;

/** Where an alert stands in its life, until when it is held back, and how far help has come. */
final class Standing {
    private AlertState state;
    private AlertState progress;
    private long heldUntilMillis;
    private @Nullable SignalKey cancelKey;

    private Standing(AlertState state, AlertState progress, long heldUntilMillis, @Nullable SignalKey cancelKey) {
        this.state = state;
        this.progress = progress;
        this.heldUntilMillis = heldUntilMillis;
        this.cancelKey = cancelKey;
    }

    /** Of a new alert. */
    static Standing received() {
        return new Standing(AlertState.RECEIVED, AlertState.CLAIMED, 0, null);
    }

    /** Of a new alert that the wearer may still cancel. */
    static Standing preAlarm(SignalKey cancelKey) {
        return new Standing(AlertState.PRE_ALARM, AlertState.CLAIMED, 0, cancelKey);
    }

    /** Of a new alert of a device on test. */
    static Standing onTest(long untilMillis) {
        return new Standing(AlertState.ON_TEST, AlertState.CLAIMED, untilMillis, null);
    }

    static Standing of(AlertView view, @Nullable SignalKey cancelKey) {
        return new Standing(view.state(), view.progress(), view.heldUntilMillis(), cancelKey);
    }

    /** It waits for an operator. */
    void queue() {
        stand(AlertState.QUEUED, 0);
    }

    /** Somebody owns it, and goes on where the last owner was. */
    void own() {
        stand(progress, 0);
    }

    /** Held in {@code held}, and back in the queue by itself. */
    void hold(AlertState held, long untilMillis) {
        stand(held, untilMillis);
    }

    /** Help came nearer; known also while nobody owns it. */
    void advance(AlertState to) {
        progress = to;
        if (state.isOwned()) {
            state = to;
        }
    }

    /** An exercise became real: nobody has come but in play. */
    void becomeReal() {
        progress = AlertState.CLAIMED;
        if (state.isOwned()) {
            state = progress;
        }
    }

    /** The case has ended. @param dueAtMillis when a visit is due, or 0 */
    void end(AlertState ended, long dueAtMillis) {
        stand(ended, dueAtMillis);
    }

    /** A case that had ended begins anew. */
    void reopen() {
        progress = AlertState.CLAIMED;
        own();
    }

    private void stand(AlertState now, long untilMillis) {
        state = now;
        heldUntilMillis = untilMillis;
        cancelKey = null;
    }

    /** Whether nobody is asked yet: the next signal, or time, makes it ring. */
    boolean isHeld() {
        return state == AlertState.PRE_ALARM || state == AlertState.ON_TEST || state == AlertState.DEFERRED;
    }

    boolean isIn(AlertState other) {
        return state == other;
    }

    /** Whether a cancel on this device, of this sequence if it names one, may still end the alert. */
    boolean isCancellableBy(DeviceId canceller, long ofSequence, long absent) {
        return cancelKey != null
                && cancelKey.device().equals(canceller)
                && (ofSequence == absent || ofSequence == cancelKey.sequence());
    }

    AlertState state() {
        return state;
    }

    AlertState progress() {
        return progress;
    }

    long heldUntilMillis() {
        return heldUntilMillis;
    }

    @Nullable
    SignalKey cancelKey() {
        return cancelKey;
    }
}
