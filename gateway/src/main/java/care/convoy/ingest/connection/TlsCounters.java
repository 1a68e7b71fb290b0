package care.convoy.ingest.connection;

import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What became of the TLS handshakes of the device ports since start. Thread-safe. */
public final class TlsCounters {
    /** Ends of a handshake. */
    public enum Outcome {
        DONE,
        /** The first bytes were not TLS: a plain-text device on a TLS port. */
        NOT_TLS,
        /** No version or suite in common, a broken record, our certificate not believed. */
        FAILED,
        /** The device's certificate is not signed by who may, has expired, or is missing though required. */
        CLIENT_CERTIFICATE,
        /** The device hung up. */
        ABANDONED,
        DEADLINE,
        /** The oldest of too many unfinished ones. */
        EVICTED,
        /** Refused before anything was computed, because too many waited for the processor. */
        SHED
    }

    private final EnumMap<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

    public TlsCounters() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    void count(Outcome outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }

    public long get(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome)).sum();
    }
}
