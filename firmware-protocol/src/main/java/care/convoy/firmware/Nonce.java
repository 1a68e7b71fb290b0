package care.convoy.firmware;

/**
 * 16 random bytes that make one connection unlike any other.
 *
 * @param high first eight bytes, big-endian
 * @param low last eight bytes, big-endian
 */
public record Nonce(long high, long low) {

    static final int BYTES = 16;
}
