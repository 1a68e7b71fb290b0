package care.convoy.vitals;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.Heartbeat;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.HourlyLevels.Level;
import care.convoy.vitals.News2.Part;
import care.convoy.vitals.News2.Score;
import care.convoy.vitals.News2.Supply;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches one resident: validity, NEWS2 and thresholds over what all of the resident's devices say. Every measurement that is bad,
 * or that may be motion, is asked for again; what lasts becomes a {@link Finding}. A rule whose condition lasts is told again only
 * when worse by its step or after its time.
 *
 * <p>Not thread-safe; memory is bounded. State is of the last minutes and is not kept over a restart: what lasts is told once more.
 */
public final class HealthWatch {
    /** No time: nothing is due. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final byte LEARNED_FORM = 1;
    static final int LEARNED_BYTES = 1 + Usual.BYTES;

    private static final int RED = 3;
    private static final int URGENT = 5;
    private static final int EMERGENCY = 7;
    /** More than usual, of at least 5. */
    private static final int URGENT_MORE = 3;
    /** More than usual, of at least 7. */
    private static final int EMERGENCY_MORE = 4;

    /** A saturation is not replaced by a lower one of the next minutes. */
    private static final long DENIED_MILLIS = 4 * 60_000;

    private static final List<Vital> LEARNED = List.of(Vital.HEART_RATE, Vital.SPO2, Vital.RESPIRATION);

    private final Readings readings = new Readings();
    private Asking asking;
    private final @Nullable Reading[] latest = new @Nullable Reading[Vital.values().length];
    private final @Nullable Sustained[] reds = new @Nullable Sustained[Vital.values().length];
    private @Nullable Sustained urgent;
    private @Nullable Sustained emergency;
    private RuleBook book;
    private Profile person;
    private List<Threshold> thresholds;
    private @Nullable Sustained[] windows;
    private @Nullable Sustained[] dangers;
    private final RestWatch rest = new RestWatch();
    private final Usual usual;
    private final UnusualHours unusual = new UnusualHours();

    /** In the time zone of China. @throws IllegalArgumentException naming the member of the person's own layer and what to write instead */
    public HealthWatch(RuleBook book, Profile person) {
        this(book, person, ZoneId.of("Asia/Shanghai"));
    }

    /**
     * Of somebody of whom nothing is learned yet.
     *
     * @param zone in which the person sleeps and wakes
     * @throws IllegalArgumentException naming the member of the person's own layer and what to write instead
     */
    public HealthWatch(RuleBook book, Profile person, ZoneId zone) {
        this.usual = new Usual(zone);
        this.asking = new Asking(slotMillis(book));
        this.book = book;
        this.person = person;
        this.thresholds = book.thresholds(person);
        this.windows = new @Nullable Sustained[thresholds.size()];
        this.dangers = new @Nullable Sustained[thresholds.size()];
    }

    /**
     * Another book, or the record changed. Measurements of the last minutes, and what was told and is not over, stay: the next
     * measurement is judged by the new limits together with those before it. Scores of other circumstances (scale, oxygen) begin
     * anew.
     *
     * @throws IllegalArgumentException as the constructor does; then nothing changed
     */
    public void judgeBy(RuleBook newBook, Profile newPerson) {
        List<Threshold> newThresholds = newBook.thresholds(newPerson);
        if (slotMillis(newBook) != slotMillis(book)) {
            this.asking = new Asking(slotMillis(newBook));
        }
        this.dangers = kept(dangers, newThresholds, newBook.danger().of());
        this.windows = kept(windows, newThresholds, 0);
        keepScores(
                newPerson.circumstances().equals(person.circumstances()),
                newBook.news2().of());
        this.book = newBook;
        this.person = newPerson;
        this.thresholds = newThresholds;
    }

    /** @param of how many measurements each has room for; 0: as many as its threshold looks at */
    private @Nullable Sustained[] kept(@Nullable Sustained[] before, List<Threshold> newThresholds, int of) {
        @Nullable Sustained[] kept = new @Nullable Sustained[newThresholds.size()];
        for (int i = 0; i < kept.length; i++) {
            Threshold next = newThresholds.get(i);
            for (int j = 0; j < thresholds.size(); j++) {
                Sustained window = before[j];
                if (window != null && thresholds.get(j).id().equals(next.id())) {
                    kept[i] = window.resized(of == 0 ? next.of() : of);
                }
            }
        }
        return kept;
    }

