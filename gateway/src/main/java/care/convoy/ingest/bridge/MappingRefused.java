package care.convoy.ingest.bridge;

/** A mapping file that cannot be used; the message is one line saying where, what and how to mend it. */
public final class MappingRefused extends Exception {
    private static final long serialVersionUID = 1;

    MappingRefused(String message) {
        super(message, null, false, false);
    }
}
