package care.convoy.alert;

/**
 * How far one person, or one desk, has been reached within a step.
 *
 * @param contact a contact of the step; "" for the role that the step's action names
 * @param channel place in the step's channels that is or was used last, from 0
 * @param tries how often this channel was tried
 * @param attempt the last {@link EffectKey#attempt()}; 0 before the first
 * @param atMillis {@link State#WAITING}: when the next try is due, {@code Long.MAX_VALUE} before its turn;
 *     {@link State#STARTED}: when it counts as failed; else since when
 */
public record Reach(String contact, int channel, int tries, int attempt, State state, long atMillis) {
    /** Where it stands. */
    public enum State {
        /** For its turn, or for the next try. */
        WAITING,
        /** An effect is out and has not been reported. */
        STARTED,
        /** A message arrived; an answer may follow. */
        DELIVERED,
        /** Somebody comes. */
        ACCEPTED,
        /** Answered and cannot come. */
        DECLINED,
        /** Every channel was tried in vain. */
        FAILED,
        /** Not needed any more, because somebody comes or attends. */
        STOPPED
    }

    /** Whether nothing more is to be expected of it by itself. */
    public boolean isOver() {
        return state != State.WAITING && state != State.STARTED;
    }
}
