package care.convoy.console.feed;

import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import care.convoy.console.ConsoleClock;
import care.convoy.console.Operator;
import care.convoy.console.SystemState;
import care.convoy.console.UnknownDevices;
import care.convoy.console.session.Access;
import care.convoy.console.session.Caller;
import care.convoy.console.session.Session;
import care.convoy.console.session.Sessions;
import care.convoy.console.wire.Times;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The feed's one entry: the picture of the open alerts, those who watch it, and those who look at one of them. Everything
 * runs on the event loop.
 *
 * <p>Each change is encoded once, and each frame once for all readers of one scope that keep up. What is read here includes
 * every change that the watch of the alerts was told before.
 */
public final class Feed implements AutoCloseable {
    private static final String UNKNOWN_CALLS = "unknownCalls";
    private static final long WARN_BEFORE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long WARN_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final ConsoleClock clock;
    private final Access access;
    private final Sessions sessions;
    private final SystemView system;
    private final Presence presence = new Presence();
    private final Distribution distribution;
    private final UnknownCallsView unknown;
    private final AutoCloseable unknownWatch;

    /** What the feed is built on. */
    public record Parts(
            Alerts alerts,
            SystemState system,
            UnknownDevices unknown,
            Access access,
            Sessions sessions,
            ConsoleClock clock,
            FeedLoop loop) {}

    /** Watches the alerts from now on. Called on the event loop. */
    public Feed(Parts parts, FeedLimits limits) {
        this.clock = parts.clock();
        this.access = parts.access();
        this.sessions = parts.sessions();
        this.system = new SystemView(parts.system(), clock);
        this.distribution = new Distribution(parts.alerts(), limits, parts.loop(), clock);
        this.unknown = new UnknownCallsView(parts.unknown());
        this.unknownWatch = parts.unknown().watch(unknown.changed(parts.loop(), this::tellUnknownCalls));
        sessions.onEnd((session, reason) -> endOf(session, reason));
        sessions.keepWhile(this::keeps);
    }

    /**
     * A new reader.
     *
     * @param lastEventId what it had, or null
     * @param out where its messages go
     * @param abort cuts its connection
     * @return what to call when the reader is gone; empty if there is no room
     */
    public Optional<Runnable> open(
            Caller caller, @Nullable String lastEventId, WriteStream<Buffer> out, Runnable abort) {
        List<FeedConnection> same = distribution.connections().stream()
                .filter(other -> other.caller().seat().equals(caller.seat()))
                .toList();
        if (same.size() >= distribution.limits().perSeat()) {
            remove(same.getFirst());
            same.getFirst().abort();
        }
        if (distribution.connections().size() >= distribution.limits().connections()) {
            distribution.counts().refused++;
            return Optional.empty();
        }
        FeedConnection connection = new FeedConnection(distribution, caller, out, abort);
        distribution.connections().add(connection);
        distribution.counts().opened++;
        connection.message("system", Frames.message("system", system.now(distribution.board(), seats())));
        for (String alert : presence.alerts()) {
            if (visible(caller, alert)) {
                connection.message("presence/" + alert, Frames.message("presence", presence.json(alert)));
            }
        }
        if (unknown.hasAny()) {
            connection.message(UNKNOWN_CALLS, Frames.message(UNKNOWN_CALLS, unknown.json(caller)));
        }
        connection.begin(lastEventId);
        return Optional.of(() -> {
            connection.gone();
            remove(connection);
        });
    }

    private void remove(FeedConnection connection) {
        distribution.connections().remove(connection);
    }

    /** Once a second: signs of life, sessions that run out, readers that take nothing, the state of the system. */
    public void tick() {
        long now = clock.nanos();
        Buffer heartbeat = Frames.message("heartbeat", new JsonObject().put("at", Times.text(clock.now())));
        for (FeedConnection connection : List.copyOf(distribution.connections())) {
            if (stillAllowed(connection) && !connection.tick(now, heartbeat)) {
                distribution.counts().dropped++;
                remove(connection);
            }
        }
        presence.expire(now).forEach(this::tellPresence);
        if (unknown.isOtherThanTold()) {
            tellUnknownCalls();
        }
        JsonObject changed = system.ifChanged(distribution.board(), seats());
        if (changed != null) {
            broadcast("system", Frames.message("system", changed));
        }
    }

    private boolean stillAllowed(FeedConnection connection) {
        Caller caller = access.recheck(connection.caller());
        if (caller == null || !caller.may("feed")) {
            end(connection, caller == null ? Sessions.EndReason.REVOKED : Sessions.EndReason.ROLE);
            return false;
        }
        connection.become(caller);
        Session session = caller.session();
        if (session != null) {
            warn(connection, sessions.remaining(session));
        }
        return true;
    }

