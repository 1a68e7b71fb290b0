package care.convoy.ingest;

import java.security.MessageDigest;
import java.util.Arrays;

/** A device's credential. Immutable; never printed. */
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Secret copyOf(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Whether this device has no credential, as a watch whose protocol knows none. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Compares in constant time; an empty secret matches nothing. */
    public boolean matches(byte[] presented) {
        return MessageDigest.isEqual(bytes, presented) && bytes.length > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
