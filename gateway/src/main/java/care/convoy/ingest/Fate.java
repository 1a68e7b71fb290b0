package care.convoy.ingest;

/** What became of a {@link Downlink} that somebody waits for, as far as its protocol can tell. */
public enum Fate {
    /** It could not be sent now. */
    DROPPED,
    /** It went out, and no word of it will come. */
    SENT,
    /** It went out, and the device will say that it has it. */
    AWAITED,
    /** The device has it, or has done it. */
    CONFIRMED,
    /** The device cannot do this. */
    UNSUPPORTED,
    /** The device does not want to. */
    REFUSED,
    /** The device tried in vain. */
    FAILED
}
