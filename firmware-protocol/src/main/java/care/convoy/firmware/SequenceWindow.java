package care.convoy.firmware;

/**
 * Tells a repeat from a new message (PROTOCOL.md §9). One per device session, used by its one thread; carried over to
 * the next session of the same epoch, so that what was taken is not taken twice. Fixed memory.
 *
 * <p>It is advice for ordinary messages. For confirmed ones (alarms, state changes) a repeat must still be answered,
 * and the alert log, which is durable, has the last word: they go there whatever this says.
 */
public final class SequenceWindow {

    /** How far back an ordinary number counts as a repeat; further back, the device has begun to count anew. */
    public static final int REPEAT_SPAN = 1024;

    private static final int REMEMBERED_CONFIRMED = 16;

    /** What a message is, by its number. */
    public enum Verdict {
        NEW,
        /** Taken before: answer it again, change nothing. */
        REPEAT,
        /** An ordinary message of another epoch than the session's: refuse it. */
        FOREIGN_EPOCH
    }

    private final long sessionEpoch;
    private long highestOrdinary;
    private final long[] confirmed = new long[REMEMBERED_CONFIRMED];
    private int nextConfirmed;

    /**
     * For a session of this epoch, nothing taken yet.
     *
     * @param sessionEpoch 0..2^32-1, as the device writes it: {@link ServerLogin#deviceEpoch()}
     */
    public SequenceWindow(long sessionEpoch) {
        this.sessionEpoch = sessionEpoch;
    }

    public long sessionEpoch() {
        return sessionEpoch;
    }

    /** The number for the next cumulative {@code ack}: highest ordinary number taken, 0 before the first. */
    public long highestOrdinary() {
        return highestOrdinary;
    }

    /** Judges a message and remembers it as taken. A message without epoch or sequence is always new. */
    public Verdict judge(Header header, MessageType type) {
        if (type.isConfirmed()) {
            return header.isIdentified() ? judgeConfirmed(header) : Verdict.NEW;
        }
        return judgeOrdinary(header.epoch(), header.sequence());
    }

    /** The same for an ordinary message whose header was read in place. */
    public Verdict judgeOrdinary(long epoch, long sequence) {
        if (epoch != sessionEpoch) {
            return Verdict.FOREIGN_EPOCH;
        }
        if (sequence == 0) {
            return Verdict.NEW;
        }
        long behind = highestOrdinary - sequence;
        if (behind >= 0 && behind < REPEAT_SPAN) {
            return Verdict.REPEAT;
        }
        highestOrdinary = sequence;
        return Verdict.NEW;
    }

    private Verdict judgeConfirmed(Header header) {
        long key = header.epoch() << 32 | header.sequence();
        for (long taken : confirmed) {
            if (taken == key) {
                return Verdict.REPEAT;
            }
        }
        confirmed[nextConfirmed] = key;
        nextConfirmed = (nextConfirmed + 1) % REMEMBERED_CONFIRMED;
        return Verdict.NEW;
    }
}
