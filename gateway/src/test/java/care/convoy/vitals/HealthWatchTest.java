package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What follows from single measurements, with a book that waits for the second of three; the standard one: {@link PatienceTest}. */
class HealthWatchTest {
    private static final DeviceId BAND = new DeviceId("band");
    private static final long MINUTE = 60_000;
    private static final long START = 1_800_000_000_000L;

    private HealthWatch watch = new HealthWatch(Books.hasty(), Profile.unknown());

    @Test
    void aHeartAboveItsLimitIsAskedForAgainAndToldWithItsValues() {
        assertThat(hear(0, Vital.HEART_RATE, 125)).singleElement().isInstanceOf(Ask.class);
        assertThat(hear(1, Vital.HEART_RATE, 126)).singleElement().isInstanceOf(Ask.class);
        Finding finding = only(hear(2, Vital.HEART_RATE, 127));
        assertThat(finding.rule()).isEqualTo("heartRate.high");
        assertThat(finding.priority()).isEqualTo(Priority.P3);
        assertThat(finding.kind()).isEqualTo(AlertKind.VITALS);
        assertThat(finding.explanation().items())
                .containsExactly(
                        new Item("heartRate", 125, "bpm", START, ""),
                        new Item("heartRate", 126, "bpm", START + MINUTE, ""),
                        new Item("heartRate", 127, "bpm", START + 2 * MINUTE, ""));
        assertThat(finding.explanation().limits().getFirst().number()).isEqualTo(120);
        assertThat(finding.explanation().limits().getFirst().source()).isEqualTo(Source.STANDARD);
        assertThat(hear(3, Vital.HEART_RATE, 126)).isEmpty();
    }

    @Test
    void aRedSingleParameterIsMeasuredAgainAndTwoOfThreeAreTold() {
        assertThat(hear(0, Vital.HEART_RATE, 131)).singleElement().isInstanceOf(Ask.class);
        assertThat(hear(1, Vital.HEART_RATE, 100)).isEmpty();
        Finding finding = finding(hear(2, Vital.HEART_RATE, 131));
        assertThat(finding.rule()).isEqualTo("news2.red.heartRate");
        assertThat(finding.priority()).isEqualTo(Priority.P2);
        assertThat(finding.explanation().items()).extracting(Item::quality).containsExactly("points3", "points3");
    }

    @Test
    void twoRedOnesMoreThanTenMinutesApartAreNotTold() {
        hear(0, Vital.SPO2, 91);
        assertThat(findings(watch.hear(heard(START + 10 * MINUTE + 1, Vital.SPO2, 91))))
                .isEmpty();
        HealthWatch other = watch = new HealthWatch(Books.hasty(), Profile.unknown());
        other.hear(heard(START, Vital.SPO2, 91));
        assertThat(findings(other.hear(heard(START + 10 * MINUTE, Vital.SPO2, 91))))
                .hasSize(1);
    }

    @Test
    void aScoreOfFiveIsToldWhenItIsSeenTwice() {
        Vitals five = vitals(112, 95, 105, 22);
        assertThat(findings(hear(0, vitals(112, 96, 105, 20)))).isEmpty();
        assertThat(watch.score(START).atLeast()).isEqualTo(3);
        List<Outcome> first = hear(1, five);
        assertThat(watch.score(START + MINUTE).atLeast()).isEqualTo(6);
        assertThat(first).singleElement().isInstanceOf(Ask.class);
        Finding finding = finding(hear(2, five));
        assertThat(finding.rule()).isEqualTo("news2.score");
        assertThat(finding.priority()).isEqualTo(Priority.P2);
        assertThat(finding.explanation().items().getFirst())
                .isEqualTo(new Item("news2.atLeast", 6, "points", START + 2 * MINUTE, "4of7"));
    }

