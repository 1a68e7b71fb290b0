package care.convoy.firmware;

/**
 * Which numbers a device has sealed in this session, so that none is sealed twice (PROTOCOL.md §12.3): a nonce that is used for
 * two different messages would give them away. One per session, used by its one thread; 200 bytes.
 *
 * <p>Of the session's epoch the last {@value #SPAN} numbers are known one by one, in whatever order they come; what lies
 * further back counts as used. Alarms of former epochs must come in rising order of (epoch, number).
 */
final class SealedNumbers {
    static final int SPAN = 1024;

    private final long sessionEpoch;
    private final long[] used = new long[SPAN / Long.SIZE];
    private long highest;
    private long lastForeign;

    SealedNumbers(long sessionEpoch) {
        this.sessionEpoch = sessionEpoch;
    }

    /** Takes a number. @return false if it may have been used, or is none: the message must not be sealed under it */
    boolean take(long epoch, long sequence) {
        if (epoch == 0 || sequence == 0) {
            return false;
        }
        if (epoch != sessionEpoch) {
            return takeForeign(epoch << Integer.SIZE | sequence);
        }
        if (highest - sequence >= SPAN) {
            return false;
        }
        for (long next = Math.max(highest + 1, sequence - SPAN + 1); next <= sequence; next++) {
            used[word(next)] &= ~bit(next);
        }
        highest = Math.max(highest, sequence);
        if ((used[word(sequence)] & bit(sequence)) != 0) {
            return false;
        }
        used[word(sequence)] |= bit(sequence);
        return true;
    }

    private boolean takeForeign(long number) {
        if (Long.compareUnsigned(number, lastForeign) <= 0) {
            return false;
        }
        lastForeign = number;
        return true;
    }

    private static int word(long sequence) {
        return (int) (sequence % SPAN) / Long.SIZE;
    }

    private static long bit(long sequence) {
        return 1L << (sequence % Long.SIZE);
    }
}
