package care.convoy.firmware;

/** A member of a message, to say which one was wrong or was dropped. */
public enum Member {
    /** The version is not ours; the message was read by the frozen header. */
    VERSION,
    /** A later version's call for help, read as an SOS. */
    TYPE,
    /** The header is cut: epoch, sequence and time are not all there. */
    HEADER,
    /** The body is encrypted and was not read. */
    BODY,
    /** The list of extensions at the end, or one of them, could not be read. */
    EXTENSIONS,
    BATTERY,
    SIGNAL,
    WORN,
    STEPS,
    HEART_RATE,
    SPO2,
    SYSTOLIC,
    DIASTOLIC,
    TEMPERATURE,
    TEMPERATURE_SITE,
    RESPIRATION,
    LOCATION,
    ACCURACY,
    SOURCE,
    FIX_AGE,
    PRESSES,
    MOVING,
    CONFIDENCE,
    OF,
    LEVEL,
    COMMAND,
    OUTCOME,
    SETTING,
    LOGIN
}
