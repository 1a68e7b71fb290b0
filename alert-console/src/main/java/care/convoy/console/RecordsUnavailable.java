package care.convoy.console;

/** The records cannot be read now: the database is down. The caller gets 503 and may try again; alarms go on. */
public final class RecordsUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RecordsUnavailable(String message) {
        super(message, null, false, false);
    }
}
