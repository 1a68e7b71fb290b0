package care.convoy.device;

/**
 * What makes a repeat recognisable as a repeat: the same key is the same press.
 *
 * <p>{@code epoch} is the device's boot epoch (0 to 2^32-1) where the protocol has one. Where it has none, the intake
 * derives a negative epoch from the device's time, or from the time of the first reception, so that the two kinds never
 * meet.
 *
 * @param sequence the device's sequence number, 0 to 2^32-1
 */
public record SignalKey(DeviceId device, long epoch, long sequence) implements Comparable<SignalKey> {
    @Override
    public int compareTo(SignalKey other) {
        int byDevice = device.compareTo(other.device);
        if (byDevice != 0) {
            return byDevice;
        }
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(sequence, other.sequence);
    }
}
