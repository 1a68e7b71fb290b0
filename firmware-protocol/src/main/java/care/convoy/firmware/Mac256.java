package care.convoy.firmware;

import java.security.MessageDigest;
import java.util.Arrays;

/** 32 bytes of HMAC-SHA256. Compared in constant time, so that the time taken tells an attacker nothing. */
public final class Mac256 {

    static final int BYTES = 32;

    private final byte[] bytes;

    /**
     * Of exactly 32 bytes, which are copied.
     *
     * @throws IllegalArgumentException on another length
     */
    public Mac256(byte[] bytes) {
        Range.requireWithin("length of a proof", bytes.length, BYTES, BYTES);
        this.bytes = bytes.clone();
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mac256 that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Only says that it is one: proofs stay out of logs. */
    @Override
    public String toString() {
        return "Mac256[32 bytes]";
    }
}
