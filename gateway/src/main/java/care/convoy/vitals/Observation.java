package care.convoy.vitals;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;

/**
 * What a resident's device said, and when.
 *
 * @param heardMillis when it was heard, epoch milliseconds of the gateway's clock
 * @param deviceMillis when it was so by the device's clock, epoch milliseconds; {@link DeviceMessage#ABSENT} if it has none
 * @throws IllegalArgumentException if a time is negative
 */
public record Observation(DeviceId device, long heardMillis, long deviceMillis, DeviceMessage message) {
    public Observation {
        if (heardMillis < 0 || deviceMillis < DeviceMessage.ABSENT) {
            throw new IllegalArgumentException("observation: times are 0 or more, or absent for the device's");
        }
    }

    /** By a device without a clock. */
    public static Observation heard(DeviceId device, long heardMillis, DeviceMessage message) {
        return new Observation(device, heardMillis, DeviceMessage.ABSENT, message);
    }

    /** When it was so: the device's time, or that of hearing if it has none or is ahead. */
    public long atMillis() {
        return deviceMillis == DeviceMessage.ABSENT ? heardMillis : Math.min(deviceMillis, heardMillis);
    }

    /** {@link Validity#STALE}, {@link Validity#AHEAD}, or {@link Validity#VALID} if its time can be believed. */
    public Validity time() {
        if (deviceMillis == DeviceMessage.ABSENT) {
            return Validity.VALID;
        }
        if (heardMillis - deviceMillis > Validity.STALE_MILLIS) {
            return Validity.STALE;
        }
        return deviceMillis - heardMillis > Validity.AHEAD_MILLIS ? Validity.AHEAD : Validity.VALID;
    }
}
