package care.convoy.console.session;

import java.time.Instant;

/** One log-in of one person. Confined to the event loop. */
public final class Session {
    private final String handle;
    private final String user;
    private final Origin origin;
    private final long createdNanos;
    private final Instant createdAt;
    private String idHash;
    private long activeNanos;
    private Instant activeAt;

    Session(Saved saved, long createdNanos, long activeNanos) {
        this.handle = saved.handle();
        this.user = saved.user();
        this.origin = saved.origin();
        this.idHash = saved.idHash();
        this.createdNanos = createdNanos;
        this.createdAt = saved.createdAt();
        this.activeNanos = activeNanos;
        this.activeAt = saved.activeAt();
    }

    /** A session at rest: what opens it is kept as a hash. */
    record Saved(String idHash, String handle, String user, Origin origin, Instant createdAt, Instant activeAt) {}

    Saved saved() {
        return new Saved(idHash, handle, user, origin, createdAt, activeAt);
    }

    /** Where a log-in came from. @param agent the browser's own description, at most 200 characters */
    public record Origin(String address, String agent) {}

    /** Names the session without opening it. */
    public String handle() {
        return handle;
    }

    /** Login of its user. */
    public String user() {
        return user;
    }

    /** Where it was opened from. */
    public Origin origin() {
        return origin;
    }

    /** When it began. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When its user last did something. */
    public Instant activeAt() {
        return activeAt;
    }

    String idHash() {
        return idHash;
    }

    void idHash(String next) {
        idHash = next;
    }

    long createdNanos() {
        return createdNanos;
    }

    long activeNanos() {
        return activeNanos;
    }

    void active(long nowNanos, Instant now) {
        activeNanos = nowNanos;
        activeAt = now;
    }
}
