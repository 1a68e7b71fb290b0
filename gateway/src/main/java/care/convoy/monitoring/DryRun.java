package care.convoy.monitoring;

import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.resident.Resident;
import care.convoy.vitals.Finding;
import care.convoy.vitals.HealthWatch;
import care.convoy.vitals.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What other numbers would have told: stored measurements through the rules of vitals, by the numbers in force and by those that
 * are tried. Resident by resident in an order that has nothing to do with them, so that what a run that is stopped has judged is
 * a sample. Nothing is raised, no state of the running rules is touched. For one thread.
 *
 * <p>Not tried are silence, falls, inactivity and upkeep, which no book changes, and questions: the history has the answers to those
 * that were asked then. What came late is judged as if it had come in time.
 */
public final class DryRun {
    private static final long BEFORE_MILLIS = 10 * 60_000;
    private static final int WORN = 1;
    private static final int NOT_WORN = 2;

    private final RulesInForce.Numbers now;
    private final RulesInForce.Numbers next;
    private final int mostExamples;
    private final Map<Rule, int[]> counts =
            new TreeMap<>(Comparator.comparing(Rule::priority).thenComparing(Rule::rule));
    private final List<Example> examples = new ArrayList<>();
    private final Tally byNow = new Tally();
    private final Tally byNext = new Tally();
    private int judged;
    private long rows;
    private int raised;
    private int raisedFalse;

    /** @param next what is tried @param mostExamples of differences */
    public DryRun(RulesInForce.Numbers now, RulesInForce.Numbers next, int mostExamples) {
        this.now = now;
        this.next = next;
        this.mostExamples = mostExamples;
    }

    /** Takes a stored set of measurements. */
    @FunctionalInterface
    public interface Rows {
        /**
         * One row.
         *
         * @param atMillis epoch milliseconds, not before the row before
         * @param device the database's number
         * @param flags 1 worn, 2 not worn
         */
        void row(long atMillis, long device, int flags, Vitals vitals);
    }

    /** Reads the stored sets of a resident in the order of time. */
    @FunctionalInterface
    public interface History {
        void read(ResidentId resident, Rows to);
    }

    /** An alert of vitals that was really raised. @param falseAlarm as it was closed; null if it was not closed */
    public record Raised(
            long fromMillis, long untilMillis, @Nullable Boolean falseAlarm) {}

    /** Findings of a rule, by the numbers in force and by the others. */
    public record Count(String rule, Priority priority, int now, int next) {}

    /** A finding that only one of them has. @param added whether only what is tried has it */
    public record Example(ResidentId resident, long atMillis, String rule, Priority priority, boolean added) {}

    /**
     * P1 to P3 of one book.
     *
     * @param told findings
     * @param unmet findings when no alert of vitals was open
     * @param metFalse alerts that were really raised, were closed as false, and in which this book tells something
     * @param metTrue likewise, closed as not false
     */
    public record Side(int told, int unmet, int metFalse, int metTrue) {}

    /** All of it. @param raised alerts of vitals of those residents in that time @param raisedFalse closed as false of them */
    public record Result(
            int residents,
            int judged,
            long rows,
            List<Count> counts,
            Side now,
            Side next,
            int raised,
            int raisedFalse,
            List<Example> examples) {
        public Result {
            counts = List.copyOf(counts);
            examples = List.copyOf(examples);
        }
    }

    private record Rule(String rule, Priority priority) {}

    private static final class Tally {
        private int told;
        private int unmet;
        private int metFalse;
        private int metTrue;

        Side side() {
            return new Side(told, unmet, metFalse, metTrue);
        }
    }