    private void keepScores(boolean comparable, int of) {
        for (int i = 0; i < reds.length; i++) {
            reds[i] = resized(reds[i], comparable, of);
        }
        urgent = resized(urgent, comparable, of);
        emergency = resized(emergency, comparable, of);
    }

    private static @Nullable Sustained resized(@Nullable Sustained window, boolean comparable, int of) {
        return window == null || !comparable ? null : window.resized(of);
    }

    private static long slotMillis(RuleBook book) {
        return book.news2().course(0, 0, book.news2().need()).slotMillis();
    }

    /** What follows from an observation, most urgent first; messages without measurements only tell whether a band is worn. */
    public List<Outcome> hear(Observation observation) {
        readings.hear(observation.device(), observation.message());
        List<Outcome> outcomes = new ArrayList<>(0);
        if (observation.time() == Validity.VALID) {
            live(observation, outcomes);
        }
        if (!(observation.message() instanceof VitalsMeasured measured)) {
            return outcomes;
        }
        long newest = -1;
        for (Reading reading : readings.of(observation, measured)) {
            if (reading.isValid()) {
                asking.answered(reading);
                newest = Math.max(newest, hear(observation, reading, outcomes));
            } else if (reading.validity() == Validity.MOTION && rest.isAtRest(reading.atMillis())) {
                askAgain(observation, reading.vital(), outcomes);
            }
        }
        if (newest >= 0) {
            judgeScore(observation, newest, outcomes);
        }
        outcomes.sort(HealthWatch::byUrgency);
        return outcomes;
    }

    /** Time passes, steps are counted. */
    private void live(Observation observation, List<Outcome> outcomes) {
        long at = observation.atMillis();
        usual.turnTo(at, new Usual.HourEnded() {
            @Override
            public void ended(int hour, double[] medians) {
                Finding finding = unusual.hear(
                        usual, hour, medians, observation.device(), book.version(), observation.heardMillis());
                if (finding != null) {
                    outcomes.add(finding);
                }
            }

            @Override
            public void dayEnded() {
                outcomes.addAll(usual.drift.judge(observation.device(), book.version(), observation.heardMillis()));
            }
        });
        int steps = switch (observation.message()) {
            case VitalsMeasured measured -> measured.vitals().steps();
            case Heartbeat heartbeat -> heartbeat.steps();
            default -> -1;
        };
        if (steps >= 0) {
            rest.hear(steps, at);
            usual.moved(steps, rest.movedAt(at), at);
        }
    }

    /** @return the reading's time if rules of rest saw it, or -1 */
    private long hear(Observation observation, Reading reading, List<Outcome> outcomes) {
        boolean isAtRest = HourlyLevels.place(reading.vital()) < 0 || rest.isAtRest(reading.atMillis());
        if (isAtRest) {
            usual.hear(reading);
            remember(reading);
        }
        judge(observation, reading, isAtRest, outcomes);
        return isAtRest ? reading.atMillis() : -1;
    }

    /** What is due at {@code nowMillis}: a question that was not answered is asked again, twice at most. */
    public List<Outcome> tick(long nowMillis) {
        Ask ask = asking.due(nowMillis);
        return ask == null ? List.of() : List.of(ask);
    }

    /** When {@link #tick} has something to do, epoch milliseconds; {@link #NEVER} if not before something is heard. */
    public long nextDueMillis() {
        return asking.nextDueMillis();
    }

    /** The score at {@code nowMillis}, for a screen: a lower bound with how many parameters are known and how old they are. */
    public Score score(long nowMillis) {
        List<Reading> known = new ArrayList<>(latest.length);
        for (Reading reading : latest) {
            if (reading != null) {
                known.add(reading);
            }
        }
        return News2.score(
                known, person.circumstances(), nowMillis, book.news2().oldestMinutes() * 60_000L);
    }

    /** What was learned of the person, to be kept over a restart: {@value #LEARNED_BYTES} bytes. */
    public byte[] learned() {
        ByteBuffer bytes = ByteBuffer.allocate(LEARNED_BYTES);
        bytes.put(LEARNED_FORM);
        usual.write(bytes);
        return bytes.array();
    }

