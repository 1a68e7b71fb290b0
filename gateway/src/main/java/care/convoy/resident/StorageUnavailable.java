package care.convoy.resident;

/**
 * The database did not answer in time or is away: say 'history unavailable', or try again. Never on the way of an alarm.
 */
public final class StorageUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message holds no data of any person */
    public StorageUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
