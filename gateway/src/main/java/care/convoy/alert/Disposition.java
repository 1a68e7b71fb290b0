package care.convoy.alert;

import org.jspecify.annotations.Nullable;

/**
 * How a case ended: cause, outcome, and whether it was a false alarm, which counts against the device and never against
 * the person.
 *
 * @param verified how it was made sure that nobody needs help; required to close a press as a false alarm
 * @param cosigner the supervisor who co-signed, if {@code verified} is {@link Verification#COSIGN}
 */
public record Disposition(
        Cause cause,
        Outcome outcome,
        boolean falseAlarm,
        Verification verified,
        @Nullable OperatorId cosigner) {
    /** What had happened. */
    public enum Cause {
        FALL,
        CARDIAC_BREATHING,
        OTHER_ILLNESS,
        ASSISTANCE,
        ACCIDENTAL_PRESS,
        TEST,
        DEVICE_FAULT,
        LONELINESS,
        NO_RESPONSE,
        UNKNOWN
    }

    /** What was done. */
    public enum Outcome {
        AMBULANCE_SENT,
        CONTACT_ATTENDED,
        ADVISED_BY_PHONE,
        WEARER_CANCELLED,
        REFUSED,
        DECEASED
    }

    /** How the resident's state was verified. */
    public enum Verification {
        NONE,
        VOICE,
        PHYSICAL,
        COSIGN
    }
}
