package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.vitals.Explanation.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The standard book over hours and weeks: it waits by time, knows rest from walking, and learns what is usual. */
class PatienceTest {
    private static final DeviceId BAND = new DeviceId("band");
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** Midnight in Shanghai. */
    private static final long MIDNIGHT = Instant.parse("2026-11-22T16:00:00Z").toEpochMilli();

    private final List<Finding> found = new ArrayList<>();
    private HealthWatch watch = new HealthWatch(RuleBook.standard(), Profile.unknown());
    private int steps;

    private void hear(long at, int pulse, int spo2, int respiration) {
        Vitals vitals = new Vitals(pulse, spo2, -1, -1, -1, TemperatureSite.SKIN, respiration, steps);
        for (Outcome outcome : watch.hear(Observation.heard(BAND, at, new VitalsMeasured(vitals)))) {
            if (outcome instanceof Finding finding) {
                found.add(finding);
                assertThat(Explanation.parse(finding.explanation().encode())).contains(finding.explanation());
            }
        }
    }

    /** Each so many minutes. */
    private void last(long from, long to, long each, int pulse) {
        for (long at = from; at < to; at += each) {
            hear(at, pulse, 97, 16);
        }
    }

    /** Days of a steady person; at night 10 slower. */
    private void live(int days, int pulse, int spo2, int respiration) {
        for (long at = MIDNIGHT; at < MIDNIGHT + days * DAY; at += 5 * MINUTE) {
            boolean night = (at - MIDNIGHT) % DAY < 6 * HOUR;
            int wander = (int) (at / (5 * MINUTE) % 5) - 2;
            hear(at, pulse + wander - (night ? 10 : 0), spo2, respiration + wander / 2);
        }
    }

    @Test
    void aFastPulseIsToldAfterTwelveMinutesAtAnyRhythmOfTheDevice() {
        for (long each : new long[] {20_000, MINUTE, 2 * MINUTE, 3 * MINUTE, 5 * MINUTE, 10 * MINUTE}) {
            watch = new HealthWatch(RuleBook.standard(), Profile.unknown());
            found.clear();
            long noon = MIDNIGHT + 12 * HOUR;
            last(noon, noon + 12 * MINUTE, each, 128);
            assertThat(found).as("each %d", each).isEmpty();
            last(noon + 12 * MINUTE, noon + HOUR, each, 128);
            assertThat(found).as("each %d", each).extracting(Finding::rule).containsExactly("heartRate.high");
        }
    }

    @Test
    void whatASecondLookDeniesIsNotTold() {
        long noon = MIDNIGHT + 12 * HOUR;
        for (long at = noon; at < noon + 4 * HOUR; at += 5 * MINUTE) {
            hear(at, 70, 85, 16);
            hear(at + MINUTE, 70, 97, 16);
        }
        assertThat(found).isEmpty();
        for (long at = noon + 5 * HOUR; at < noon + 6 * HOUR; at += 5 * MINUTE) {
            hear(at, 70, 85, 16);
            hear(at + MINUTE, 70, 84, 16);
        }
        assertThat(found).extracting(Finding::rule).contains("news2.red.spo2");
    }

    @Test
    void walkingIsNoFastPulseUnlessItIsADanger() {
        long noon = MIDNIGHT + 12 * HOUR;
        for (long at = noon; at < noon + HOUR; at += 5 * MINUTE) {
            steps += 100;
            hear(at, 130, 97, 24);
        }
        assertThat(found).isEmpty();
        for (long at = noon + HOUR; at < noon + HOUR + 20 * MINUTE; at += 5 * MINUTE) {
            steps += 100;
            hear(at, 160, 97, 24);
        }
        assertThat(found).extracting(Finding::rule).containsExactly("heartRate.danger.high");
        assertThat(found.getFirst().priority()).isEqualTo(Priority.P2);
    }

    @Test
    void aSlowPulseIsCommonAsleepAndNotAwake() {
        last(MIDNIGHT + HOUR, MIDNIGHT + 3 * HOUR, 5 * MINUTE, 39);
        assertThat(found).isEmpty();
        last(MIDNIGHT + 12 * HOUR, MIDNIGHT + 13 * HOUR, 5 * MINUTE, 39);
        assertThat(found).extracting(Finding::rule).contains("news2.red.heartRate");
    }

    @Test
    void aPulseThatIsUnusualForThePersonIsToldBelowEveryonesLimit() {
        long noon = MIDNIGHT + 9 * DAY + 12 * HOUR;
        last(noon, noon + HOUR, 5 * MINUTE, 100);
        assertThat(found).as("nothing is learned").isEmpty();
        watch = new HealthWatch(RuleBook.standard(), Profile.unknown());
        live(9, 66, 97, 16);
        assertThat(found).isEmpty();
        assertThat(watch.hasLearned()).isTrue();
        last(noon, noon + HOUR, 5 * MINUTE, 100);
        assertThat(found).extracting(Finding::rule).containsExactly("heartRate.high");
        assertThat(found.getFirst().explanation().limits().getFirst().source()).isEqualTo(Source.BASELINE);
        assertThat(found.getFirst().explanation().limits().getFirst().number()).isBetween(91.0, 96.0);
    }

