package care.convoy.disclosure;

import care.convoy.device.ResidentId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads measurements one by one. Thread-safe; every method blocks for one short transaction, and throws
 * {@link care.convoy.resident.StorageUnavailable} while it cannot answer.
 */
public interface Measurements {
    /** Most sets of one page. */
    int MOST = 1_002;

    /** Sets that hold at least one of what is wanted, at most {@code limit}, in order of time, then device. */
    List<MeasuredSet> page(Query query);

    /** How many measurements a page of everything would hold. */
    long count(Query query);

    /** The set of these keys; null if there is none. */
    @Nullable
    MeasuredSet find(long residentKey, long deviceKey, long atMillis);

    /**
     * Which measurements.
     *
     * @param fromMillis inclusive
     * @param toMillis exclusive
     * @param wanted not empty
     * @param newestFirst instead of oldest first
     * @param start the set to begin at, itself included; null for the first
     * @param limit 1 to {@link #MOST}
     */
    record Query(
            ResidentId resident,
            long fromMillis,
            long toMillis,
            Set<Vital> wanted,
            boolean newestFirst,
            @Nullable Place start,
            int limit) {
        public Query {
            wanted = Set.copyOf(wanted);
            if (wanted.isEmpty() || limit < 1 || limit > MOST) {
                throw new IllegalArgumentException("wanted: not empty; limit: 1 to " + MOST);
            }
        }
    }

    /** Where a set stands. */
    record Place(long atMillis, long deviceKey) {}
}
