package care.convoy.console.feed;

import care.convoy.console.AlertRow;
import care.convoy.console.session.Caller;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reader of the distribution. Confined to the event loop.
 *
 * <p>What waits for a slow reader is ids, not bytes: the newest state is looked up when it can be written. When more than
 * the bound waits it is forgotten and the reader starts again with a snapshot.
 *
 * <pre>
 *  open --> [resumed] ----------------------> LIVE: frames shared by all of its scope that keep up
 *    |                                         |  ^
 *    +----> [reset] --> SNAPSHOT, in parts --+ |  | nothing waits any more
 *                          ^                 v v  |
 *                          +--- too many --- WAITING: newest per alert, one message each time there is room
 * </pre>
 */
final class FeedConnection {
    private static final Comparator<AlertRow> QUEUE = Comparator.comparing(AlertRow::priority)
            .thenComparing(AlertRow::attentionAt)
            .thenComparing(AlertRow::id);

    private final Distribution distribution;
    private final WriteStream<Buffer> out;
    private final Runnable abort;
    /** Ids whose newest state is still to be sent; the value is the version of a removal. */
    private final Map<String, Long> waiting = new LinkedHashMap<>();
    /** Other messages, the newest of each name. */
    private final Map<String, Buffer> messages = new LinkedHashMap<>();

    private Caller caller;
    private @Nullable Iterator<String> snapshot;
    private long snapshotSequence;
    private int part;
    private boolean closed;
    private long fullSinceNanos;
    private boolean full;
    private long heartbeatNanos;
    private long warnedNanos;
    private boolean warned;

    FeedConnection(Distribution distribution, Caller caller, WriteStream<Buffer> out, Runnable abort) {
        this.distribution = distribution;
        this.caller = caller;
        this.out = out;
        this.abort = abort;
        this.heartbeatNanos = distribution.nanos();
    }

