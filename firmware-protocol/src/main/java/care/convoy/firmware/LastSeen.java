package care.convoy.firmware;

/**
 * The highest (epoch, sequence) that a gateway remembers of a device. It may know less than the truth (after its own
 * restart); login then still works, see PROTOCOL.md §8.4.
 *
 * @param epoch 0..2^32-1
 * @param sequence highest of any message in that epoch, 0..2^32-1
 */
public record LastSeen(long epoch, long sequence) {

    /** Nothing is remembered. */
    public static final LastSeen NOTHING = new LastSeen(0, 0);

    public LastSeen {
        Range.requireWithin("epoch", epoch, 0, Header.MAX_U32);
        Range.requireWithin("sequence", sequence, 0, Header.MAX_U32);
    }

    /** Whether a device that calls itself so has lost its counter, or never had one. */
    boolean makesStale(Header hello) {
        return hello.epoch() == 0 || hello.epoch() < epoch || (hello.epoch() == epoch && hello.sequence() <= sequence);
    }

    /** An epoch that this device has never used: past the last one, and past any that a counter from 1 would reach. */
    long nextEpoch(long nowMillis) {
        long nowSeconds = Math.clamp(nowMillis / 1000, 1, Header.MAX_U32);
        return epoch == Header.MAX_U32 ? nowSeconds : Math.max(epoch + 1, nowSeconds);
    }
}
