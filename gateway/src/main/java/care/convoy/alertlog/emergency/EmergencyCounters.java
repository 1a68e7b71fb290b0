package care.convoy.alertlog.emergency;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What happened in emergencies since this process began. Thread-safe. */
public final class EmergencyCounters {
    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

    /** What is counted. */
    public enum Count {
        /** Emergencies that began. */
        ENTERED,
        /** Emergencies that ended: the log had taken over everything. */
        LEFT,
        /** Commands made safe in the journal only. */
        LOCAL,
        /** Commands not taken because the journal had no room for them. */
        NO_ROOM,
        /** Commands not taken because the journal's disk failed, or there is no journal. */
        NO_JOURNAL,
        /** Commands not taken in an emergency: about an alert that is not known here, or of no importance. */
        NOT_TAKEN,
        /** Signals and notes that the log took over. */
        SENT,
        /** Alerts whose handling the log took over. */
        RECONCILED,
        /** Notes and handlings that the log refused, because it had ended the alert itself. */
        REFUSED,
        /** Times that bringing everything to the log was broken off and begun anew. */
        BROKEN_OFF,
        /** Times that the emergency core was built anew from the journal, after an error in the middle of a command. */
        REBUILT,
        /** Commands that the emergency core could not handle, and exceptions of listeners. */
        FAILURES
    }

    EmergencyCounters() {
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
    }

    void increment(Count count) {
        adder(count).increment();
    }

    private LongAdder adder(Count count) {
        return Objects.requireNonNull(counts.get(count));
    }

    /** How often it happened. */
    public long get(Count count) {
        return adder(count).sum();
    }
}