    /** Takes what was kept; bytes of another form, or of fewer days than are learned here, change nothing. */
    public void learn(byte[] kept) {
        if (kept.length == LEARNED_BYTES && kept[0] == LEARNED_FORM) {
            usual.readIfMore(ByteBuffer.wrap(kept, 1, LEARNED_BYTES - 1));
        }
    }

    /** Whether enough days were watched for limits of the person's own. */
    public boolean hasLearned() {
        return usual.hasLearnt();
    }

    private void remember(Reading reading) {
        int index = Readings.index(reading.vital());
        Reading before = latest[index];
        boolean isDenied = before != null
                && reading.vital().isReadTooLow()
                && reading.value() < before.value()
                && reading.atMillis() - before.atMillis() < DENIED_MILLIS
                && book.news2().leastMinutes() > 0;
        if (before == null || (before.atMillis() <= reading.atMillis() && !isDenied)) {
            latest[index] = reading;
        }
    }

    private void judge(Observation observation, Reading reading, boolean isAtRest, List<Outcome> outcomes) {
        boolean doubtful = false;
        Level level = usual.level(reading.vital());
        boolean isNight = usual.isNight(reading.atMillis());
        for (int i = 0; i < thresholds.size(); i++) {
            Threshold threshold = thresholds.get(i);
            if (threshold.vital() == reading.vital()) {
                doubtful |= threshold.hasDanger() && judgeDanger(observation, reading, i, outcomes);
                if (isAtRest) {
                    doubtful |= judge(observation, reading, i, PersonalLimits.of(threshold, level, isNight), outcomes);
                }
            }
        }
        if (isAtRest) {
            doubtful |= judgeRed(
                    observation,
                    reading,
                    PersonalLimits.isUnusual(reading.vital(), reading.value(), level, isNight),
                    outcomes);
        }
        if (doubtful) {
            askAgain(observation, reading.vital(), outcomes);
        }
    }

    /** Whether it is beyond and not yet told: to be measured again. */
    private boolean judge(
            Observation observation, Reading reading, int place, Threshold threshold, List<Outcome> outcomes) {
        Course course = threshold.course();
        int severity = threshold.severity(reading.value());
        Sustained window = windows[place];
        if (window == null) {
            if (severity <= course.beyond()) {
                return false;
            }
            window = new Sustained(threshold.of());
            windows[place] = window;
        }
        boolean isToBeTold = window.hear(course, reading.atMillis(), severity, reading.value());
        if (isToBeTold && !isToldMoreUrgently(reading.vital(), dangers[place])) {
            outcomes.add(threshold.finding(book.version(), observation.device(), observation.heardMillis(), window));
        }
        return severity > course.beyond() && !window.isRaised();
    }

    private boolean isToldMoreUrgently(Vital vital, @Nullable Sustained danger) {
        Sustained red = reds[Readings.index(vital)];
        return (danger != null && danger.isRaised()) || (red != null && red.isRaised());
    }

    private boolean judgeDanger(Observation observation, Reading reading, int place, List<Outcome> outcomes) {
        Threshold threshold = thresholds.get(place);
        Course course = threshold.dangerCourse(book.danger());
        int severity = threshold.severity(reading.value());
        Sustained window = dangers[place];
        if (window == null) {
            if (severity <= course.beyond()) {
                return false;
            }
            window = new Sustained(course.of());
            dangers[place] = window;
        }
        if (window.hear(course, reading.atMillis(), severity, reading.value())) {
            outcomes.add(threshold.danger(book, observation.device(), observation.heardMillis(), window));
        }
        return severity > course.beyond() && !window.isRaised();
    }

    /** Whether it is red, unusual for the person, and not yet told: to be measured again. */
    private boolean judgeRed(Observation observation, Reading reading, boolean isUnusual, List<Outcome> outcomes) {
        int points = News2.points(reading.vital(), reading.value(), person.circumstances());
        if (points == RED && !isUnusual) {
            points = RED - 1;
        }
        int index = Readings.index(reading.vital());
        Sustained window = reds[index];
        if (window == null) {
            if (points < RED) {
                return false;
            }
            window = new Sustained(book.news2().of());
            reds[index] = window;
        }
        Course course = book.news2()
                .course(RED - 1, RED - 1, book.news2().need(), reading.vital().isReadTooLow());
        if (window.hear(course, reading.atMillis(), points, reading.value())) {
            outcomes.add(red(observation, reading.vital(), window, course));
        }
        return points == RED && !window.isRaised();
    }

