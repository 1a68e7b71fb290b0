package care.convoy.disclosure;

import care.convoy.device.ResidentId;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the series of many residents, line by line; nothing is collected. Thread-safe; blocks, and throws
 * {@link care.convoy.resident.StorageUnavailable} if the database is away, or another cohort is just being read.
 */
public interface CohortSeries {
    /** What a line is made of. */
    enum Grain {
        ROWS,
        FIVE_MINUTES,
        DAYS
    }

    /** @param from inclusive @param to exclusive */
    record Query(List<ResidentId> residents, Instant from, Instant to, Grain grain) {
        public Query {
            residents = List.copyOf(residents);
        }
    }

    /** Means, or values as they are; null was not measured. @param steps the largest since the device's midnight */
    record Line(
            ResidentId resident,
            Instant at,
            @Nullable Double heartRateBpm,
            @Nullable Double spo2Percent,
            @Nullable Double systolicMmHg,
            @Nullable Double diastolicMmHg,
            @Nullable Double skinC,
            @Nullable Double coreC,
            @Nullable Double respirationPerMin,
            @Nullable Integer steps) {}

    /** Resident by resident in the given order, each by time. @param to called on this thread @return how many lines */
    long read(Query query, Consumer<Line> to);
}
