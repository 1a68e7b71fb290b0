package care.convoy.sim.device;

import care.convoy.firmware.Header;

/** Numbers of one boot epoch: each is given once (PROTOCOL.md §9.1). Owned by the device's thread. */
final class Numbering {
    private final long epoch;
    private long next;

    /** @param next the first number that will be given, from 1 */
    Numbering(long epoch, long next) {
        this.epoch = epoch;
        this.next = next;
    }

    long epoch() {
        return epoch;
    }

    long take() {
        return reserve(1);
    }

    /** Takes several numbers in a row. @return the first */
    long reserve(int count) {
        long first = next;
        next += count;
        if (next - 1 > Header.MAX_U32) {
            throw new IllegalStateException("epoch " + epoch + " has no numbers left");
        }
        return first;
    }
}