    private void judgeScore(Observation observation, long atMillis, List<Outcome> outcomes) {
        Score score = score(observation.heardMillis());
        int atLeast = score.atLeast() - score.tooMuchOxygen();
        int more = atLeast - usualScore();
        int five = more >= URGENT_MORE ? atLeast : Math.min(atLeast, URGENT - 1);
        int seven = more >= EMERGENCY_MORE ? atLeast : Math.min(atLeast, EMERGENCY - 1);
        if (urgent == null && five < URGENT) {
            return;
        }
        emergency = emergency == null ? new Sustained(book.news2().of()) : emergency;
        urgent = urgent == null ? new Sustained(book.news2().of()) : urgent;
        Course confirmed =
                book.news2().course(EMERGENCY - 1, URGENT, book.news2().need());
        Course twice = book.news2().course(URGENT - 1, URGENT - 2, book.news2().need());
        boolean isEmergency = emergency.hear(confirmed, atMillis, seven, score.atLeast());
        boolean isUrgent = urgent.hear(twice, atMillis, five, score.atLeast());
        if (isEmergency) {
            outcomes.add(score(observation, score, Priority.P1, EMERGENCY));
        } else if (isUrgent && !emergency.isRaised()) {
            outcomes.add(score(observation, score, Priority.P2, URGENT));
        }
        boolean unconfirmed = urgent.isRaised() ? seven >= EMERGENCY : five >= URGENT;
        if (unconfirmed && !emergency.isRaised()) {
            score.parts().stream()
                    .max(java.util.Comparator.comparingInt(Part::points))
                    .ifPresent(worst -> askAgain(observation, worst.vital(), outcomes));
        }
    }

    /** What the person scores on a usual day at this hour: the oxygen of the record, and what is learned. */
    private int usualScore() {
        News2.Circumstances circumstances = person.circumstances();
        int points = News2.points(circumstances.supply());
        for (Vital vital : LEARNED) {
            Level level = usual.level(vital);
            points += level == null ? 0 : News2.points(vital, (int) Math.rint(level.median()), circumstances);
        }
        return points;
    }

    private Finding red(Observation observation, Vital vital, Sustained window, Course course) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < window.size(); i++) {
            if (window.counts(course, i)) {
                items.add(new Item(
                        vital.id(), vital.shown(window.value(i)), vital.unit(), window.atMillis(i), "points" + RED));
            }
        }
        List<Limit> limits = List.of(
                new Limit("news2.single", Comparison.AT_LEAST, RED, "points", Source.STANDARD),
                new Limit("measurements", Comparison.AT_LEAST, course.need(), "of" + course.of(), Source.STANDARD));
        Explanation explanation = new Explanation("news2.red." + vital.id(), book.version(), items, limits);
        return Finding.of(AlertKind.VITALS, Priority.P2, observation.device(), observation.heardMillis(), explanation);
    }

    private Finding score(Observation observation, Score score, Priority priority, int limit) {
        long now = observation.heardMillis();
        List<Item> items = new ArrayList<>();
        items.add(new Item("news2.atLeast", score.atLeast(), "points", now, score.known() + "of" + News2.PARAMETERS));
        for (Part part : score.parts()) {
            Vital vital = part.vital();
            items.add(new Item(
                    vital.id(), vital.shown(part.value()), vital.unit(), part.atMillis(), "points" + part.points()));
        }
        if (score.circumstances().supply() == Supply.OXYGEN) {
            items.add(new Item("oxygen", 1, "", now, "points" + News2.points(Supply.OXYGEN)));
        }
        List<Limit> limits = List.of(new Limit("news2.atLeast", Comparison.AT_LEAST, limit, "points", Source.STANDARD));
        Explanation explanation = new Explanation("news2.score", book.version(), items, limits);
        return Finding.of(AlertKind.VITALS, priority, observation.device(), now, explanation);
    }

    private void askAgain(Observation observation, Vital vital, List<Outcome> outcomes) {
        DeviceId device = observation.device();
        Ask ask = asking.ask(device, vital, observation.heardMillis());
        if (ask != null) {
            outcomes.add(ask);
        }
    }

    private static int byUrgency(Outcome one, Outcome other) {
        return priority(one).compareTo(priority(other));
    }

    private static Priority priority(Outcome outcome) {
        return outcome instanceof Finding finding ? finding.priority() : Priority.P5;
    }
}
