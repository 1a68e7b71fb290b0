package care.convoy.alert;

/**
 * How far one person, or one desk, has been reached within a step.
 *
 * @param contact a contact of the step; "" for the role that the step's action names
 * @param channel place in the step's channels that is or was used last, or is used next, from 0
 * @param tries how often this channel was tried
 * @param attempt the last {@link EffectKey#attempt()}; 0 before the first
 * @param atMillis {@link State#WAITING}: when the next try is due, {@code Long.MAX_VALUE} before its turn;
 *     {@link State#STARTED} and {@link State#QUEUED}: when it counts as failed; else since when
 * @param open which channels are still worth a try, one bit each, the first channel's the lowest
 * @param told whether a message has ever arrived
 */
public record Reach(
        String contact, int channel, int tries, int attempt, State state, long atMillis, int open, boolean told) {
    /** Where it stands. */
    public enum State {
        /** For its turn, or for the next try. */
        WAITING,
        /** An effect is out and has not been reported. */
        STARTED,
        /** An effect is out and waits for a free line. */
        QUEUED,
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
        return state != State.WAITING && !isOut();
    }

    /** Whether an effect is out of which no end is known. */
    public boolean isOut() {
        return state == State.STARTED || state == State.QUEUED;
    }

    /** Whether it waits for those before it. */
    boolean isInLine() {
        return state == State.WAITING && atMillis == Long.MAX_VALUE;
    }

    boolean is(State other) {
        return state == other;
    }

    Reach to(State next, long fromMillis) {
        return new Reach(contact, channel, tries, attempt, next, fromMillis, open, told);
    }

    /** The next try is due then, by that channel, which was tried so often. */
    Reach waiting(int nextChannel, int triesOfIt, long dueMillis) {
        return new Reach(contact, nextChannel, triesOfIt, attempt, State.WAITING, dueMillis, open, told);
    }

    Reach withOpen(int channels) {
        return new Reach(contact, channel, tries, attempt, state, atMillis, channels, told);
    }

    Reach nowTold() {
        return new Reach(contact, channel, tries, attempt, state, atMillis, open, true);
    }
}
