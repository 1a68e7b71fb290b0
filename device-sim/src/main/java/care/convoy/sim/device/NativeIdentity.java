package care.convoy.sim.device;

import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.Header;

/**
 * Who a native device is.
 *
 * @param epoch its boot epoch, 1..2^32-1: a larger one at each start
 * @param nextSequence its next number in that epoch, from 1
 */
public record NativeIdentity(String deviceId, String residentId, DeviceKey key, long epoch, long nextSequence) {
    public NativeIdentity {
        if (epoch < 1 || epoch > Header.MAX_U32 || nextSequence < 1) {
            throw new IllegalArgumentException("epoch " + epoch + " and sequence " + nextSequence + " count from 1");
        }
    }
}
