package care.convoy.console.feed;

import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import care.convoy.console.ConsoleClock;
import care.convoy.console.Operator;
import care.convoy.console.SystemState;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The feed's one entry: the picture of the open alerts, and those who watch it. Everything runs on the event loop.
 *
 * <p>A change after a quiet time is sent at once; further ones are gathered for {@link FeedLimits#flush}. Each change is
 * encoded once, and each frame once for all readers of one scope that keep up.
 */
public final class Feed implements AutoCloseable {
    private static final long WARN_BEFORE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long WARN_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final FeedLimits limits;
    private final FeedLoop loop;
    private final ConsoleClock clock;
    private final Access access;
    private final Sessions sessions;
    private final SystemView system;
    private final Board board;
    private final Presence presence = new Presence();
    private final FeedCounts counts = new FeedCounts();
    private final Set<FeedConnection> connections = new LinkedHashSet<>();
    private final String epoch;
    private final Mailbox mailbox;
    private final AutoCloseable watch;

    /** Applied to the board, not yet told to anybody. */
    private List<Board.Changed> untold = new ArrayList<>();

    private long distributed;
    private long flushedNanos;
    private boolean flushDue;

    /** What the feed is built on. */
    public record Parts(
            Alerts alerts, SystemState system, Access access, Sessions sessions, ConsoleClock clock, FeedLoop loop) {}

    /** Watches the alerts from now on. Called on the event loop. */
    public Feed(Parts parts, FeedLimits limits) {
        this.limits = limits;
        this.loop = parts.loop();
        this.clock = parts.clock();
        this.access = parts.access();
        this.sessions = parts.sessions();
        this.system = new SystemView(parts.system(), clock);
        this.board = new Board(limits.ring());
        this.epoch = String.format("%016x", ThreadLocalRandom.current().nextLong());
        this.flushedNanos = clock.nanos() - limits.flush().toNanos();
        this.mailbox = new Mailbox(() -> loop.run(this::collect));
        sessions.onEnd((session, reason) -> endOf(session, reason));
        sessions.keepWhile(this::keeps);
        // watch first, then look: what changes in between is in the mailbox, with a higher version
        this.watch = parts.alerts().watch(mailbox);
        parts.alerts().open().forEach(row -> board.apply(new Mailbox.Change(row.id(), row.version(), row)));
        this.distributed = board.sequence();
    }

    private void collect() {
        for (Mailbox.Change change : mailbox.take()) {
            Board.Changed changed = board.apply(change);
            if (changed != null) {
                untold.add(changed);
            }
        }
        if (untold.isEmpty() || flushDue) {
            return;
        }
        long quiet = clock.nanos() - flushedNanos;
        long gather = limits.flush().toNanos();
        if (quiet >= gather) {
            flush();
        } else {
            flushDue = true;
            loop.after(Math.max(1, Duration.ofNanos(gather - quiet).toMillis()), this::flush);
        }
    }

    private void flush() {
        flushDue = false;
        flushedNanos = clock.nanos();
        List<Board.Changed> changes = untold;
        untold = new ArrayList<>();
        distributed = board.sequence();
        Map<String, Optional<Buffer>> frames = new HashMap<>();
        boolean sharable = changes.size() <= limits.rowsPerFrame();
        for (FeedConnection connection : List.copyOf(connections)) {
            if (sharable && connection.keepsUp()) {
                frames.computeIfAbsent(connection.caller().user().scope(), scope -> frame(connection, changes))
                        .ifPresent(connection::write);
            } else {
                changes.forEach(connection::enqueue);
                connection.pump();
            }
        }
    }

    /** The frame for all readers with the same scope as this one. */
    private Optional<Buffer> frame(FeedConnection example, List<Board.Changed> changes) {
        Caller caller = example.caller();
        Map<String, Buffer> upserts = new LinkedHashMap<>();
        Map<String, Buffer> removals = new LinkedHashMap<>();
        for (Board.Changed changed : changes) {
            Board.Live live = board.get(changed.id());
            if (live != null && caller.sees(live.row().regionCode())) {
                upserts.put(changed.id(), live.json());
            } else if (changed.before() != null && caller.sees(changed.before())) {
                upserts.remove(changed.id());
                removals.put(changed.id(), Frames.removal(changed.id(), changed.version()));
            }
        }
        counts.rows += upserts.size() + removals.size();
        return upserts.isEmpty() && removals.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Frames.alerts(id(distributed), List.copyOf(upserts.values()), List.copyOf(removals.values())));
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
        List<FeedConnection> same = connections.stream()
                .filter(other -> other.caller().seat().equals(caller.seat()))
                .toList();
        if (same.size() >= limits.perSeat()) {
            remove(same.getFirst());
            same.getFirst().abort();
        }
        if (connections.size() >= limits.connections()) {
            counts.refused++;
            return Optional.empty();
        }
        FeedConnection connection = new FeedConnection(this, caller, out, abort);
        connections.add(connection);
        counts.opened++;
        connection.message("system", Frames.message("system", system.now(board, seats())));
        for (String alert : presence.alerts()) {
            if (visible(caller, alert)) {
                connection.message("presence/" + alert, Frames.message("presence", presence.json(alert)));
            }
        }
        connection.begin(lastEventId);
        return Optional.of(() -> {
            connection.gone();
            remove(connection);
        });
    }

    private void remove(FeedConnection connection) {
        connections.remove(connection);
    }

    /** Once a second: signs of life, sessions that run out, readers that take nothing, the state of the system. */
    public void tick() {
        long now = clock.nanos();
        Buffer heartbeat = Frames.message("heartbeat", new JsonObject().put("at", Times.text(clock.now())));
        for (FeedConnection connection : List.copyOf(connections)) {
            if (stillAllowed(connection) && !connection.tick(now, heartbeat)) {
                counts.dropped++;
                remove(connection);
            }
        }
        presence.expire(now).forEach(this::tellPresence);
        JsonObject changed = system.ifChanged(board, seats());
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
        for (FeedConnection connection : List.copyOf(connections)) {
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
        return !board.heldBy(session.user()).isEmpty() && feedsOf(session) > 0;
    }

    /** How many feeds a session has. */
    public int feedsOf(Session session) {
        return (int) connections.stream()
                .filter(connection -> connection.caller().session() == session)
                .count();
    }

    private Set<String> seats() {
        Set<String> seats = new HashSet<>();
        for (FeedConnection connection : connections) {
            if (connection.caller().may("claimAlert")) {
                seats.add(connection.caller().user().login());
            }
        }
        return seats;
    }

    private void broadcast(String name, Buffer frame) {
        for (FeedConnection connection : List.copyOf(connections)) {
            connection.message(name, frame);
            connection.pump();
        }
    }

    /** A sign of life from a browser. @param viewing the alert on its screen, or null */
    public void present(Caller caller, @Nullable String viewing) {
        String seen = viewing != null && visible(caller, viewing) ? viewing : null;
        long until = clock.nanos() + limits.presence().toNanos();
        presence.seen(caller.seat(), caller.operator(), seen, until).forEach(this::tellPresence);
    }

    private void tellPresence(String alert) {
        Buffer frame = Frames.message("presence", presence.json(alert));
        for (FeedConnection connection : List.copyOf(connections)) {
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
        Board.Live live = board.get(alert);
        return live != null && caller.sees(live.row().regionCode());
    }

    /** The open alerts, in no order. */
    public Stream<AlertRow> rows() {
        return board.all().stream().map(Board.Live::row);
    }

    /** An open alert, or null. */
    public @Nullable AlertRow row(String id) {
        Board.Live live = board.get(id);
        return live == null ? null : live.row();
    }

    /** The open alerts that a user holds. */
    public List<AlertRow> heldBy(String user) {
        List<AlertRow> rows = new ArrayList<>();
        for (String id : board.heldBy(user)) {
            AlertRow row = row(id);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** How the system is. */
    public JsonObject system() {
        return system.now(board, seats());
    }

    /** What was counted so far. */
    public FeedStats stats() {
        return counts.stats(connections.size());
    }

    Board board() {
        return board;
    }

    FeedLimits limits() {
        return limits;
    }

    FeedCounts counts() {
        return counts;
    }

    String epoch() {
        return epoch;
    }

    String id(long sequence) {
        return new FeedPosition(epoch, sequence).toString();
    }

    long distributed() {
        return distributed;
    }

    long nanos() {
        return clock.nanos();
    }

    /** Ends the watch and every feed; browsers come back by themselves. */
    @Override
    public void close() {
        try {
            watch.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing the watch of the alerts", e);
        } finally {
            List.copyOf(connections).forEach(FeedConnection::abort);
            connections.clear();
        }
    }
}
