package care.convoy.vitals;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.News2.Part;
import care.convoy.vitals.News2.Score;
import care.convoy.vitals.News2.Supply;
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

    private static final int RED = 3;
    private static final int URGENT = 5;
    private static final int EMERGENCY = 7;

    private final Readings readings = new Readings();
    private final Asking asking = new Asking();
    private final @Nullable Reading[] latest = new @Nullable Reading[Vital.values().length];
    private final @Nullable Sustained[] reds = new @Nullable Sustained[Vital.values().length];
    private @Nullable Sustained urgent;
    private @Nullable Sustained emergency;
    private RuleBook book;
    private Profile person;
    private List<Threshold> thresholds;
    private @Nullable Sustained[] windows;

    /** @throws IllegalArgumentException naming the member of the person's own layer and what to write instead */
    public HealthWatch(RuleBook book, Profile person) {
        this.book = book;
        this.person = person;
        this.thresholds = book.thresholds(person);
        this.windows = new @Nullable Sustained[thresholds.size()];
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
        this.windows = kept(newThresholds);
        keepScores(
                newPerson.circumstances().equals(person.circumstances()),
                newBook.news2().of());
        this.book = newBook;
        this.person = newPerson;
        this.thresholds = newThresholds;
    }

    private @Nullable Sustained[] kept(List<Threshold> newThresholds) {
        @Nullable Sustained[] kept = new @Nullable Sustained[newThresholds.size()];
        for (int i = 0; i < kept.length; i++) {
            Threshold next = newThresholds.get(i);
            for (int j = 0; j < thresholds.size(); j++) {
                Sustained window = windows[j];
                if (window != null && thresholds.get(j).id().equals(next.id())) {
                    kept[i] = window.resized(next.of());
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

    /** What follows from an observation, most urgent first; messages without measurements only tell whether a band is worn. */
    public List<Outcome> hear(Observation observation) {
        readings.hear(observation.device(), observation.message());
        if (!(observation.message() instanceof VitalsMeasured measured)) {
            return List.of();
        }
        List<Outcome> outcomes = new ArrayList<>(0);
        long newest = -1;
        for (Reading reading : readings.of(observation, measured)) {
            if (reading.isValid()) {
                asking.answered(reading);
                remember(reading);
                newest = Math.max(newest, reading.atMillis());
                judge(observation, reading, outcomes);
            } else if (reading.validity() == Validity.MOTION) {
                askAgain(observation, reading.vital(), outcomes);
            }
        }
        if (newest >= 0) {
            judgeScore(observation, newest, outcomes);
        }
        outcomes.sort(HealthWatch::byUrgency);
        return outcomes;
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

    private void remember(Reading reading) {
        int index = Readings.index(reading.vital());
        Reading before = latest[index];
        if (before == null || before.atMillis() <= reading.atMillis()) {
            latest[index] = reading;
        }
    }

    private void judge(Observation observation, Reading reading, List<Outcome> outcomes) {
        boolean doubtful = false;
        for (int i = 0; i < thresholds.size(); i++) {
            Threshold threshold = thresholds.get(i);
            if (threshold.vital() == reading.vital()) {
                Sustained window = windows[i];
                if (window == null) {
                    window = new Sustained(threshold.of());
                    windows[i] = window;
                }
                Course course = threshold.course();
                int severity = threshold.severity(reading.value());
                if (window.hear(course, reading.atMillis(), severity, reading.value())) {
                    outcomes.add(
                            threshold.finding(book.version(), observation.device(), observation.heardMillis(), window));
                }
                doubtful |= severity > course.beyond() && !window.isRaised();
            }
        }
        doubtful |= judgeRed(observation, reading, outcomes);
        if (doubtful) {
            askAgain(observation, reading.vital(), outcomes);
        }
    }

    /** Whether it is red and not yet told: to be measured again. */
    private boolean judgeRed(Observation observation, Reading reading, List<Outcome> outcomes) {
        int points = News2.points(reading.vital(), reading.value(), person.circumstances());
        int index = Readings.index(reading.vital());
        Sustained window = reds[index];
        if (window == null) {
            window = new Sustained(book.news2().of());
            reds[index] = window;
        }
        Course course = book.news2().course(RED - 1, RED - 1, book.news2().need());
        if (window.hear(course, reading.atMillis(), points, reading.value())) {
            outcomes.add(red(observation, reading.vital(), window, course));
        }
        return points == RED && !window.isRaised();
    }

    private void judgeScore(Observation observation, long atMillis, List<Outcome> outcomes) {
        Score score = score(observation.heardMillis());
        emergency = emergency == null ? new Sustained(book.news2().of()) : emergency;
        urgent = urgent == null ? new Sustained(book.news2().of()) : urgent;
        Course confirmed =
                book.news2().course(EMERGENCY - 1, URGENT, book.news2().need());
        Course twice = book.news2().course(URGENT - 1, URGENT - 2, book.news2().need());
        boolean isEmergency = emergency.hear(confirmed, atMillis, score.atLeast(), score.atLeast());
        boolean isUrgent = urgent.hear(twice, atMillis, score.atLeast(), score.atLeast());
        if (isEmergency) {
            outcomes.add(score(observation, score, Priority.P1, EMERGENCY));
        } else if (isUrgent && !emergency.isRaised()) {
            outcomes.add(score(observation, score, Priority.P2, URGENT));
        }
        boolean unconfirmed = score.atLeast() >= (urgent.isRaised() ? EMERGENCY : URGENT);
        if (unconfirmed && !emergency.isRaised()) {
            score.parts().stream()
                    .max(java.util.Comparator.comparingInt(Part::points))
                    .ifPresent(worst -> askAgain(observation, worst.vital(), outcomes));
        }
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
