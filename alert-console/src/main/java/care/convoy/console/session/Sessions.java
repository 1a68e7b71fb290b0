package care.convoy.console.session;

import care.convoy.console.ConsoleClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions. Confined to the event loop; at most {@link Limits#perUser} for one user, whose longest idle one ends
 * when another begins.
 *
 * <p>An id is known only to the browser; here lies its SHA-256. It is new at every log-in and after a change of password.
 */
public final class Sessions {
    private final ConsoleClock clock;
    private final Limits limits;
    private final Map<String, Session> byIdHash = new LinkedHashMap<>();
    private final List<BiConsumer<Session, EndReason>> listeners = new ArrayList<>();
    private Predicate<Session> keeper = session -> false;
    private boolean changed;
    private boolean used;

    public Sessions(ConsoleClock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * How long sessions last.
     *
     * @param idle without activity of the user
     * @param absolute in any case
     * @param perUser how many at once
     */
    public record Limits(Duration idle, Duration absolute, int perUser) {
        /** 15 minutes and 12 hours (OWASP ASVS 5.0 7.3). */
        public static Limits usual() {
            return new Limits(Duration.ofMinutes(15), Duration.ofHours(12), 8);
        }
    }

    /** Why a session ended. */
    public enum EndReason {
        IDLE,
        ABSOLUTE,
        LOGOUT,
        REVOKED,
        ROLE
    }

    /** Hears of each ended session, on the event loop. */
    public void onEnd(BiConsumer<Session, EndReason> listener) {
        listeners.add(listener);
    }

    /** Which sessions may outlive their time: those with a live feed whose user holds a case. */
    public void keepWhile(Predicate<Session> keep) {
        keeper = keep;
    }

    /** Opens a session; answers its secret id, which goes into the cookie. */
    public String open(String user, Session.Origin origin) {
        List<Session> own = of(user);
        if (own.size() >= limits.perUser()) {
            own.stream()
                    .filter(session -> !keeper.test(session))
                    .min(Comparator.comparingLong(Session::activeNanos))
                    .ifPresent(session -> end(session, EndReason.REVOKED));
        }
        String id = Tokens.create();
        String idHash = Tokens.hash(id);
        Instant now = clock.now();
        Session.Saved made = new Session.Saved(idHash, Tokens.handle(), user, origin, now, now);
        byIdHash.put(idHash, new Session(made, clock.nanos(), clock.nanos()));
        changed = true;
        return id;
    }

    /** The session of this secret id, if it lasts. */
    public @Nullable Session find(String id) {
        Session session = byIdHash.get(Tokens.hash(id));
        if (session == null) {
            return null;
        }
        Remaining remaining = remaining(session);
        if (remaining.nanos() <= 0 && !keeper.test(session)) {
            end(session, remaining.reason());
            return null;
        }
        return session;
    }

    /** Gives the session another secret id; the former one opens nothing any more. */
    public String renewId(Session session) {
        String id = Tokens.create();
        byIdHash.remove(session.idHash());
        session.idHash(Tokens.hash(id));
        byIdHash.put(session.idHash(), session);
        changed = true;
        return id;
    }

    /** The user did something. */
    public void active(Session session) {
        session.active(clock.nanos(), clock.now());
        used = true;
    }

    /** Ends one. */
    public void end(Session session, EndReason reason) {
        if (byIdHash.remove(session.idHash(), session)) {
            changed = true;
            listeners.forEach(listener -> listener.accept(session, reason));
        }
    }

    /** Ends all of one user. */
    public void endAll(String user, EndReason reason) {
        of(user).forEach(session -> end(session, reason));
    }

    /** Those who have sessions. */
    Set<String> users() {
        return byIdHash.values().stream().map(Session::user).collect(Collectors.toSet());
    }

    /** Whether it is still open. */
    public boolean isOpen(Session session) {
        return byIdHash.get(session.idHash()) == session;
    }

    /** A user's sessions, oldest first. */
    public List<Session> of(String user) {
        return byIdHash.values().stream()
                .filter(session -> session.user().equals(user))
                .toList();
    }

    /** Ends those whose time is over; called each second. */
    public void sweep() {
        for (Session session : List.copyOf(byIdHash.values())) {
            Remaining remaining = remaining(session);
            if (remaining.nanos() <= 0 && !keeper.test(session)) {
                end(session, remaining.reason());
            }
        }
    }

    /** How long it lasts if its user does nothing. */
    public Remaining remaining(Session session) {
        long now = clock.nanos();
        long idle = limits.idle().toNanos() - (now - session.activeNanos());
        long absolute = limits.absolute().toNanos() - (now - session.createdNanos());
        return idle <= absolute ? new Remaining(EndReason.IDLE, idle) : new Remaining(EndReason.ABSOLUTE, absolute);
    }

    /** How long it lasts in any case. */
    public long absoluteRemainingNanos(Session session) {
        return limits.absolute().toNanos() - (clock.nanos() - session.createdNanos());
    }

    /** What will end a session, and when. @param nanos from now; below zero when it is only kept for a case */
    public record Remaining(EndReason reason, long nanos) {}

    /**
     * What is to be kept for after a restart, if anything changed since this was last asked.
     *
     * @param alsoUse whether it counts as a change that users did something
     */
    Optional<List<Session.Saved>> unsaved(boolean alsoUse) {
        if (!changed && !(alsoUse && used)) {
            return Optional.empty();
        }
        changed = false;
        used = false;
        return Optional.of(byIdHash.values().stream().map(Session::saved).toList());
    }

    /** Takes over what was kept, by the wall clock: the other one began anew. */
    void restore(List<Session.Saved> kept) {
        for (Session.Saved saved : kept) {
            long created = clock.nanos() - elapsedNanos(saved.createdAt());
            long active = clock.nanos() - elapsedNanos(saved.activeAt());
            byIdHash.put(saved.idHash(), new Session(saved, created, active));
        }
        sweep();
    }

    private long elapsedNanos(Instant since) {
        Duration elapsed = Duration.between(since, clock.now());
        return elapsed.isNegative()
                ? 0
                : Math.min(elapsed.toMillis(), limits.absolute().toMillis()) * 1_000_000;
    }

    /** How many are open. */
    public int size() {
        return byIdHash.size();
    }
}
