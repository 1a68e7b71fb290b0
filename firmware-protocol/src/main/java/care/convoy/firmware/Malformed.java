package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no message, and why.
 *
 * @param typeCode the type byte, 0..255, or -1 if it was not reached
 * @param header as far as it was whole, for {@code rejected}; null if it was not
 * @param member which member was wrong, if one was
 */
public record Malformed(
        Reason reason,
        int typeCode,
        @Nullable Header header,
        @Nullable Member member) implements Decoded {

    /** Bytes in which not even a type was found. */
    public static Malformed of(Reason reason) {
        return new Malformed(reason, -1, null, null);
    }

    /** Whether a stream that carried it must be closed. */
    public boolean endsStream() {
        return reason.endsStream();
    }
}
