package care.convoy.ingest;

/** What the {@link Intake} did with a message at once. */
public enum Taken {
    /** An alarm: the {@link Answer} follows. */
    WAIT_FOR_ANSWER,
    /** In the telemetry lane. */
    QUEUED,
    /** The telemetry lane was full: counted and gone; the device should be told where the protocol can. */
    SHED,
    /** As many alarms are on their way as may be: not taken, no answer follows, so that the device repeats. */
    NO_ROOM,
    /** The device is blocked or closed, and this is no call for help: not taken, and not to be repeated. */
    NOT_PERMITTED
}
