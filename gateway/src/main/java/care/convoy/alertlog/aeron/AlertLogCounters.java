package care.convoy.alertlog.aeron;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the log counts, for the observation layer to read on any thread. All counts are since this process began. */
public final class AlertLogCounters {
    /** Upper bounds of the commit latency's buckets, microseconds; one more bucket holds the rest. */
    private static final long[] BOUNDS_MICROS = {
        250, 500, 1_000, 2_000, 3_000, 5_000, 7_500, 10_000, 15_000, 25_000, 50_000, 100_000, 250_000, 500_000, 800_000
    };

    private final LongAdder[] latency = new LongAdder[BOUNDS_MICROS.length + 1];
    private final LongAdder latencySumMicros = new LongAdder();
    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final AtomicLong outstanding = new AtomicLong();

    /** What is counted. */
    public enum Count {
        /** Commands answered after they were durable. */
        COMMITTED,
        /** Commands that failed with {@code Unavailable} because no answer came in time. */
        TIMED_OUT,
        /** Commands refused at once because too many were outstanding. */
        OVERLOADED,
        /** Sessions with the log that were lost and opened again. */
        RECONNECTED,
        /** Replies that came after their command had timed out. */
        LATE_REPLIES,
        /** Replies that could not be handed over; the command is then submitted again by its caller. */
        REPLIES_DROPPED,
        /** Jumps of the wall clock, which the log's time does not follow. */
        CLOCK_JUMPS,
        /** Messages in the log that this version cannot read; refused alike on every member. */
        MALFORMED,
        /** Snapshots taken and read back. */
        SNAPSHOTS,
        /** Snapshots that failed, or were not the same when read back. */
        SNAPSHOT_FAILURES,
        /** Comparisons of the state's hash between members, or with what was said before a restart. */
        STATES_COMPARED,
        /** Of these, how many differed: members no longer agree, and one must be seeded again. */
        STATES_DIFFERED,
        /** Leaders that took over while this node listened. */
        NEW_LEADERS,
        /** Exceptions of listeners. */
        LISTENER_FAILURES,
        /** Errors that Aeron reported. */
        ENGINE_ERRORS
    }

    AlertLogCounters() {
        for (int i = 0; i < latency.length; i++) {
            latency[i] = new LongAdder();
        }
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
    }

    void increment(Count count) {
        adder(count).increment();
    }

    void committed(long nanos) {
        long micros = nanos / 1_000;
        int bucket = 0;
        while (bucket < BOUNDS_MICROS.length && micros > BOUNDS_MICROS[bucket]) {
            bucket++;
        }
        latency[bucket].increment();
        latencySumMicros.add(micros);
        increment(Count.COMMITTED);
    }

    AtomicLong outstandingCommands() {
        return outstanding;
    }

    private LongAdder adder(Count count) {
        return Objects.requireNonNull(counts.get(count));
    }

    /** How often it happened. */
    public long get(Count count) {
        return adder(count).sum();
    }

    /** Commands that wait for their answer now. */
    public long outstanding() {
        return outstanding.get();
    }

    /** Upper bounds of the latency's buckets, microseconds. */
    public static long[] latencyBoundsMicros() {
        return BOUNDS_MICROS.clone();
    }

    /** Commands per bucket, from submit to answer; one more than there are bounds. */
    public long[] latencyCounts() {
        long[] values = new long[latency.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = latency[i].sum();
        }
        return values;
    }

    /** All latencies together, microseconds. */
    public long latencySumMicros() {
        return latencySumMicros.sum();
    }
}
