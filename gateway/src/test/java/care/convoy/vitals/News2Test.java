package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.vitals.News2.Circumstances;
import care.convoy.vitals.News2.Consciousness;
import care.convoy.vitals.News2.Scale;
import care.convoy.vitals.News2.Score;
import care.convoy.vitals.News2.Supply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chart 1 of the Royal College of Physicians, 2017: the values on both sides of every line. */
class News2Test {
    private static final long HOUR = 3_600_000;
    private static final long NOW = 100 * HOUR;

    @ParameterizedTest
    @CsvSource({
        "7,3", "8,3", "9,1", "10,1", "11,1", "12,0", "13,0", "19,0", "20,0", "21,2", "22,2", "23,2", "24,2", "25,3",
        "26,3"
    })
    void respirations(int perMinute, int points) {
        assertThat(News2.points(Vital.RESPIRATION, perMinute, Circumstances.UNKNOWN))
                .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"90,3", "91,3", "92,2", "93,2", "94,1", "95,1", "96,0", "97,0", "100,0"})
    void saturationOnScaleOne(int percent, int points) {
        for (Supply supply : Supply.values()) {
            assertThat(News2.points(Vital.SPO2, percent, said(Scale.ONE, supply)))
                    .isEqualTo(points);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "82,3,3", "83,3,3", "84,2,2", "85,2,2", "86,1,1", "87,1,1", "88,0,0", "89,0,0", "91,0,0", "92,0,0", "93,0,1",
        "94,0,1", "95,0,2", "96,0,2", "97,0,3", "98,0,3", "100,0,3"
    })
    void saturationOnScaleTwo(int percent, int onAir, int onOxygen) {
        assertThat(News2.points(Vital.SPO2, percent, said(Scale.TWO, Supply.AIR)))
                .isEqualTo(onAir);
        assertThat(News2.points(Vital.SPO2, percent, said(Scale.TWO, Supply.UNKNOWN)))
                .isEqualTo(onAir);
        assertThat(News2.points(Vital.SPO2, percent, said(Scale.TWO, Supply.OXYGEN)))
                .isEqualTo(onOxygen);
    }

    @ParameterizedTest
    @CsvSource({
        "89,3", "90,3", "91,2", "92,2", "99,2", "100,2", "101,1", "102,1", "109,1", "110,1", "111,0", "112,0", "218,0",
        "219,0", "220,3", "221,3"
    })
    void systolicPressure(int mmHg, int points) {
        assertThat(News2.points(Vital.SYSTOLIC, mmHg, Circumstances.UNKNOWN)).isEqualTo(points);
        assertThat(News2.points(Vital.DIASTOLIC, mmHg, Circumstances.UNKNOWN)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "39,3", "40,3", "41,1", "42,1", "49,1", "50,1", "51,0", "52,0", "89,0", "90,0", "91,1", "92,1", "109,1",
        "110,1", "111,2", "112,2", "129,2", "130,2", "131,3", "132,3"
    })
    void pulse(int bpm, int points) {
        assertThat(News2.points(Vital.HEART_RATE, bpm, Circumstances.UNKNOWN)).isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({
        "3490,3", "3500,3", "3504,3", "3505,1", "3510,1", "3520,1", "3590,1", "3600,1", "3604,1", "3605,0", "3610,0",
        "3620,0", "3790,0", "3800,0", "3804,0", "3805,1", "3810,1", "3820,1", "3890,1", "3900,1", "3904,1", "3905,2",
        "3910,2", "3920,2"
    })
    void temperature(int centiDegrees, int points) {
        assertThat(News2.points(Vital.TEMPERATURE, centiDegrees, Circumstances.UNKNOWN))
                .isEqualTo(points);
    }

    @Test
    void oxygenAndConsciousness() {
        assertThat(List.of(Supply.UNKNOWN, Supply.AIR, Supply.OXYGEN))
                .extracting(News2::points)
                .containsExactly(0, 0, 2);
        assertThat(List.of(Consciousness.UNKNOWN, Consciousness.ALERT, Consciousness.CVPU))
                .extracting(News2::points)
                .containsExactly(0, 0, 3);
    }

    @Test
    void aPartialScoreIsALowerBoundAndSaysWhatIsKnown() {
        Score score =
                score(List.of(at(Vital.HEART_RATE, 112, NOW - HOUR), at(Vital.SPO2, 91, NOW)), Circumstances.UNKNOWN);
        assertThat(score.atLeast()).isEqualTo(5);
        assertThat(score.known()).isEqualTo(2);
        assertThat(score.isComplete()).isFalse();
        assertThat(score.part(Vital.HEART_RATE).orElseThrow().ageMillis()).isEqualTo(HOUR);
        assertThat(score.red()).extracting(News2.Part::vital).containsExactly(Vital.SPO2);
    }

    @Test
    void onlyAllSevenMakeATotal() {
        List<Reading> five = List.of(
                at(Vital.RESPIRATION, 25, NOW),
                at(Vital.SPO2, 91, NOW),
                at(Vital.SYSTOLIC, 90, NOW),
                at(Vital.HEART_RATE, 131, NOW),
                at(Vital.TEMPERATURE, 3500, NOW));
        Score worst = score(five, new Circumstances(Scale.ONE, Supply.OXYGEN, Consciousness.CVPU));
        assertThat(worst.atLeast()).isEqualTo(20);
        assertThat(worst.isComplete()).isTrue();
        assertThat(score(five, said(Scale.ONE, Supply.AIR)).known()).isEqualTo(6);
        assertThat(score(five, said(Scale.ONE, Supply.AIR)).isComplete()).isFalse();
    }

    @Test
    void whatIsTooOldOrInvalidOrDiastolicDoesNotCount() {
        assertThat(score(List.of(at(Vital.SPO2, 80, NOW - 4 * HOUR)), Circumstances.UNKNOWN)
                        .known())
                .isEqualTo(1);
        assertThat(score(List.of(at(Vital.SPO2, 80, NOW - 4 * HOUR - 1)), Circumstances.UNKNOWN)
                        .known())
                .isZero();
        assertThat(score(List.of(at(Vital.DIASTOLIC, 20, NOW)), Circumstances.UNKNOWN)
                        .known())
                .isZero();
        for (Validity validity : Validity.values()) {
            Score score = score(List.of(new Reading(Vital.SPO2, 80, NOW, validity)), Circumstances.UNKNOWN);
            assertThat(score.atLeast()).as("%s", validity).isEqualTo(validity == Validity.VALID ? 3 : 0);
        }
    }

    @Test
    void neitherOrderNorRepetitionOfReadingsChangesAScore() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            List<Reading> readings = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Vital vital = Vital.values()[random.nextInt(Vital.values().length)];
                int value = vital.least() + random.nextInt(vital.most() - vital.least() + 1);
                readings.add(at(vital, value, NOW - random.nextInt(6) * HOUR));
            }
            Circumstances circumstances = new Circumstances(
                    Scale.values()[random.nextInt(2)],
                    Supply.values()[random.nextInt(3)],
                    Consciousness.values()[random.nextInt(3)]);
            Score score = score(readings, circumstances);
            List<Reading> twice = new ArrayList<>(readings);
            twice.addAll(readings);
            Collections.shuffle(twice, random);
            assertThat(score(twice, circumstances)).as("seed %d", seed).isEqualTo(score);
        }
    }

    @Test
    void whatLiesFurtherFromTheNormalNeverScoresLess() {
        for (Scale scale : Scale.values()) {
            for (Supply supply : Supply.values()) {
                Circumstances said = said(scale, supply);
                for (Vital vital : Vital.values()) {
                    int normal = normal(vital, scale);
                    for (int value = normal; value < vital.most(); value++) {
                        assertThat(News2.points(vital, value + 1, said))
                                .isGreaterThanOrEqualTo(News2.points(vital, value, said));
                    }
                    for (int value = normal; value > vital.least(); value--) {
                        assertThat(News2.points(vital, value - 1, said))
                                .isGreaterThanOrEqualTo(News2.points(vital, value, said));
                    }
                }
            }
        }
    }

    @Test
    void knowingMoreNeverLowersTheBound() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            List<Reading> readings = new ArrayList<>();
            int before = 0;
            for (Vital vital : Vital.values()) {
                readings.add(at(vital, vital.least() + random.nextInt(vital.most() - vital.least()), NOW));
                int now = score(readings, Circumstances.UNKNOWN).atLeast();
                assertThat(now).as("seed %d", seed).isGreaterThanOrEqualTo(before);
                before = now;
            }
        }
    }

    private static int normal(Vital vital, Scale scale) {
        return switch (vital) {
            case HEART_RATE -> 70;
            case SPO2 -> scale == Scale.ONE ? 98 : 90;
            case SYSTOLIC -> 130;
            case DIASTOLIC -> 80;
            case TEMPERATURE -> 3700;
            case RESPIRATION -> 16;
        };
    }

    private static Score score(List<Reading> readings, Circumstances circumstances) {
        return News2.score(readings, circumstances, NOW, 4 * HOUR);
    }

    private static Reading at(Vital vital, int value, long atMillis) {
        return new Reading(vital, value, atMillis, Validity.VALID);
    }

    private static Circumstances said(Scale scale, Supply supply) {
        return new Circumstances(scale, supply, Consciousness.UNKNOWN);
    }
}
