package care.convoy.alertlog.aeron;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What members tell each other outside of the log, in one datagram of {@value #BYTES} bytes, highest byte first: the four
 * letters CVMU, a version, then the fields in their order.
 *
 * @param asks whether an answer is wanted
 * @param member who tells
 * @param standing whether it has a log
 * @param coFounder whether it may found the log together with whom it tells this
 * @param leads whether it leads the log
 * @param live whether it has joined the others: all that was in the log before its start is applied
 * @param keyMark of {@link Membership#keyMark()}
 * @param listMark of the list of members that it was given
 * @param nonce of its process
 * @param logId 0 if it does not know one
 * @param logFrom from where on it has the log; 0 also if it does not know yet
 * @param position up to where it has applied the log
 */
record MusterWord(
        boolean asks,
        int member,
        Standing standing,
        boolean coFounder,
        boolean leads,
        boolean live,
        int keyMark,
        int listMark,
        long nonce,
        long logId,
        long logFrom,
        long position) {
    static final int BYTES = 51;
    private static final int MAGIC = 0x43564D55;
    private static final byte VERSION = 2;
    private static final Standing[] STANDINGS = Standing.values();

    /** Whether a member has a log. */
    enum Standing {
        /** Its directory is empty. */
        EMPTY(0),
        /** It takes part in a log, or tries to. */
        MEMBER(1),
        /** It only asks, and takes no part. */
        VISITOR(2);

        private final int code;

        Standing(int code) {
            this.code = code;
        }
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .put(VERSION)
                .put((byte) (asks ? 1 : 0))
                .put((byte) member)
                .put((byte) standing.code)
                .put((byte) (coFounder ? 1 : 0))
                .put((byte) (leads ? 1 : 0))
                .put((byte) (live ? 1 : 0))
                .putInt(keyMark)
                .putInt(listMark)
                .putLong(nonce)
                .putLong(logId)
                .putLong(logFrom)
                .putLong(position)
                .array();
    }

    /** Null if it is no such datagram. */
    static @Nullable MusterWord read(ByteBuffer in) {
        if (in.remaining() != BYTES || in.getInt() != MAGIC || in.get() != VERSION) {
            return null;
        }
        boolean asks = in.get() != 0;
        int member = in.get();
        int standing = in.get();
        if (member < 0 || standing < 0 || standing >= STANDINGS.length) {
            return null;
        }
        return new MusterWord(
                asks,
                member,
                STANDINGS[standing],
                in.get() != 0,
                in.get() != 0,
                in.get() != 0,
                in.getInt(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }
}
