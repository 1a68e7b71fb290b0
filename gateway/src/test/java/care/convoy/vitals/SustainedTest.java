package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Above 120 for 3 of the last 5 within 10 minutes, over at 110; again when 10 worse or after 4 hours. */
class SustainedTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final Course COURSE = new Course(120, 110, 3, 5, 10 * MINUTE, 10, 4 * HOUR);

    private final Sustained window = new Sustained(5);

    private boolean hear(long minute, int value) {
        return window.hear(COURSE, 1_000 * HOUR + minute * MINUTE, value, value);
    }

    @Test
    void threeOfFiveAboveTheLimitAreTold() {
        assertThat(hear(0, 121)).isFalse();
        assertThat(hear(1, 120)).as("the limit itself does not count").isFalse();
        assertThat(hear(2, 121)).isFalse();
        assertThat(hear(3, 100)).isFalse();
        assertThat(hear(4, 121)).isTrue();
    }

    @Test
    void threeOfSixAreNot() {
        for (int minute = 0; minute < 12; minute++) {
            assertThat(hear(minute, minute % 3 == 0 ? 150 : 100)).isFalse();
        }
    }

    @Test
    void theOldestMayBeTenMinutesOld() {
        hear(0, 130);
        hear(5, 130);
        assertThat(window.hear(COURSE, 1_000 * HOUR + 10 * MINUTE + 1, 130, 130))
                .isFalse();
        Sustained other = new Sustained(5);
        other.hear(COURSE, 0, 130, 130);
        other.hear(COURSE, 5 * MINUTE, 130, 130);
        assertThat(other.hear(COURSE, 10 * MINUTE, 130, 130)).isTrue();
    }

    @Test
    void whatLastsIsToldAgainOnlyWhenWorseOrLater() {
        fire(0, 125);
        for (int minute = 3; minute < 200; minute++) {
            assertThat(hear(minute, 134)).as("minute %d", minute).isFalse();
        }
        assertThat(hear(200, 135)).as("one is not enough to be worse").isFalse();
        assertThat(hear(201, 135)).isFalse();
        assertThat(hear(202, 135)).isTrue();
        assertThat(hear(202 + 4 * 60 - 1, 130)).isFalse();
        assertThat(hear(202 + 4 * 60, 130)).isFalse();
        assertThat(hear(202 + 4 * 60 + 1, 130))
                .as("three within ten minutes again")
                .isTrue();
    }

    @Test
    void betweenTheLimitAndClearItIsNotOver() {
        fire(0, 125);
        hear(3, 111);
        assertThat(window.isRaised()).isTrue();
        hear(4, 110);
        assertThat(window.isRaised()).isFalse();
    }

    @Test
    void afterItIsOverItNeedsThreeNewOnesAndHalfAnHour() {
        fire(0, 125);
        hear(3, 100);
        for (int minute = 4; minute < 32; minute++) {
            assertThat(hear(minute, 125)).as("minute %d", minute).isFalse();
        }
        assertThat(hear(32, 125)).isTrue();
    }

    @Test
    void afterItIsOverAWorseCourseIsToldAtOnce() {
        fire(0, 125);
        hear(3, 100);
        assertThat(hear(4, 135)).isFalse();
        assertThat(hear(5, 135)).isFalse();
        assertThat(hear(6, 135)).isTrue();
    }

    @Test
    void aRepetitionIsNoMeasurement() {
        for (int i = 0; i < 10; i++) {
            assertThat(hear(0, 150)).isFalse();
        }
        hear(1, 150);
        for (int i = 0; i < 10; i++) {
            assertThat(hear(1, 150)).isFalse();
        }
        assertThat(window.size()).isEqualTo(2);
    }

    @Test
    void whatIsOlderThanAFullWindowChangesNothing() {
        for (int minute = 10; minute < 15; minute++) {
            hear(minute, 100);
        }
        for (int minute = 0; minute < 10; minute++) {
            assertThat(hear(minute, 150)).isFalse();
        }
        assertThat(window.atMillis(0)).isEqualTo(1_000 * HOUR + 10 * MINUTE);
    }

    /** Five measurements within the window, in any order and repeated: told once if three are above, else never. */
    @Test
    void theOrderOfArrivalDoesNotMatter() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            List<Integer> order = new ArrayList<>();
            int[] values = new int[5];
            for (int i = 0; i < 5; i++) {
                values[i] = 100 + random.nextInt(30);
                order.add(i);
                order.add(i);
            }
            Collections.shuffle(order, random);
            Sustained any = new Sustained(5);
            Course coarse = new Course(120, 110, 3, 5, 10 * MINUTE, 100, 4 * HOUR);
            int told = 0;
            for (int i : order) {
                told += any.hear(coarse, 2 * i * MINUTE, values[i], values[i]) ? 1 : 0;
            }
            int above = 0;
            for (int value : values) {
                above += value > 120 ? 1 : 0;
            }
            assertThat(told).as("seed %d", seed).isEqualTo(above >= 3 ? 1 : 0);
        }
    }

    @Test
    void aWorseSeriesIsNeverToldLaterTheFirstTime() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            Sustained mild = new Sustained(5);
            Sustained worse = new Sustained(5);
            boolean worseTold = false;
            for (int minute = 0; minute < 60; minute++) {
                int value = 100 + random.nextInt(30);
                worseTold |= worse.hear(COURSE, minute * MINUTE, value + random.nextInt(10), value);
                if (mild.hear(COURSE, minute * MINUTE, value, value)) {
                    assertThat(worseTold).as("seed %d", seed).isTrue();
                    break;
                }
            }
        }
    }

    @Test
    void aCourseThatCannotBeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Course(1, 2, 1, 1, 0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Course(1, 1, 3, 2, 0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Course(1, 1, 1, 9, 0, 1, 0));
    }

    private void fire(int minute, int value) {
        assertThat(hear(minute, value)).isFalse();
        assertThat(hear(minute + 1, value)).isFalse();
        assertThat(hear(minute + 2, value)).isTrue();
    }
}
