package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;

/**
 * One set of measurements.
 *
 * @param claimedMillis when the device says it measured; another than {@code atMillis} if that cannot be
 * @param batteryPercent 0 to 100 or {@link DeviceMessage#ABSENT}
 * @param flags what the device said about that time, of {@link #WORN} and its neighbours
 */
record Measurement(
        ResidentId resident,
        DeviceId device,
        long atMillis,
        long receivedAtMillis,
        long claimedMillis,
        Vitals vitals,
        int batteryPercent,
        int flags)
        implements SeriesRow {
    /** The device was on the wrist. */
    static final int WORN = 1;
    /** It was not: nothing that it measured is of the resident. */
    static final int NOT_WORN = 2;
    /** The wearer moved a lot. */
    static final int MOVING = 4;
    /** The wearer did not move. */
    static final int STILL = 8;

    /** At a time that can be, without a word about battery or wearing. */
    static Measurement plain(
            ResidentId resident, DeviceId device, long atMillis, long receivedAtMillis, Vitals vitals) {
        return new Measurement(resident, device, atMillis, receivedAtMillis, atMillis, vitals, DeviceMessage.ABSENT, 0);
    }

    /** Whether the device's clock is wrong. */
    boolean isWild() {
        return claimedMillis != atMillis;
    }
}