    Caller caller() {
        return caller;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a frame made for all may be written: nothing older waits, and there is room. */
    boolean keepsUp() {
        return !closed && snapshot == null && waiting.isEmpty() && !out.writeQueueFull();
    }

    /** Begins, from the event id that the reader had, if any. */
    void begin(@Nullable String lastEventId) {
        out.drainHandler(ignored -> {
            full = false;
            pump();
        });
        write(Buffer.buffer("retry: 1000\n\n"));
        if (lastEventId == null) {
            startSnapshot();
        } else {
            resume(lastEventId);
        }
        pump();
    }

    private void resume(String lastEventId) {
        FeedPosition position = FeedPosition.parse(lastEventId);
        if (position == null || !position.epoch().equals(distribution.epoch())) {
            restart("restart");
            return;
        }
        List<Board.Changed> missed = distribution.board().since(position.sequence());
        if (missed == null) {
            restart("gap");
            return;
        }
        missed.forEach(this::enqueue);
        if (snapshot != null) {
            return; // more was missed than may wait: it starts again
        }
        write(Frames.message("resumed", new JsonObject().put("missed", waiting.size())));
    }

    /** Tells the reader that its event id cannot be continued, and starts again. */
    void restart(String reason) {
        write(Frames.message("reset", new JsonObject().put("reason", reason)));
        startSnapshot();
    }

    private void startSnapshot() {
        waiting.clear();
        snapshotSequence = distribution.distributed();
        part = 0;
        snapshot = distribution.board().all().stream()
                .map(Board.Live::row)
                .filter(row -> caller.sees(row.regionCode()))
                .sorted(QUEUE)
                .map(AlertRow::id)
                .toList()
                .iterator();
    }

    /** Another role or region, after the change was checked. */
    void become(Caller now) {
        boolean otherScope = !now.user().scope().equals(caller.user().scope());
        caller = now;
        if (otherScope) {
            restart("access");
            pump();
        }
    }

    /** Remembers that this alert changed, if the reader may know of it. */
    void enqueue(Board.Changed changed) {
        boolean saw = changed.before() != null && caller.sees(changed.before());
        boolean sees = changed.after() != null && caller.sees(changed.after());
        if (!saw && !sees) {
            return;
        }
        if (waiting.put(changed.id(), changed.version()) != null) {
            distribution.counts().conflated++;
        }
        if (waiting.size() > distribution.limits().waiting()) {
            distribution.counts().overflowed++;
            restart("gap");
        }
    }

    /** Remembers a message; a newer one of the same name takes its place. */
    void message(String name, Buffer frame) {
        messages.put(name, frame);
    }

    /** Writes what there is room for. */
    void pump() {
        while (!closed && !out.writeQueueFull()) {
            if (snapshot != null) {
                writeSnapshotPart(snapshot);
            } else if (!messages.isEmpty()) {
                Iterator<Buffer> next = messages.values().iterator();
                write(next.next());
                next.remove();
            } else if (!waiting.isEmpty()) {
                writeWaiting();
            } else {
                return;
            }
        }
    }

    private void writeSnapshotPart(Iterator<String> ids) {
        List<Buffer> rows = new ArrayList<>();
        while (ids.hasNext() && rows.size() < distribution.limits().rowsPerFrame()) {
            Board.Live live = distribution.board().get(ids.next());
            if (live != null && caller.sees(live.row().regionCode())) {
                rows.add(live.json());
            }
        }
        boolean last = !ids.hasNext();
        part++;
        write(Frames.snapshot(last ? distribution.id(snapshotSequence) : null, part, rows));
        distribution.counts().rows += rows.size();
        if (last) {
            snapshot = null;
        }
    }

    private void writeWaiting() {
        List<Buffer> upserts = new ArrayList<>();
        List<Buffer> removals = new ArrayList<>();
        Iterator<Map.Entry<String, Long>> next = waiting.entrySet().iterator();
        while (next.hasNext()
                && upserts.size() + removals.size() < distribution.limits().rowsPerFrame()) {
            Map.Entry<String, Long> entry = next.next();
            Board.Live live = distribution.board().get(entry.getKey());
            if (live != null && caller.sees(live.row().regionCode())) {
                upserts.add(live.json());
            } else {
                removals.add(Frames.removal(entry.getKey(), entry.getValue()));
            }
            next.remove();
        }
        String id = waiting.isEmpty() ? distribution.id(distribution.distributed()) : null;
        write(Frames.alerts(id, upserts, removals));
        distribution.counts().rows += upserts.size() + removals.size();
    }

    void write(Buffer frame) {
        if (!closed) {
            distribution.counts().frames++;
            out.write(frame);
        }
    }

    /** Once a second: sign of life; and an end to a reader that takes nothing. @return false if it was dropped */
    boolean tick(long nowNanos, Buffer heartbeat) {
        if (out.writeQueueFull()) {
            if (!full) {
                full = true;
                fullSinceNanos = nowNanos;
            } else if (nowNanos - fullSinceNanos
                    >= distribution.limits().drain().toNanos()) {
                abort();
                return false;
            }
            return true;
        }
        full = false;
        if (nowNanos - heartbeatNanos >= distribution.limits().heartbeat().toNanos()) {
            heartbeatNanos = nowNanos;
            write(heartbeat);
        }
        pump();
        return true;
    }

    /** Whether it is time to warn again; then it counts as warned. */
    boolean mayWarn(long nowNanos, long everyNanos) {
        if (warned && nowNanos - warnedNanos < everyNanos) {
            return false;
        }
        warned = true;
        warnedNanos = nowNanos;
        return true;
    }

    /** No warning is due any more: the user did something. */
    void unwarn() {
        warned = false;
    }

    /** Says a last word and ends. */
    void end(Buffer last) {
        if (!closed) {
            write(last);
            closed = true;
            out.end();
        }
    }

    /** Ends without a word: the reader does not listen. */
    void abort() {
        if (!closed) {
            closed = true;
            abort.run();
        }
    }

    /** The reader is gone. */
    void gone() {
        closed = true;
    }

    int waitingSize() {
        return waiting.size();
    }
}
