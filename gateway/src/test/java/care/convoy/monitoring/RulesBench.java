package care.convoy.monitoring;

import care.convoy.sim.physiology.Illness;
import care.convoy.sim.physiology.VirtualPerson;
import care.convoy.vitals.RuleBook;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How often the health rules cry wolf, and what they see: virtual persons in virtual time, {@code ./convoy bench rules [PERSONS
 * [DAYS [SEED [BOOK]]]]}. BOOK is {@code standard}, or {@code hasty} for one that waits for the second of three measurements. Six of ten persons are well; the others get one illness each. docs/health.md tells what it does not show.
 */
final class RulesBench {
    private static final long DAY = 86_400_000;
    /** 1 March 2026, midnight in China. */
    private static final long START = 1_772_294_400_000L;

    private static final Illness[] ILL = {
        Illness.INFECTION,
        Illness.FIBRILLATION,
        Illness.COPD_EXACERBATION,
        Illness.HYPOGLYCAEMIA,
        Illness.FALL,
        Illness.COLLAPSE,
        Illness.HEART_FAILURE,
        Illness.BROKEN_BAND,
        Illness.FALL_THEN_SILENT
    };
    private static final double RESIDENTS_A_DESK = 1_000;
    private static final double SHIFTS_A_DAY = 3;
    private static final int CHUNK = 200;

    private final int persons;
    private final int days;
    private final long seed;
    private final RuleBook book;
    private final RulesTally tally = new RulesTally();

    RulesBench(int persons, int days, long seed, RuleBook book) {
        if (persons < 1 || days < 21) {
            throw new IllegalArgumentException("give at least 1 person and 21 days, for an illness to have room");
        }
        this.persons = persons;
        this.days = days;
        this.seed = seed;
        this.book = book;
    }

    public static void main(String[] arguments) {
        int persons = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int days = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        long began = System.nanoTime();
        RuleBook book = arguments.length > 3 ? book(arguments[3]) : RuleBook.standard();
        RulesTally tally = new RulesBench(persons, days, seed, book).run();
        System.out.printf(Locale.ROOT, "%,d persons, %d days, seed %d%n", persons, days, seed);
        System.out.print(tally.table());
        System.out.printf(
                Locale.ROOT,
                "false alarms in a shift of 8 h, %,.0f residents to a desk: %.1f%n%.0f s%n",
                RESIDENTS_A_DESK,
                tally.falseAlarmsPerThousandDays() * RESIDENTS_A_DESK / 1_000 / SHIFTS_A_DAY,
                (System.nanoTime() - began) / 1e9);
    }

    private static RuleBook book(String name) {
        return switch (name) {
            case "standard" -> RuleBook.standard();
            case "hasty" -> hasty();
            default -> changed(name);
        };
    }

    /**
     * The standard with other members, as {@code silence.nightPercent=0,silence.grades.3.alertAfterMinutes=240,danger.need=2}.
     */
    static RuleBook changed(String changes) {
        Map<String, Object> tree = copy(RuleBook.standard().toMap());
        for (String change : changes.split(",")) {
            int equals = change.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "book: give standard, hasty, or MEMBER=NUMBER[,...], not " + changes);
            }
            String[] path = change.substring(0, equals).split("\\.");
            Map<String, Object> at = tree;
            for (int i = 0; i < path.length - 1; i++) {
                at = inner(at, path[i]);
            }
            String value = change.substring(equals + 1);
            at.put(
                    path[path.length - 1],
                    value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : Integer.valueOf(value));
        }
        return RuleBook.parse(tree);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> inner(Map<String, Object> of, String name) {
        return (Map<String, Object>) of.computeIfAbsent(name, _ -> new TreeMap<>());
    }

    private static Map<String, Object> copy(Map<?, ?> tree) {
        Map<String, Object> copy = new TreeMap<>();
        tree.forEach((name, value) ->
                copy.put(name.toString(), value instanceof Map<?, ?> inner ? copy(inner) : value));
        return copy;
    }

    /** Tells after the second of three measurements; to show what waiting is worth. */
    static RuleBook hasty() {
        Map<String, Object> tree = new TreeMap<>(RuleBook.standard().toMap());
        tree.put("version", 1);
        Map<String, Object> thresholds = new TreeMap<>();
        ((Map<?, ?>) tree.get("thresholds")).forEach((rule, given) -> {
            Map<String, Object> changed = new TreeMap<>();
            ((Map<?, ?>) given).forEach((name, value) -> changed.put(name.toString(), value));
            changed.putAll(Map.of("need", 3, "of", 5, "leastMinutes", 0, "withinMinutes", 10, "againMinutes", 240));
            thresholds.put(rule.toString(), changed);
        });
        tree.put("thresholds", thresholds);
        tree.put("news2", Map.of("oldestMinutes", 240, "need", 2, "of", 3, "withinMinutes", 10, "againMinutes", 240));
        return RuleBook.parse(tree);
    }

    RulesTally run() {
        PersonWatch.Rules standard = PersonWatch.Rules.standard(ZoneId.of("Asia/Shanghai"));
        PersonWatch.Rules rules =
                new PersonWatch.Rules(book, standard.falls(), standard.inactivity(), standard.upkeep());
        long end = START + days * DAY;
        // a chunk at a time, so that the lives of all of them are never in memory together
        for (int from = 0; from < persons; from += CHUNK) {
            IntStream.range(from, Math.min(persons, from + CHUNK))
                    .parallel()
                    .mapToObj(i -> live(i, rules, end))
                    .toList()
                    .forEach(judged -> tally.add(judged, days));
        }
        return tally;
    }

    private JudgedPerson live(int i, PersonWatch.Rules rules, long end) {
        Illness illness = i % 10 < 6 ? Illness.NONE : ILL[(i / 10 * 4 + i % 10 - 6) % ILL.length];
        VirtualPerson person = VirtualPerson.of(seed * 1_000_003 + i, illness, START, end);
        JudgedPerson judged = new JudgedPerson(person, rules);
        judged.live(START, end, i * 7_919L % JudgedPerson.SAMPLE_MILLIS);
        return judged;
    }
}
