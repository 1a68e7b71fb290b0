package care.convoy.ingest;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bounded lane of everything that is not an alarm. Overload policy: the newest message is shed and counted; a session
 * never waits. Many threads offer, one drains.
 */
public final class TelemetryLane {
    private final ArrayBlockingQueue<Telemetry> queue;
    private final LongAdder shed = new LongAdder();
    private final @Nullable LatestBoard board;
    private final Consumer<Telemetry> rules;

    public TelemetryLane(int capacity) {
        this(capacity, null);
    }

    /** @param board shows what comes in at once, also what is shed */
    public TelemetryLane(int capacity, @Nullable LatestBoard board) {
        this(capacity, board, telemetry -> {});
    }

    /** @param rules judge what comes in, also what is shed; called on event loops, must not wait */
    public TelemetryLane(int capacity, @Nullable LatestBoard board, Consumer<Telemetry> rules) {
        queue = new ArrayBlockingQueue<>(capacity);
        this.board = board;
        this.rules = rules;
    }

    /** Shows the message on the board and takes it, or sheds it and says false. */
    public boolean offer(Telemetry telemetry) {
        tell(telemetry);
        if (queue.offer(telemetry)) {
            return true;
        }
        shed.increment();
        return false;
    }

    /** Shows the message on the board and sheds it. */
    void shed(Telemetry telemetry) {
        tell(telemetry);
        shed.increment();
    }

    private void tell(Telemetry telemetry) {
        if (board != null) {
            board.heard(telemetry);
        }
        rules.accept(telemetry);
    }

    /**
     * Waits up to {@code waitMillis} for a message, then takes all that are there.
     *
     * @param into receives at most {@code max} messages
     * @return how many were added
     */
    public int drain(List<Telemetry> into, int max, long waitMillis) throws InterruptedException {
        Telemetry first = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first == null) {
            return 0;
        }
        into.add(first);
        return 1 + queue.drainTo(into, max - 1);
    }

    /** Messages waiting now. */
    public int depth() {
        return queue.size();
    }

    /** Messages shed since start. */
    public long shed() {
        return shed.sum();
    }
}
