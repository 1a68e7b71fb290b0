package care.convoy.alert;

/**
 * The life of an alert. <em>Open</em> means before {@link #RESOLVED}.
 *
 * <pre>
 *  RECEIVED -> PRE_ALARM -> QUEUED -> CLAIMED -> CONTACTING -> RESPONDING -> DISPATCHED -> ON_SCENE -> HANDED_OVER
 *      |          |          ^  ^        |  |                                                              |
 *      +-> ON_TEST+----------+  +-lapsed-+  +-> DEFERRED (comes back to QUEUED by itself)                  v
 *                                                                          resolve, from any owned state: RESOLVED
 *                                                                               RESOLVED -> FOLLOW_UP -> CLOSED
 * </pre>
 */
public enum AlertState {
    RECEIVED,
    PRE_ALARM,
    /** The device is on test: listed, silent. A second press, another signal or the end of the test makes it ring. */
    ON_TEST,
    QUEUED,
    /** An operator put it off for a while, with a reason; never a P1. Comes back by itself. */
    DEFERRED,
    CLAIMED,
    CONTACTING,
    RESPONDING,
    DISPATCHED,
    ON_SCENE,
    HANDED_OVER,
    RESOLVED,
    FOLLOW_UP,
    CLOSED;

    /** Whether somebody owns an alert in this state. */
    public boolean isOwned() {
        return compareTo(CLAIMED) >= 0 && compareTo(HANDED_OVER) <= 0;
    }

    /** Whether an alert in this state still needs somebody. */
    public boolean isOpen() {
        return compareTo(RESOLVED) < 0;
    }
}
