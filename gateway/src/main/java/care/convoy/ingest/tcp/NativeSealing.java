package care.convoy.ingest.tcp;

/** What a native listener does with sealed frames (PROTOCOL.md §12). */
public enum NativeSealing {
    /** Never chosen: every session is plain. */
    OFF,
    /** Chosen for every device that offers it. */
    ACCEPTED,
    /** A device that does not offer it is not let in, also with an alarm. */
    REQUIRED
}
