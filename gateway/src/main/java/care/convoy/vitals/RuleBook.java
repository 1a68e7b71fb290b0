package care.convoy.vitals;

import care.convoy.alert.Priority;
import care.convoy.vitals.Explanation.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules' numbers as data: a tree of maps, as JSON reads to. Layers of thresholds lie on each other: {@code thresholds} for
 * everyone, then {@code grades}, {@code conditions}, and a person's own; a layer gives only what it changes. Immutable.
 *
 * <pre>
 * {"version": 1,
 *  "thresholds": {"heartRate.high": {"beyond": 120, "clear": 110, "danger": 150, "need": 6, "of": 8,
 *                                     "leastMinutes": 20, "withinMinutes": 60, "priority": "P3", "worseStep": 10,
 *                                     "againMinutes": 480, "off": false}, ...},
 *  "grades": {"3": {"heartRate.high": {"beyond": 115}}},
 *  "conditions": {"copd": {"spo2.low": {"beyond": 86, "clear": 88}}},
 *  "news2": {"oldestMinutes": 240, "need": 2, "of": 3, "leastMinutes": 0, "withinMinutes": 10, "againMinutes": 240},
 *  "danger": {"need": 4, "of": 4, "leastMinutes": 6, "withinMinutes": 30},
 *  "silence": {"grades": {"3": {"task": "P4", "taskAfterMinutes": 0, "alert": true, "alertAfterMinutes": 480}, ...},
 *              "nightPercent": 25, "explainedTimes": 2, "emptyPercent": 5, "troubleMinutes": 60}}
 * </pre>
 */
public final class RuleBook {
    private static final Set<String> MEMBERS =
            Set.of("version", "thresholds", "grades", "conditions", "news2", "danger", "silence");
    private static final Set<String> THRESHOLD = Set.of(
            "beyond",
            "clear",
            "danger",
            "need",
            "of",
            "leastMinutes",
            "withinMinutes",
            "priority",
            "worseStep",
            "againMinutes",
            "off");
    private static final Set<String> NEWS2 =
            Set.of("oldestMinutes", "need", "of", "leastMinutes", "withinMinutes", "againMinutes");
    private static final Set<String> RULES = Stream.of(Vital.values())
            .flatMap(vital -> Stream.of(Threshold.id(vital, false), Threshold.id(vital, true)))
            .collect(Collectors.toUnmodifiableSet());
    private static final int DAY = 24 * 60;

    private final Map<String, Object> tree;
    private final int version;
    private final News2Rule news2;
    private final DangerRule danger;
    private final SilenceRule silence;

    /**
     * How NEWS2 is used.
     *
     * @param oldestMinutes how old a parameter may be, 1 to 1440
     * @param need how many of the last {@code of} have to show it: a red single parameter, or a score of 5 or 6
     * @param leastMinutes from the oldest measurement that counts to the newest, 0 to {@code withinMinutes}
     * @param againMinutes when a score that lasts is told again
     */
    public record News2Rule(
            int oldestMinutes, int need, int of, int leastMinutes, int withinMinutes, int againMinutes) {
        Course course(int beyond, int clear, int needed) {
            return course(beyond, clear, needed, false);
        }

        /** @param best for a vital that is read too low: one more is needed, and of close ones the best counts */
        Course course(int beyond, int clear, int needed, boolean best) {
            return new Course(
                    beyond,
                    clear,
                    best && leastMinutes > 0 ? Math.min(of, needed + 1) : needed,
                    of,
                    leastMinutes * 60_000L,
                    withinMinutes * 60_000L,
                    2,
                    againMinutes * 60_000L,
                    best);
        }
    }

