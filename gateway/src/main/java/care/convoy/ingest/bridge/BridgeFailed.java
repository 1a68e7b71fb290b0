package care.convoy.ingest.bridge;

/** A connection to a broker that could not be made or did not last; the message says why in one line. */
final class BridgeFailed extends Exception {
    private static final long serialVersionUID = 1;

    BridgeFailed(String why) {
        super(why, null, false, false);
    }
}
