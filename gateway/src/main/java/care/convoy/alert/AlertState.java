package care.convoy.alert;

/**
 * The life of an alert. <em>Open</em> means before {@link #RESOLVED}.
 *
 * <pre>
 *  RECEIVED -> PRE_ALARM -> QUEUED -> CLAIMED -> CONTACTING -> RESPONDING -> DISPATCHED -> ON_SCENE -> HANDED_OVER
 *                 |            ^         |                                                                 |
 *                 v            +-lapsed--+                                                                 v
 *              RESOLVED <---------------------------------------------------------------------------- RESOLVED
 *                                                                               RESOLVED -> FOLLOW_UP -> CLOSED
 * </pre>
 */
public enum AlertState {
    RECEIVED,
    PRE_ALARM,
    QUEUED,
    CLAIMED,
    CONTACTING,
    RESPONDING,
    DISPATCHED,
    ON_SCENE,
    HANDED_OVER,
    RESOLVED,
    FOLLOW_UP,
    CLOSED;

    /** Whether an alert in this state still needs somebody. */
    public boolean isOpen() {
        return compareTo(RESOLVED) < 0;
    }
}
