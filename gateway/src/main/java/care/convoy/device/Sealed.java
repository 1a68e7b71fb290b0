package care.convoy.device;

import java.util.Arrays;

/** Words that were encrypted before they entered the log; opaque here. Immutable. */
public final class Sealed {
    /** Most bytes that one sealed text may have. */
    public static final int MAX_BYTES = 3_000;

    private final byte[] bytes;

    private Sealed(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException if longer than {@link #MAX_BYTES} */
    public static Sealed copyOf(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("sealed text: at most " + MAX_BYTES + " bytes");
        }
        return new Sealed(bytes.clone());
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[" + bytes.length + " bytes]";
    }
}
