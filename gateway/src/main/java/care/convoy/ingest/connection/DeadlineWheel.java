package care.convoy.ingest.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of all connections of one event loop: to log in, to show a sign of life. One thread.
 *
 * <p>Setting, moving and cancelling cost a few pointers; a connection is looked at once per deadline, not once per message
 * (its session moves the deadline only when it comes due). A deadline is met up to one tick late, never early. Memory is two
 * pointers and two numbers per connection.
 */
public final class DeadlineWheel {
    /** How exact deadlines are. */
    public static final long TICK_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(DeadlineWheel.class);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

    /** 51 s; later deadlines go round once more. */
    private static final int BUCKETS = 512;

    private final LongSupplier nanos;
    private final long startNanos;
    private final @Nullable Deadline[] heads = new Deadline[BUCKETS];
    private long doneTicks;

    public DeadlineWheel(LongSupplier nanos) {
        this.nanos = nanos;
        startNanos = nanos.getAsLong();
    }

    /** Something that may fall due; in at most one place of one wheel. */
    public abstract static class Deadline {
        private @Nullable Deadline next;
        private @Nullable Deadline previous;
        private int bucket = -1;
        private long atNanos;

        /** Called on the loop once it is due; it is no longer set then and may be set again. Other deadlines are left alone. */
        protected abstract void due(long nowNanos);
    }

    /** Sets or moves a deadline. */
    public void set(Deadline deadline, long atNanos) {
        cancel(deadline);
        deadline.atNanos = atNanos;
        long tick = Math.max((atNanos - startNanos + TICK_NANOS - 1) / TICK_NANOS, doneTicks + 1);
        int bucket = (int) (Math.min(tick, doneTicks + BUCKETS) % BUCKETS);
        deadline.bucket = bucket;
        Deadline head = heads[bucket];
        deadline.next = head;
        if (head != null) {
            head.previous = deadline;
        }
        heads[bucket] = deadline;
    }

    /** Takes a deadline back; does nothing if it is not set. */
    public void cancel(Deadline deadline) {
        if (deadline.bucket < 0) {
            return;
        }
        if (deadline.previous == null) {
            heads[deadline.bucket] = deadline.next;
        } else {
            deadline.previous.next = deadline.next;
        }
        if (deadline.next != null) {
            deadline.next.previous = deadline.previous;
        }
        deadline.next = null;
        deadline.previous = null;
        deadline.bucket = -1;
    }

    /** Runs what is due; called every tick, and catches up if it was not. */
    public void advance() {
        long now = nanos.getAsLong();
        long ticks = (now - startNanos) / TICK_NANOS;
        long from = Math.max(doneTicks, ticks - BUCKETS);
        for (long tick = from + 1; tick <= ticks; tick++) {
            doneTicks = tick;
            empty((int) (tick % BUCKETS), now);
        }
    }

    private void empty(int bucket, long now) {
        Deadline deadline = heads[bucket];
        heads[bucket] = null;
        Deadline kept = null;
        while (deadline != null) {
            Deadline following = deadline.next;
            deadline.next = kept;
            deadline.previous = null;
            deadline.bucket = -1;
            kept = deadline;
            deadline = following;
        }
        while (kept != null) {
            Deadline following = kept.next;
            kept.next = null;
            if (kept.atNanos - now > 0) {
                set(kept, kept.atNanos);
            } else {
                run(kept, now);
            }
            kept = following;
        }
    }

    /** A broken session must not stop the deadlines of all the others. */
    private static void run(Deadline deadline, long now) {
        try {
            deadline.due(now);
        } catch (RuntimeException broken) {
            LOG.error("deadline of a connection failed", broken);
        }
    }
}