    private void warn(FeedConnection connection, Sessions.Remaining remaining) {
        if (remaining.nanos() > WARN_BEFORE_NANOS) {
            connection.unwarn();
            return;
        }
        if (connection.mayWarn(clock.nanos(), WARN_EVERY_NANOS)) {
            JsonObject warning = new JsonObject()
                    .put("state", "WARNING")
                    .put("reason", lower(remaining.reason()))
                    .put("endsAt", Times.text(clock.now().plusNanos(remaining.nanos())));
            if (remaining.nanos() <= 0) {
                warning.put("kept", true);
            }
            connection.message("session", Frames.message("session", warning));
        }
    }

    private void endOf(Session session, Sessions.EndReason reason) {
        for (FeedConnection connection : List.copyOf(distribution.connections())) {
            Session own = connection.caller().session();
            if (own == session) {
                end(connection, reason);
            }
        }
    }

    private void end(FeedConnection connection, Sessions.EndReason reason) {
        remove(connection);
        connection.end(
                Frames.message("session", new JsonObject().put("state", "ENDED").put("reason", lower(reason))));
    }

    private static String lower(Sessions.EndReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a session may outlive its time: it has a live feed and its user holds a case. */
    private boolean keeps(Session session) {
        return !distribution.board().heldBy(session.user()).isEmpty() && feedsOf(session) > 0;
    }

    /** How many feeds a session has. */
    public int feedsOf(Session session) {
        return (int) distribution.connections().stream()
                .filter(connection -> connection.caller().session() == session)
                .count();
    }

    private Set<String> seats() {
        Set<String> seats = new HashSet<>();
        for (FeedConnection connection : distribution.connections()) {
            if (connection.caller().may("claimAlert")) {
                seats.add(connection.caller().user().login());
            }
        }
        return seats;
    }

    private void broadcast(String name, Buffer frame) {
        for (FeedConnection connection : List.copyOf(distribution.connections())) {
            connection.message(name, frame);
            connection.pump();
        }
    }

    /** A sign of life from a browser. @param viewing the alert on its screen, or null */
    public void present(Caller caller, @Nullable String viewing) {
        String seen = viewing != null && visible(caller, viewing) ? viewing : null;
        long until = clock.nanos() + distribution.limits().presence().toNanos();
        presence.seen(caller.seat(), caller.operator(), seen, until).forEach(this::tellPresence);
    }

    /** An unknown device belongs to no region: everybody is told; for whom it is registered, who may see that. */
    private void tellUnknownCalls() {
        for (FeedConnection connection : List.copyOf(distribution.connections())) {
            connection.message(UNKNOWN_CALLS, Frames.message(UNKNOWN_CALLS, unknown.json(connection.caller())));
            connection.pump();
        }
    }

    private void tellPresence(String alert) {
        Buffer frame = Frames.message("presence", presence.json(alert));
        for (FeedConnection connection : List.copyOf(distribution.connections())) {
            if (visible(connection.caller(), alert)) {
                connection.message("presence/" + alert, frame);
                connection.pump();
            }
        }
    }

    /** Who looks at an alert. */
    public List<Operator> viewers(String alert) {
        return presence.viewers(alert);
    }

    private boolean visible(Caller caller, String alert) {
        Board.Live live = distribution.board().get(alert);
        return live != null && caller.sees(live.row().regionCode());
    }

    /** The open alerts, in no order. */
    public Stream<AlertRow> rows() {
        distribution.collect();
        return distribution.board().all().stream().map(Board.Live::row);
    }

    /** An open alert, or null. */
    public @Nullable AlertRow row(String id) {
        distribution.collect();
        Board.Live live = distribution.board().get(id);
        return live == null ? null : live.row();
    }

    /** The open alerts that a user holds. */
    public List<AlertRow> heldBy(String user) {
        distribution.collect();
        List<AlertRow> rows = new ArrayList<>();
        for (String id : distribution.board().heldBy(user)) {
            Board.Live live = distribution.board().get(id);
            if (live != null) {
                rows.add(live.row());
            }
        }
        return rows;
    }

    /** How the system is. */
    public JsonObject system() {
        distribution.collect();
        return system.now(distribution.board(), seats());
    }

    /** What was counted so far. */
    public FeedStats stats() {
        return distribution.counts().stats(distribution.connections().size());
    }

    /** Ends the watch and every feed; browsers come back by themselves. */
    @Override
    public void close() {
        try {
            unknownWatch.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
        distribution.close();
    }

    String epoch() {
        return distribution.epoch();
    }
}