    @Test
    void aScoreOfSevenTwiceIsToldAsTheMostUrgent() {
        assertThat(hear(0, vitals(131, 91, 105, 20))).hasAtLeastOneElementOfType(Ask.class);
        List<Outcome> outcomes = hear(1, vitals(131, 91, 105, 20));
        assertThat(outcomes.getFirst()).isInstanceOfSatisfying(Finding.class, finding -> {
            assertThat(finding.priority()).isEqualTo(Priority.P1);
            assertThat(finding.rule()).isEqualTo("news2.score");
        });
        assertThat(findings(outcomes))
                .extracting(Finding::rule)
                .as("the score is not told as 5 or more as well")
                .containsExactly("news2.score", "news2.red.heartRate", "news2.red.spo2");
        assertThat(findings(hear(2, vitals(131, 91, 105, 20))))
                .extracting(Finding::rule)
                .doesNotContain("news2.score");
    }

    @Test
    void aScoreOfSevenThatASecondMeasurementDeniesIsNotTold() {
        assertThat(findings(hear(0, vitals(131, 91, 105, 20)))).isEmpty();
        assertThat(findings(hear(1, vitals(75, 97, 125, 16)))).isEmpty();
        assertThat(findings(hear(2, vitals(75, 97, 125, 16)))).isEmpty();
    }

    @Test
    void aFiveThatWasToldIsToldAgainAsASevenOnceThatIsConfirmed() {
        hear(0, vitals(112, 91, 125, 16));
        assertThat(findings(hear(1, vitals(112, 91, 125, 16))))
                .extracting(Finding::priority)
                .contains(Priority.P2);
        assertThat(hear(2, vitals(131, 91, 105, 16))).hasAtLeastOneElementOfType(Ask.class);
        assertThat(findings(hear(3, vitals(131, 91, 105, 16))))
                .extracting(Finding::priority)
                .contains(Priority.P1);
    }

    @Test
    void aSixAfterASevenIsNotToldOfItsOwn() {
        hear(0, vitals(131, 91, 105, 20));
        hear(1, vitals(131, 91, 105, 20));
        List<Finding> findings = new ArrayList<>();
        for (int minute = 2; minute < 30; minute++) {
            findings.addAll(findings(hear(minute, vitals(112, 93, 105, 22))));
        }
        assertThat(findings).extracting(Finding::rule).doesNotContain("news2.score");
    }

    @Test
    void oxygenInTheRecordScoresAndIsExplained() {
        watch = new HealthWatch(Books.hasty(), new Profile(1, Set.of(Condition.COPD), true, Map.of()));
        hear(0, vitals(72, 97, 120, 16));
        assertThat(watch.score(START).atLeast()).as("as on the chart").isEqualTo(5);
        assertThat(watch.score(START).known()).isEqualTo(5);
        assertThat(findings(hear(1, vitals(72, 97, 120, 16))))
                .extracting(Finding::rule)
                .as("oxygen is usual, and too much of it no sign of getting worse: the red one is told")
                .containsExactly("news2.red.spo2");
        hear(2, vitals(115, 85, 120, 22));
        Finding told = findings(hear(3, vitals(115, 85, 120, 22))).stream()
                .filter(each -> each.rule().equals("news2.score"))
                .findFirst()
                .orElseThrow();
        assertThat(told.explanation().items()).extracting(Item::what).contains("oxygen");
    }

    @Test
    void aScaleTwoPersonAtEightyEightIsWell() {
        watch = new HealthWatch(Books.hasty(), new Profile(1, Set.of(Condition.COPD), false, Map.of()));
        for (int minute = 0; minute < 10; minute++) {
            assertThat(hear(minute, Vital.SPO2, 88)).isEmpty();
        }
    }

    @Test
    void aParameterThatIsTooOldLeavesTheScore() {
        hear(0, Vital.HEART_RATE, 112);
        assertThat(watch.score(START + 240 * MINUTE).known()).isEqualTo(1);
        assertThat(watch.score(START + 240 * MINUTE + 1).known()).isZero();
    }