    private RuleBook(Map<String, Object> tree) {
        BookReader book = BookReader.of("", tree);
        book.only(MEMBERS);
        if (!book.has("version")) {
            throw new IllegalArgumentException("version: missing; give a whole number that grows with each change");
        }
        this.tree = tree;
        this.version = book.whole("version", 0, Integer.MAX_VALUE, 0);
        this.news2 = news2(book.object("news2"));
        this.danger = DangerRule.of(book.object("danger"));
        this.silence = SilenceRule.of(book.object("silence"));
        book.object("grades").only(Set.of("1", "2", "3", "4"));
        book.object("conditions")
                .only(Stream.of(Condition.values()).map(Condition::id).collect(Collectors.toSet()));
        for (int grade = 0; grade <= 4; grade++) {
            for (int some = 0; some < 1 << Condition.values().length; some++) {
                int chosen = some;
                Set<Condition> conditions = Stream.of(Condition.values())
                        .filter(condition -> (chosen & bit(condition)) != 0)
                        .collect(Collectors.toSet());
                thresholds(new Profile(grade, conditions, false, Map.of()));
            }
        }
    }

    private static int bit(Condition condition) {
        return switch (condition) {
            case ATRIAL_FIBRILLATION -> 1;
            case BETA_BLOCKER -> 2;
            case COPD -> 4;
        };
    }

    /**
     * Reads and checks a book.
     *
     * @throws IllegalArgumentException naming the member and what to write instead
     */
    public static RuleBook parse(Map<String, ?> tree) {
        return new RuleBook(copy(tree));
    }

    /** The book that comes with the gateway, version 0. */
    public static RuleBook standard() {
        return parse(StandardBook.tree());
    }

    /**
     * The same rules under another number, which may be missing in {@code tree}.
     *
     * @throws IllegalArgumentException as {@link #parse} does
     */
    public static RuleBook numbered(Map<String, ?> tree, int version) {
        Map<String, Object> copy = new LinkedHashMap<>(copy(tree));
        copy.put("version", version);
        return new RuleBook(copy);
    }

    /**
     * Checks a person's own layer so that it stands on every book: who changes {@code beyond} gives {@code clear} too, and who
     * changes {@code need} gives {@code of}.
     *
     * @return the layer, unmodifiable
     * @throws IllegalArgumentException naming the member and what to write instead
     */
    public static Map<String, Object> personal(Map<String, ?> layer) {
        Map<String, Object> copy = copy(layer);
        BookReader given = BookReader.of("personal", copy);
        given.only(RULES);
        for (String rule : copy.keySet()) {
            BookReader one = given.object(rule);
            one.only(THRESHOLD);
            both(one, "beyond", "clear");
            both(one, "need", "of");
        }
        standard().thresholds(new Profile(0, Set.of(), false, copy));
        return copy;
    }

    private static void both(BookReader given, String one, String other) {
        if (given.has(one) != given.has(other)) {
            String missing = given.has(one) ? other : one;
            throw new IllegalArgumentException(given.at(missing) + ": missing; a person's own layer gives " + one
                    + " and " + other + " together, so that it fits every later book");
        }
    }

    /** Which book it is; part of every explanation. */
    public int version() {
        return version;
    }

    /** How NEWS2 is used. */
    public News2Rule news2() {
        return news2;
    }

    /** How long danger has to last. */
    public DangerRule danger() {
        return danger;
    }

    /** What a silent device is worth. */
    public SilenceRule silence() {
        return silence;
    }

    /** The book as it was given; {@link #parse} reads it again. Unmodifiable. */
    public Map<String, Object> toMap() {
        return tree;
    }

    /**
     * The thresholds for a person, those that are switched off left out.
     *
     * @throws IllegalArgumentException naming the member of the person's own layer and what to write instead
     */
    public List<Threshold> thresholds(Profile person) {
        BookReader book = BookReader.of("", tree);
        List<BookReader> layers = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        add(layers, sources, book.object("thresholds"), Source.STANDARD);
        add(layers, sources, book.object("grades").object(Integer.toString(person.grade())), Source.GRADE);
        for (Condition condition : Condition.values()) {
            if (person.conditions().contains(condition)) {
                add(layers, sources, book.object("conditions").object(condition.id()), Source.CONDITION);
            }
        }
        add(layers, sources, BookReader.of("personal", person.personal()), Source.PERSONAL);
        List<Threshold> thresholds = new ArrayList<>();
        for (Vital vital : Vital.values()) {
            for (boolean high : new boolean[] {false, true}) {
                Threshold threshold = fallback(vital, high);
                for (int i = 0; i < layers.size(); i++) {
                    threshold = changed(threshold, layers.get(i), sources.get(i));
                }
                if (!threshold.off()) {
                    thresholds.add(threshold);
                }
            }
        }
        return List.copyOf(thresholds);
    }