    @Test
    void whatIsUsualNeverHidesADanger() {
        live(12, 70, 88, 16);
        found.clear();
        long noon = MIDNIGHT + 12 * DAY + 12 * HOUR;
        for (long at = noon; at < noon + HOUR; at += 5 * MINUTE) {
            hear(at, 70, 83, 16);
        }
        assertThat(found).extracting(Finding::rule).contains("spo2.danger.low");
    }

    @Test
    void aLimitThatAClinicianGaveStands() {
        watch = new HealthWatch(
                RuleBook.standard(),
                new Profile(1, Set.of(), false, Map.of("heartRate.high", Map.of("beyond", 118, "clear", 110))));
        live(9, 66, 97, 16);
        long noon = MIDNIGHT + 9 * DAY + 12 * HOUR;
        last(noon, noon + HOUR, 5 * MINUTE, 115);
        assertThat(found).isEmpty();
    }

    @Test
    void stableOxygenIsNoEmergencyAndGettingWorseIs() {
        watch = new HealthWatch(RuleBook.standard(), new Profile(2, Set.of(Condition.COPD), true, Map.of()));
        live(9, 80, 93, 20);
        assertThat(found).isEmpty();
        long noon = MIDNIGHT + 9 * DAY + 12 * HOUR;
        for (long at = noon; at < noon + HOUR; at += 5 * MINUTE) {
            hear(at, 112, 85, 26);
        }
        assertThat(found).extracting(Finding::rule).contains("news2.score");
    }

    @Test
    void hoursThatAreALittleUnusualInEverythingAreTold() {
        live(9, 66, 97, 16);
        long noon = MIDNIGHT + 9 * DAY + 12 * HOUR;
        for (long at = noon; at < noon + 5 * HOUR; at += 5 * MINUTE) {
            hear(at, 76, 95, 19);
        }
        assertThat(found).extracting(Finding::rule).containsExactly("baseline.unusual");
        assertThat(found.getFirst().priority()).isEqualTo(Priority.P3);
        assertThat(found.getFirst().explanation().limits())
                .extracting(Explanation.Limit::source)
                .containsOnly(Source.BASELINE);
        found.clear();
        for (long at = noon + 5 * HOUR; at < noon + 10 * HOUR; at += 5 * MINUTE) {
            hear(at, 76, 95, 19);
        }
        assertThat(found).as("the same days are told once").isEmpty();
    }

    @Test
    void aRestingPulseThatRisesForFiveDaysIsATask() {
        live(12, 66, 97, 16);
        assertThat(found).isEmpty();
        for (int day = 12; day < 19; day++) {
            last(MIDNIGHT + day * DAY, MIDNIGHT + (day + 1) * DAY, 5 * MINUTE, 74);
        }
        assertThat(found).extracting(Finding::rule).containsExactly("drift.restingHeartRate");
        assertThat(found.getFirst().priority()).isEqualTo(Priority.P4);
        assertThat(found.getFirst().explanation().items()).hasSize(6);
    }

    @Test
    void fewerStepsAndRestlessNightsAreTasks() {
        for (long at = MIDNIGHT; at < MIDNIGHT + 18 * DAY; at += 5 * MINUTE) {
            long day = (at - MIDNIGHT) / DAY;
            long minute = (at - MIDNIGHT) % DAY / MINUTE;
            steps = minute == 0 ? 0 : steps;
            boolean walksByDay = minute > 8 * 60 && minute % 60 == 0;
            boolean upAtNight = minute < 360 && minute % 30 == 15;
            steps += walksByDay ? day < 12 ? 300 : 100 : 0;
            steps += upAtNight && (day >= 12 || minute < 30) ? 20 : 0;
            hear(at, 66, 97, 16);
        }
        assertThat(found).extracting(Finding::rule).containsExactlyInAnyOrder("drift.steps", "drift.nights");
        assertThat(found).extracting(Finding::priority).containsOnly(Priority.P4);
    }

    @Test
    void whatIsLearnedIsKeptOverARestartAndForeignBytesChangeNothing() {
        live(9, 66, 97, 16);
        byte[] kept = watch.learned();
        assertThat(kept).hasSize(HealthWatch.LEARNED_BYTES).hasSizeLessThan(2_048);
        HealthWatch old = watch;
        watch = new HealthWatch(RuleBook.standard(), Profile.unknown());
        watch.learn(new byte[] {1, 2, 3});
        watch.learn(new byte[HealthWatch.LEARNED_BYTES]);
        assertThat(watch.hasLearned()).isFalse();
        watch.learn(kept);
        assertThat(watch.hasLearned()).isTrue();
        assertThat(watch.learned()).isEqualTo(kept);
        long noon = MIDNIGHT + 9 * DAY + 12 * HOUR;
        last(noon, noon + HOUR, 5 * MINUTE, 100);
        assertThat(found).extracting(Finding::rule).containsExactly("heartRate.high");
        old.learn(new HealthWatch(RuleBook.standard(), Profile.unknown()).learned());
        assertThat(old.hasLearned()).as("less is not taken").isTrue();
    }
}
