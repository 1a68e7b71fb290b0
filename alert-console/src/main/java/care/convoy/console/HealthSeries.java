package care.convoy.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Measurements over time with their spread, and the limits that they are judged by. Only what counts as a measurement: not
 * what was told while the device was not worn, nor what lies in quarantine because of its time. May block: called on virtual
 * threads. Every method throws {@link RecordsUnavailable} if it cannot be read now.
 */
public interface HealthSeries {
    /** Steps oldest first; steps in which nothing was told are left out. */
    List<Bucket> buckets(Query query);

    /**
     * When the device said that it was taken off, until the first word of its being worn again, oldest first, at most 500.
     * The step of the query has no meaning here, and its range is at most 8 days.
     */
    List<Span> notWorn(Query query);

    /** What this resident's measurements are judged by, as monitoring resolves it. */
    Limits limits(String resident);

    /** Which. At most 5,000 steps lie between {@code from} (inclusive) and {@code to} (exclusive). */
    record Query(String resident, Instant from, Instant to, Duration step) {}

    /** What is measured. */
    enum Measure {
        HEART_RATE("heartRate"),
        SPO2("spo2"),
        SYSTOLIC("systolic"),
        DIASTOLIC("diastolic"),
        /** Of the body. */
        CORE("core"),
        /** Of the skin: has no limits and says nothing about fever. */
        SKIN("skin"),
        RESPIRATION("respiration");

        private final String wireName;

        Measure(String wireName) {
            this.wireName = wireName;
        }

        /** The name in JSON. */
        public String wireName() {
            return wireName;
        }
    }

    /** Values of a step. @param middle their mean or median @param count 1 or more */
    record Spread(double low, double middle, double high, int count) {}

    /**
     * One step.
     *
     * @param values what was measured; units: /min, %, mmHg, degrees Celsius
     * @param steps since the device's midnight, the largest told; -1 if none
     * @param battery percent, the lowest told; -1 if none
     */
    record Bucket(Instant at, Map<Measure, Spread> values, int steps, int battery) {
        public Bucket {
            values = Map.copyOf(values);
        }
    }

    /** A length of time. @param from inclusive @param to exclusive */
    record Span(Instant from, Instant to) {}

    /**
     * A limit; beyond it values count, the limit itself does not.
     *
     * @param above whether values above it count, or below
     * @param source STANDARD, GRADE, CONDITION or PERSONAL
     */
    record Limit(Measure measure, boolean above, double value, String source) {}

    /** Limits. @param book version of the rule book */
    record Limits(int book, List<Limit> limits) {
        public Limits {
            limits = List.copyOf(limits);
        }
    }
}