    private static void add(List<BookReader> layers, List<Source> sources, BookReader layer, Source source) {
        layer.only(RULES);
        layers.add(layer);
        sources.add(source);
    }

    /** What a rule has that no layer names: nothing is judged, and a layer that switches it on gives its limit. */
    private static Threshold fallback(Vital vital, boolean high) {
        int limit = Threshold.bound(vital, high);
        return new Threshold(
                vital, high, true, limit, limit, limit, 3, 5, 0, 10, Priority.P3, vital.scale(), 240, Source.STANDARD);
    }

    private static Threshold changed(Threshold base, BookReader layer, Source source) {
        if (!layer.has(base.id())) {
            return base;
        }
        BookReader given = layer.object(base.id());
        given.only(THRESHOLD);
        Vital vital = base.vital();
        int of = given.whole("of", 1, Course.MOST, base.of());
        int beyond = given.scaled("beyond", vital.scale(), vital.least(), vital.most(), base.beyond());
        int clear = given.scaled("clear", vital.scale(), vital.least(), vital.most(), base.clear());
        if (base.high() ? clear > beyond : clear < beyond) {
            throw new IllegalArgumentException(given.at("clear") + ": " + vital.shown(clear)
                    + " is not on the safe side of beyond, " + vital.shown(beyond) + "; give one that is, or the same");
        }
        int danger = given.scaled("danger", vital.scale(), vital.least(), vital.most(), base.danger());
        if (base.high() ? danger < beyond : danger > beyond) {
            throw new IllegalArgumentException(given.at("danger") + ": " + vital.shown(danger)
                    + " is on the safe side of beyond, " + vital.shown(beyond) + "; give one that is not");
        }
        int within = given.whole("withinMinutes", 1, DAY, base.withinMinutes());
        return new Threshold(
                vital,
                base.high(),
                given.truth("off", base.off() && !given.has("beyond")),
                beyond,
                clear,
                danger,
                given.whole("need", 1, of, Math.min(of, base.need())),
                of,
                given.whole("leastMinutes", 0, within, Math.min(within, base.leastMinutes())),
                within,
                given.word("priority", Priority.class, base.priority()),
                given.scaled("worseStep", vital.scale(), 1, 100 * vital.scale(), base.worseStep()),
                given.whole("againMinutes", 30, 7 * DAY, base.againMinutes()),
                given.has("beyond") ? source : base.source());
    }

    private static News2Rule news2(BookReader given) {
        given.only(NEWS2);
        int of = given.whole("of", 1, Course.MOST, 3);
        int within = given.whole("withinMinutes", 1, DAY, 10);
        return new News2Rule(
                given.whole("oldestMinutes", 1, DAY, 240),
                given.whole("need", 1, of, Math.min(of, 2)),
                of,
                given.whole("leastMinutes", 0, within, 0),
                within,
                given.whole("againMinutes", 30, 7 * DAY, 240));
    }

    private static Map<String, Object> copy(Map<?, ?> tree) {
        Map<String, Object> copy = new LinkedHashMap<>();
        tree.forEach((name, value) -> {
            if (name == null || value == null) {
                throw new IllegalArgumentException(name + ": null; leave the member out instead");
            }
            copy.put(name.toString(), value instanceof Map<?, ?> inner ? copy(inner) : value);
        });
        return java.util.Collections.unmodifiableMap(copy);
    }
}
