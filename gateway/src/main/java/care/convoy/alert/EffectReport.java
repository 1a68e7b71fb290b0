package care.convoy.alert;

/** What came of an effect. Declared from no news to the best. */
public enum EffectReport {
    /** It waits for a free line; nobody was tried yet. Said again and again, at least each 30 s. */
    QUEUED,
    /** It has begun: it has its line, or somebody has taken the call. */
    UNDER_WAY,
    /** It could not be tried, or failed for a while; it is tried again later. */
    FAILED,
    /** This way does not lead there: no such number, no such channel. The next way is tried at once. */
    UNREACHABLE,
    /** It rang and nobody answered, or was busy. The next contact is tried at once. */
    NO_ANSWER,
    /** A person answered and cannot come. */
    DECLINED,
    /** A message arrived; nobody has answered it. */
    DELIVERED,
    /** A person or a desk said that they come. */
    ACCEPTED;

    /** Whether it only tells how a try stands, and not what came of it. */
    public boolean isInterim() {
        return this == QUEUED || this == UNDER_WAY;
    }
}
