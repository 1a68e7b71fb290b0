package care.convoy.fhir;

import care.convoy.disclosure.MeasuredSet;
import care.convoy.disclosure.Measurements;
import care.convoy.disclosure.Vital;
import care.convoy.resident.Resident;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts a resident's measurements into pages: each begins with one index scan, however far in. */
final class ObservationPages {
    private final Measurements measurements;
    private final FhirIds ids;

    ObservationPages(Measurements measurements, FhirIds ids) {
        this.measurements = measurements;
        this.ids = ids;
    }

    /** What is looked for. @param wanted empty is nothing */
    record Wanted(Resident resident, DateRange range, Set<Vital> wanted, boolean newestFirst) {
        Wanted {
            wanted = Set.copyOf(wanted);
        }

        private boolean isNothing() {
            return wanted.isEmpty() || range.isEmpty();
        }
    }

    /** @param next after what the next page begins; null on the last */
    record Cut(List<Entry> entries, PageToken.@Nullable Place next) {}

    long count(Wanted wanted) {
        return wanted.isNothing() ? 0 : measurements.count(query(wanted, null, 1));
    }

    /** @param after what was handed out before @param count 1 to {@link Ask#MOST} */
    Cut cut(Wanted wanted, PageToken.Place after, int count) {
        if (wanted.isNothing()) {
            return new Cut(List.of(), null);
        }
        Measurements.Place start =
                after.rank() == 0 ? null : new Measurements.Place(after.atMillis(), after.deviceKey());
        // one more than fits, and one of which everything may have been handed out
        List<MeasuredSet> sets = measurements.page(query(wanted, start, count + 2));
        List<Entry> entries = new ArrayList<>();
        PageToken.Place last = after;
        for (MeasuredSet set : sets) {
            boolean resumed =
                    start != null && set.atMillis() == start.atMillis() && set.deviceKey() == start.deviceKey();
            for (VitalCodes codes : VitalCodes.all()) {
                boolean told = resumed && codes.vital().rank() <= after.rank();
                if (told || !wanted.wanted.contains(codes.vital()) || !set.has(codes.vital())) {
                    continue;
                }
                if (entries.size() == count) {
                    return new Cut(entries, last);
                }
                entries.add(entry(set, codes));
                last = new PageToken.Place(
                        after.fixed(),
                        set.atMillis(),
                        set.deviceKey(),
                        codes.vital().rank());
            }
        }
        return new Cut(entries, null);
    }

    Entry entry(MeasuredSet set, VitalCodes codes) {
        return new Entry("Observation", ids.observation(set, codes), to -> ObservationJson.write(to, ids, set, codes));
    }

    private static Measurements.Query query(Wanted wanted, Measurements.@Nullable Place start, int limit) {
        return new Measurements.Query(
                wanted.resident.id(),
                wanted.range.fromMillis(),
                wanted.range.toMillis(),
                wanted.wanted,
                wanted.newestFirst,
                start,
                limit);
    }
}