    @Test
    void invalidMeasurementsRaiseAndAskNothing() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int minute = 0; minute < 30; minute++) {
            outcomes.addAll(hear(minute, new Vitals(255, 0, 255, 0, 3000, TemperatureSite.SKIN, 255, -1)));
            outcomes.addAll(watch.hear(new Observation(
                    BAND, START + minute * MINUTE, START - 60 * MINUTE, new VitalsMeasured(vitals(180, 70, 70, 40)))));
        }
        watch.hear(Observation.heard(BAND, START + 30 * MINUTE, new BandRemoved()));
        for (int minute = 31; minute < 60; minute++) {
            outcomes.addAll(hear(minute, vitals(180, 70, 70, 40)));
        }
        assertThat(outcomes).isEmpty();
        assertThat(watch.score(START + 60 * MINUTE).known()).isZero();
        assertThat(watch.nextDueMillis()).isEqualTo(HealthWatch.NEVER);
    }

    @Test
    void motionIsAskedForAgainAndRaisesNothing() {
        hear(0, Vital.HEART_RATE, 70);
        List<Outcome> outcomes = watch.hear(heard(START + 50_000, Vital.HEART_RATE, 190));
        assertThat(outcomes).containsExactly(new Ask(Ask.What.MEASURE_AGAIN, BAND, Vital.HEART_RATE, START + 50_000));
        assertThat(watch.score(START + 50_000).atLeast()).isZero();
    }

    @Test
    void aQuestionWithoutAnAnswerIsAskedThreeTimes() {
        hear(0, Vital.SPO2, 90);
        for (int i = 1; i <= 2; i++) {
            long due = START + i * Asking.WAIT_MILLIS;
            assertThat(watch.nextDueMillis()).isEqualTo(due);
            assertThat(watch.tick(due - 1)).isEmpty();
            assertThat(watch.tick(due)).containsExactly(new Ask(Ask.What.MEASURE_AGAIN, BAND, Vital.SPO2, due));
        }
        assertThat(watch.nextDueMillis()).isEqualTo(HealthWatch.NEVER);
        assertThat(watch.tick(Long.MAX_VALUE / 2)).isEmpty();
    }

    @Test
    void anAnswerEndsTheQuestion() {
        hear(0, Vital.SPO2, 90);
        hear(1, Vital.HEART_RATE, 70);
        assertThat(watch.nextDueMillis()).isNotEqualTo(HealthWatch.NEVER);
        hear(1, Vital.SPO2, 98);
        assertThat(watch.nextDueMillis()).isEqualTo(HealthWatch.NEVER);
    }

    @Test
    void aDeviceIsAskedAtMostEightTimesAnHour() {
        int asked = 0;
        for (int minute = 0; minute < 60; minute++) {
            asked += (int) hear(minute, Vital.HEART_RATE, minute % 5 == 0 ? 131 : 80).stream()
                    .filter(Ask.class::isInstance)
                    .count();
            asked += watch.tick(START + minute * MINUTE + 30_000).size();
        }
        assertThat(asked).isBetween(1, Asking.MOST_AN_HOUR);
    }

    @Test
    void aConditionThatLastsADayIsToldEachFourHours() {
        List<Finding> findings = new ArrayList<>();
        for (int minute = 0; minute < 24 * 60; minute++) {
            findings.addAll(findings(hear(minute, Vital.HEART_RATE, 125)));
        }
        assertThat(findings).hasSize(6).allMatch(finding -> finding.rule().equals("heartRate.high"));
    }

    @Test
    void anotherGradeJudgesWhatWasMeasuredBeforeToo() {
        hear(0, Vital.HEART_RATE, 121);
        watch.judgeBy(Books.hasty(), new Profile(3, Set.of(), false, Map.of()));
        assertThat(findings(hear(1, Vital.HEART_RATE, 118))).isEmpty();
        assertThat(only(hear(2, Vital.HEART_RATE, 118))
                        .explanation()
                        .limits()
                        .getFirst()
                        .source())
                .isEqualTo(Source.GRADE);
    }

    @Test
    void whatWasToldIsNotToldAgainByAnotherBook() {
        hear(0, Vital.HEART_RATE, 125);
        hear(1, Vital.HEART_RATE, 125);
        only(hear(2, Vital.HEART_RATE, 125));
        watch.judgeBy(RuleBook.numbered(longer(), 7), Profile.unknown());
        for (int minute = 3; minute < 60; minute++) {
            assertThat(findings(hear(minute, Vital.HEART_RATE, 125))).isEmpty();
        }
        for (int minute = 60; minute < 65; minute++) {
            hear(minute, Vital.HEART_RATE, 80);
        }
        List<Finding> after = new ArrayList<>();
        for (int minute = 65; minute < 75; minute++) {
            after.addAll(findings(hear(minute, Vital.HEART_RATE, 125)));
        }
        assertThat(after).hasSize(1);
        assertThat(after.getFirst().explanation().book()).isEqualTo(7);
        assertThat(after.getFirst().explanation().items()).hasSize(6);
    }

    private static Map<String, Object> longer() {
        Map<String, Object> tree = new java.util.HashMap<>(RuleBook.standard().toMap());
        tree.remove("version");
        tree.put(
                "thresholds",
                Map.of("heartRate.high", Map.of("beyond", 120, "clear", 110, "need", 6, "of", 8, "withinMinutes", 30)));
        return tree;
    }

    @Test
    void theOrderOfArrivalWithinTheWindowDoesNotChangeWhatIsTold() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int red = random.nextInt(4);
            List<Integer> minutes = new ArrayList<>(List.of(0, 2, 4));
            List<Observation> observations = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                long at = START + minutes.get(i) * MINUTE;
                int value = i < red ? 91 : 97;
                observations.add(new Observation(
                        BAND, START + 5 * MINUTE, at, new VitalsMeasured(Measured.only(Vital.SPO2, value))));
            }
            observations.addAll(List.copyOf(observations));
            Collections.shuffle(observations, random);
            HealthWatch any = new HealthWatch(Books.hasty(), Profile.unknown());
            long told = observations.stream()
                    .flatMap(each -> findings(any.hear(each)).stream())
                    .filter(finding -> finding.rule().equals("news2.red.spo2"))
                    .count();
            assertThat(told).as("seed %d", seed).isEqualTo(red >= 2 ? 1 : 0);
        }
    }

    @Test
    void anyMeasurementsAreJudgedWithinBounds() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            HealthWatch any = new HealthWatch(
                    Books.hasty(), new Profile(random.nextInt(5), Set.of(Condition.COPD), true, Map.of()));
            for (int i = 0; i < 500; i++) {
                long heard = START + i * 20_000L;
                Vitals vitals = new Vitals(
                        random.nextInt(-1, 301),
                        random.nextInt(-1, 101),
                        random.nextInt(-1, 301),
                        random.nextInt(-1, 301),
                        random.nextInt(1000, 4501),
                        TemperatureSite.values()[random.nextInt(2)],
                        random.nextInt(-1, 101),
                        random.nextInt(100));
                for (Outcome outcome : any.hear(new Observation(
                        BAND, heard, heard - random.nextInt(-200_000, 1_000_000), new VitalsMeasured(vitals)))) {
                    if (outcome instanceof Finding finding) {
                        assertThat(Explanation.parse(finding.explanation().encode()))
                                .contains(finding.explanation());
                    }
                }
            }
        }
    }

    private List<Outcome> hear(int minute, Vital vital, int value) {
        return watch.hear(heard(START + minute * MINUTE, vital, value));
    }

    private List<Outcome> hear(int minute, Vitals vitals) {
        return watch.hear(Observation.heard(BAND, START + minute * MINUTE, new VitalsMeasured(vitals)));
    }

    private static Observation heard(long at, Vital vital, int value) {
        return Observation.heard(BAND, at, new VitalsMeasured(Measured.only(vital, value)));
    }

    private static Vitals vitals(int heart, int spo2, int systolic, int respiration) {
        return new Vitals(heart, spo2, systolic, -1, -1, TemperatureSite.SKIN, respiration, -1);
    }

    private static List<Finding> findings(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Finding.class::isInstance)
                .map(Finding.class::cast)
                .toList();
    }

    private static Finding finding(List<Outcome> outcomes) {
        assertThat(findings(outcomes)).hasSize(1);
        return findings(outcomes).getFirst();
    }

    private static Finding only(List<Outcome> outcomes) {
        assertThat(outcomes).hasSize(1);
        return finding(outcomes);
    }
}
