package care.convoy.console.feed;

import care.convoy.console.Alerts;
import care.convoy.console.ConsoleClock;
import care.convoy.console.session.Caller;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Brings changes of the alerts to the readers. Confined to the event loop.
 *
 * <pre>
 *  any thread: Mailbox --> collect --> Board, untold --> flush --> frames shared by scope, or what waits for the slow
 * </pre>
 *
 * A change after a quiet time is sent at once; further ones are gathered for {@link FeedLimits#flush}.
 */
final class Distribution implements AutoCloseable {
    private final FeedLimits limits;
    private final FeedLoop loop;
    private final ConsoleClock clock;
    private final FeedCounts counts = new FeedCounts();
    private final Set<FeedConnection> connections = new LinkedHashSet<>();
    private final String epoch =
            String.format("%016x", ThreadLocalRandom.current().nextLong());
    private final Board board;
    private final Mailbox mailbox;
    private final AutoCloseable watch;

    /** Applied to the board, not yet told to anybody. */
    private List<Board.Changed> untold = new ArrayList<>();

    private long distributed;
    private long flushedNanos;
    private boolean flushDue;

    Distribution(Alerts alerts, FeedLimits limits, FeedLoop loop, ConsoleClock clock) {
        this.limits = limits;
        this.loop = loop;
        this.clock = clock;
        this.board = new Board(limits.ring());
        this.flushedNanos = clock.nanos() - limits.flush().toNanos();
        this.mailbox = new Mailbox(() -> loop.run(this::collect));
        // watch first, then look: what changes in between is in the mailbox, with a higher version
        this.watch = alerts.watch(mailbox);
        alerts.open().forEach(row -> board.apply(new Mailbox.Change(row.id(), row.version(), row)));
        this.distributed = board.sequence();
    }

    /** Takes in what was told up to now. Every read does so first: who saw a command done must find it done here too. */
    void collect() {
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

    Board board() {
        return board;
    }

    Set<FeedConnection> connections() {
        return connections;
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

    /** Up to which change every reader was told, or has it waiting. */
    long distributed() {
        return distributed;
    }

    long nanos() {
        return clock.nanos();
    }

    /** Ends the watch and cuts every reader off. */
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
