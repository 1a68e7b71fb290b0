package care.convoy.sim.device;

/**
 * What names a confirmed message for ever; each repeat carries the same (PROTOCOL.md §9.1).
 *
 * @param epoch 1..2^32-1
 * @param sequence 1..2^32-1
 */
public record MessageKey(String deviceId, long epoch, long sequence) {
    @Override
    public String toString() {
        return deviceId + "/" + epoch + "/" + sequence;
    }
}
