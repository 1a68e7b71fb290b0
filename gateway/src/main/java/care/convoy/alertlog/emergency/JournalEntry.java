package care.convoy.alertlog.emergency;

import org.jspecify.annotations.Nullable;

/** What one record of the journal holds. Immutable, if nobody writes into {@link #content}. */
final class JournalEntry {
    private final long sequence;
    private final long atMillis;
    private final Kind kind;
    private final byte[] content;

    /** What it is. */
    enum Kind {
        COMMAND(0),
        /** Time passed, and something fell due. */
        TICK(1),
        /** An alert that the log had, before the first command about it; or the devices on test, before the first command. */
        KNOWN(2),
        /** The log has the signals and notes up to here. */
        SENT(3),
        /** An alert that the log had, or answers of it, taken up after the emergency had begun. */
        ADOPTED(4);

        /** As it is written, for ever. */
        final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        static @Nullable Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return null;
        }
    }

    JournalEntry(long sequence, long atMillis, Kind kind, byte[] content) {
        this.sequence = sequence;
        this.atMillis = atMillis;
        this.kind = kind;
        this.content = content;
    }

    /** One more than the record before, for ever. */
    long sequence() {
        return sequence;
    }

    /** Core time of the emergency. */
    long atMillis() {
        return atMillis;
    }

    Kind kind() {
        return kind;
    }

    /** An encoded command, a {@link KnownFrame}, a {@link SentMark}, or nothing. */
    byte[] content() {
        return content;
    }
}
