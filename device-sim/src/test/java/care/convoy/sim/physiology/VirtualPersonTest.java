package care.convoy.sim.physiology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualPersonTest {
    private static final long START = 1_772_294_400_000L;
    private static final long DAY = 86_400_000;
    private static final long END = START + 30 * DAY;

    private static List<Sample> life(long seed, Illness illness) {
        VirtualPerson person = VirtualPerson.of(seed, illness, START, END);
        List<Sample> heard = new ArrayList<>();
        for (long now = START; now < END; now += 300_000) {
            person.step(now, heard::add);
        }
        return heard;
    }

    private static double meanPulse(List<Sample> life, boolean ill) {
        return life.stream()
                .filter(sample -> sample.kind() == Sample.Kind.VITALS && (sample.truth() != Illness.NONE) == ill)
                .filter(sample -> sample.pulseBpm() > 0 && sample.pulseBpm() < 255)
                .mapToInt(Sample::pulseBpm)
                .average()
                .orElseThrow();
    }

    @Test
    void theSameSeedIsTheSamePerson() {
        assertThat(life(7, Illness.INFECTION)).isEqualTo(life(7, Illness.INFECTION));
        assertThat(life(7, Illness.INFECTION)).isNotEqualTo(life(8, Illness.INFECTION));
    }

    @Test
    void theWellHaveNoTruthToTell() {
        assertThat(life(1, Illness.NONE)).extracting(Sample::truth).containsOnly(Illness.NONE);
    }

    @Test
    void eachIllnessShowsInTheTruthAndRaisesThePulse() {
        for (Illness illness : Illness.values()) {
            if (illness != Illness.NONE && illness != Illness.BROKEN_BAND && illness != Illness.FALL_THEN_SILENT) {
                List<Sample> life = life(3, illness);
                assertThat(life).as("%s", illness).extracting(Sample::truth).contains(illness);
                assertThat(meanPulse(life, true)).as("%s", illness).isGreaterThan(meanPulse(life, false));
            }
        }
    }

    @Test
    void aBandThatBreaksInAFallSaysNothingMoreOrTheFallAlone() {
        assertThat(life(3, Illness.BROKEN_BAND)).extracting(Sample::truth).containsOnly(Illness.NONE);
        assertThat(life(3, Illness.FALL_THEN_SILENT).stream()
                        .filter(sample -> sample.truth() != Illness.NONE)
                        .map(Sample::kind))
                .hasSize(1)
                .allMatch(kind -> kind == Sample.Kind.FELL_STILL || kind == Sample.Kind.FELL_MOVING);
    }

    @Test
    void sleepIsSlowerThanTheDay() {
        List<Sample> life = life(2, Illness.NONE);
        assertThat(mean(life, 1, 4)).isLessThan(mean(life, 12, 17) - 3);
    }

    private static double mean(List<Sample> life, int from, int to) {
        return life.stream()
                .filter(sample -> sample.pulseBpm() > 0 && sample.pulseBpm() < 255)
                .filter(sample -> Body.hour(sample.atMillis()) >= from && Body.hour(sample.atMillis()) < to)
                .mapToInt(Sample::pulseBpm)
                .average()
                .orElseThrow();
    }

    @Test
    void aBandIsTakenOffFailsAndKeepsWhatItCouldNotSend() {
        List<Sample> all = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            all.addAll(life(seed, Illness.NONE));
        }
        assertThat(all).extracting(Sample::kind).contains(Sample.Kind.REMOVED, Sample.Kind.PUT_ON);
        assertThat(all).extracting(Sample::pulseBpm).contains(0, 255);
        assertThat(all).anyMatch(sample -> sample.heardMillis() - sample.atMillis() > 3_600_000);
        assertThat(all).allMatch(sample -> sample.heardMillis() >= sample.atMillis());
        assertThat(all).noneMatch(sample -> sample.kind() == Sample.Kind.VITALS && !sample.worn());
    }
}
