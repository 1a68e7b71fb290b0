package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** What is wrong with bytes, a frame or a message (PROTOCOL.md §10). The code goes down in {@code rejected}. */
public enum Reason {
    /** The stream ended inside a frame, or a message is shorter than its header. */
    TRUNCATED(1, false),
    /** Not a frame of this protocol. */
    BAD_MAGIC(2, true),
    /** The length is below or above the limits. */
    BAD_LENGTH(3, true),
    /** The checksum does not match: the frame is skipped, the stream goes on. */
    BAD_CRC(4, false),
    /** The body's version is not known. */
    BAD_VERSION(5, true),
    /** The type is not known. */
    UNKNOWN_TYPE(6, false),
    /** The body is too short, or its extensions run past its end. */
    BAD_BODY(7, false),
    /** A member is outside its range. */
    OUT_OF_RANGE(8, false),
    /** The body is sealed, which was not agreed at login. */
    SEALED(9, false),
    /** Session: a message of the other direction, or of login, at the wrong time. */
    OUT_OF_ORDER(10, true),
    /** Session: an ordinary message of another epoch than the session's. */
    FOREIGN_EPOCH(11, false),
    /** Session: this device may send alarms only. */
    NOT_PERMITTED(12, false),
    /** Session: the gateway had no room for an ordinary message. */
    OVERLOADED(13, false);

    private final int code;
    private final boolean endsStream;

    Reason(int code, boolean endsStream) {
        this.code = code;
        this.endsStream = endsStream;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    /** Whether a stream that showed this must be closed; otherwise the next frame can be read. */
    public boolean endsStream() {
        return endsStream;
    }

    static @Nullable Reason of(int code) {
        return code >= 1 && code <= values().length ? values()[code - 1] : null;
    }
}
