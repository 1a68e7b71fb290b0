package care.convoy.vitals;

import care.convoy.device.DeviceId;

/**
 * Something asked of a device. A request, never more: that it is not answered raises nothing.
 *
 * @param vital which measurement it is about
 * @param atMillis when it was asked, epoch milliseconds
 */
public record Ask(What what, DeviceId device, Vital vital, long atMillis) implements Outcome {
    /** What is asked. */
    public enum What {
        MEASURE_AGAIN
    }
}
