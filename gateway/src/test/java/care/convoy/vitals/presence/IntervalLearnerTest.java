package care.convoy.vitals.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalLearnerTest {
    private final IntervalLearner learner = new IntervalLearner(2);

    @Test
    void nothingIsToldBeforeEightGaps() {
        for (int i = 0; i < 7; i++) {
            learner.observe(0, 300_000);
        }
        assertThat(learner.intervalMillis(0)).isZero();
        learner.observe(0, 300_000);
        assertThat(learner.intervalMillis(0)).isEqualTo(300_000);
        assertThat(learner.intervalMillis(1)).isZero();
    }

    @Test
    void followsTheLongGapsOfADeviceWithTwoRhythms() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            learner.observe(0, (random.nextInt(4) == 0 ? 600_000 : 60_000) + random.nextInt(5_000));
        }
        assertThat(learner.intervalMillis(0)).isBetween(400_000, 640_000);
    }

    @Test
    void anOutageIsNotARhythm() {
        for (int i = 0; i < 50; i++) {
            learner.observe(0, 300_000);
        }
        learner.observe(0, 50_000_000L);
        assertThat(learner.intervalMillis(0)).isLessThanOrEqualTo(450_001);
        for (int i = 0; i < 200; i++) {
            learner.observe(0, 300_000);
        }
        assertThat(learner.intervalMillis(0)).isBetween(299_000, 303_000);
    }

    @Test
    void anotherDeviceBeginsAnew() {
        for (int i = 0; i < 10; i++) {
            learner.observe(0, 300_000);
            learner.observe(0, 0);
            learner.observe(0, -5);
        }
        assertThat(learner.intervalMillis(0)).isEqualTo(300_000);
        learner.forget(0);
        assertThat(learner.intervalMillis(0)).isZero();
    }
}