    /**
     * Judges one resident after the other until all are done or it is to stop.
     *
     * @param alerts those of a resident in that time
     */
    public Result run(
            List<Resident> residents,
            History history,
            Function<ResidentId, List<Raised>> alerts,
            BooleanSupplier stop) {
        List<Resident> shuffled = residents.stream()
                .sorted(Comparator.comparingInt((Resident resident) -> scattered(resident.id())))
                .toList();
        for (Resident resident : shuffled) {
            if (stop.getAsBoolean()) {
                break;
            }
            judge(resident, history, alerts.apply(resident.id()));
        }
        return new Result(
                residents.size(),
                judged,
                rows,
                counts.entrySet().stream()
                        .map(each -> new Count(
                                each.getKey().rule(), each.getKey().priority(), each.getValue()[0], each.getValue()[1]))
                        .toList(),
                byNow.side(),
                byNext.side(),
                raised,
                raisedFalse,
                examples);
    }

    private static int scattered(ResidentId id) {
        return id.value().hashCode() * 0x9E3779B9;
    }

    private void judge(Resident resident, History history, List<Raised> alerts) {
        Judge former = new Judge(resident, now);
        Judge tried = new Judge(resident, next);
        history.read(resident.id(), (atMillis, device, flags, vitals) -> {
            rows++;
            DeviceId named = new DeviceId("d" + device);
            former.hear(named, atMillis, flags, vitals);
            tried.hear(named, atMillis, flags, vitals);
        });
        judged++;
        raised += alerts.size();
        raisedFalse += (int) alerts.stream()
                .filter(alert -> Boolean.TRUE.equals(alert.falseAlarm()))
                .count();
        count(former.found, 0);
        count(tried.found, 1);
        compare(former.found, alerts, byNow);
        compare(tried.found, alerts, byNext);
        differ(resident.id(), tried.found, former.found, true);
        differ(resident.id(), former.found, tried.found, false);
    }

    private void count(List<Finding> found, int side) {
        for (Finding finding : found) {
            counts.computeIfAbsent(new Rule(finding.rule(), finding.priority()), _ -> new int[2])[side]++;
        }
    }

    private static void compare(List<Finding> found, List<Raised> alerts, Tally tally) {
        Map<Raised, Boolean> met = new HashMap<>();
        for (Finding finding : found) {
            if (finding.priority().compareTo(Priority.P3) > 0) {
                continue;
            }
            tally.told++;
            List<Raised> then = alerts.stream()
                    .filter(alert -> finding.atMillis() >= alert.fromMillis() - BEFORE_MILLIS
                            && finding.atMillis() <= alert.untilMillis())
                    .toList();
            tally.unmet += then.isEmpty() ? 1 : 0;
            for (Raised alert : then) {
                Boolean falseAlarm = alert.falseAlarm();
                if (falseAlarm != null) {
                    met.put(alert, falseAlarm);
                }
            }
        }
        for (boolean falseAlarm : met.values()) {
            tally.metFalse += falseAlarm ? 1 : 0;
            tally.metTrue += falseAlarm ? 0 : 1;
        }
    }

    private void differ(ResidentId resident, List<Finding> of, List<Finding> from, boolean added) {
        for (Finding finding : of) {
            boolean both = from.stream()
                    .anyMatch(other -> other.rule().equals(finding.rule())
                            && other.priority() == finding.priority()
                            && other.atMillis() == finding.atMillis());
            if (!both && examples.size() < mostExamples) {
                examples.add(new Example(resident, finding.atMillis(), finding.rule(), finding.priority(), added));
            }
        }
    }

    /** One resident by one book. */
    private static final class Judge {
        private final HealthWatch watch;
        private final List<Finding> found = new ArrayList<>();

        Judge(Resident resident, RulesInForce.Numbers numbers) {
            watch = new HealthWatch(numbers.book(), RecordHints.profile(resident, numbers.of(resident.id())));
        }

        void hear(DeviceId device, long atMillis, int flags, Vitals vitals) {
            if ((flags & NOT_WORN) != 0) {
                watch.hear(Observation.heard(device, atMillis, new DeviceMessage.BandRemoved()));
            } else if ((flags & WORN) != 0) {
                watch.hear(Observation.heard(device, atMillis, new DeviceMessage.BandWorn()));
            }
            watch.hear(Observation.heard(device, atMillis, new DeviceMessage.VitalsMeasured(vitals))).stream()
                    .filter(Finding.class::isInstance)
                    .map(Finding.class::cast)
                    .forEach(found::add);
        }
    }
}
