package care.convoy.ingest.connection;

/** What is fired through the pipeline of a connection from outside of it. */
public enum ConnectionEvent {
    /** It was the oldest of too many connections without login: close. */
    EVICTED,
    /** There will be no TLS on it: close. */
    NO_TLS,
    /** Its {@link Pace} lets it be read again. */
    MAY_READ,
    /** The gateway stops: say goodbye and close. */
    SHUTDOWN
}
