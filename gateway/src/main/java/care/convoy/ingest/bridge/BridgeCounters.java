package care.convoy.ingest.bridge;

import care.convoy.ingest.IngestCounters.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What one bridge has seen since start. Thread-safe. */
public final class BridgeCounters {
    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final Map<Kind, LongAdder> messages = new EnumMap<>(Kind.class);

    /** What is counted. */
    public enum Count {
        /** Messages that the broker delivered. */
        RECEIVED,
        ACKNOWLEDGED,
        /** With an alarm that could not be made durable: not acknowledged, the connection begun anew. */
        NOT_DURABLE,
        /** Published with quality 0: what is lost on the way nobody sends again. */
        WITHOUT_ACKNOWLEDGEMENT,
        /** That cannot be read by the mapping. */
        UNMAPPED,
        /** Of them those that may be a call for help: told as another alarm. */
        UNCLEAR_ALARMS,
        /** That the mapping leaves out on purpose. */
        IGNORED,
        /** Of a device that is not provisioned, or names none. */
        UNKNOWN_DEVICE,
        /** Of a device that is provisioned for another way in. */
        FOREIGN_DEVICE,
        /** No room in the telemetry lane. */
        SHED,
        /** More at once than was agreed with the broker. */
        OVER_RECEIVE_MAXIMUM,
        CONNECTED,
        CONNECTIONS_LOST,
        CONNECTIONS_FAILED,
        /** The broker no longer knew the session: what came in between is gone. */
        SESSIONS_LOST
    }

    BridgeCounters() {
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
        for (Kind kind : Kind.values()) {
            messages.put(kind, new LongAdder());
        }
    }

    void add(Count count) {
        Objects.requireNonNull(counts.get(count)).increment();
    }

    void message(Kind kind) {
        Objects.requireNonNull(messages.get(kind)).increment();
    }

    public long get(Count count) {
        return Objects.requireNonNull(counts.get(count)).sum();
    }

    /** Messages handed to the intake, in our words. */
    public long messages(Kind kind) {
        return Objects.requireNonNull(messages.get(kind)).sum();
    }
}
