package care.convoy.vitals;

/**
 * One measurement and whether it may be judged.
 *
 * @param value in the units of {@code device.Vitals}, as it was sent
 * @param atMillis when it was taken, epoch milliseconds
 */
public record Reading(Vital vital, int value, long atMillis, Validity validity) {
    /** Whether rules may see it. */
    public boolean isValid() {
        return validity == Validity.VALID;
    }

    @Override
    public String toString() {
        return "Reading[" + vital + " " + validity + "]";
    }
}
