package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HourlyLevelsTest {
    private final HourlyLevels levels = new HourlyLevels();

    @Test
    void fewValuesSayNothing() {
        for (int i = 0; i < 47; i++) {
            levels.add(0, 12, 70);
        }
        assertThat(levels.level(0, 12)).isNull();
        levels.add(0, 13, 70);
        assertThat(levels.level(0, 12)).as("the hour beside it").isNotNull();
        assertThat(levels.level(0, 10)).isNull();
    }

    @Test
    void levelAndSpreadAreThoseOfTheValues() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            levels.add(0, 3, (int) Math.rint(64 + 6 * random.nextGaussian()));
            levels.add(1, 3, (int) Math.rint(96 + 1.2 * random.nextGaussian()));
            levels.add(2, 3, (int) Math.rint(17 + 2 * random.nextGaussian()));
        }
        assertThat(levels.level(0, 3).median()).isBetween(62.5, 65.5);
        assertThat(levels.level(0, 3).high()).isBetween(4.8, 7.2);
        assertThat(levels.level(1, 3).median()).isBetween(95.5, 96.5);
        assertThat(levels.level(1, 3).low()).isBetween(0.9, 1.6);
        assertThat(levels.level(2, 3).median()).isBetween(16.5, 17.5);
        assertThat(levels.level(2, 3).high()).isBetween(1.5, 2.5);
    }

    @Test
    void artefactsOfOneInTenMoveTheLevelLittle() {
        for (int i = 0; i < 300; i++) {
            levels.add(1, 20, i % 10 == 0 ? 84 : 96 + i % 2);
        }
        assertThat(levels.level(1, 20).median()).isBetween(95.9, 97.1);
    }

    @Test
    void theOldIsForgotten() {
        for (int i = 0; i < 2_000; i++) {
            levels.add(0, 8, 60);
        }
        for (int i = 0; i < 500; i++) {
            levels.add(0, 8, 80);
        }
        assertThat(levels.level(0, 8).median()).isBetween(78.0, 84.0);
    }

    @Test
    void whatLiesOutsideCountsAtTheEnd() {
        for (int i = 0; i < 60; i++) {
            levels.add(0, 8, 20);
            levels.add(1, 8, 50);
            levels.add(2, 8, 70);
        }
        assertThat(levels.level(0, 8).median()).isLessThan(40);
        assertThat(levels.level(1, 8).median()).isLessThan(84);
        assertThat(levels.level(2, 8).median()).isGreaterThan(29);
    }
}
