package care.convoy.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskLimitsTest {
    private static final long MEGABYTE = 1L << 20;
    private static final long DISK = 100_000 * MEGABYTE;

    @Test
    void withoutAnyTheyFollowTheDisk() {
        assertThat(DiskLimits.standard().apply(DISK)).isEqualTo(DiskThresholds.of(DISK));
    }

    @Test
    void sizesAndSharesAreTakenAsGiven() {
        DiskLimits limits = new DiskLimits(DiskLimits.parse("20%"), DiskLimits.parse("3G"), DiskLimits.parse("500 mb"));

        assertThat(limits.apply(DISK))
                .isEqualTo(new DiskThresholds(20_000 * MEGABYTE, 3_072 * MEGABYTE, 500 * MEGABYTE));
    }

    @Test
    void laterLevelThatIsHigherTakesTheEarlierOnesWithIt() {
        DiskLimits limits = new DiskLimits(null, null, DiskLimits.parse("30%"));

        assertThat(limits.apply(DISK))
                .isEqualTo(new DiskThresholds(30_000 * MEGABYTE, 30_000 * MEGABYTE, 30_000 * MEGABYTE));
    }

    @Test
    void logIsNeverUsedToTheLastByte() {
        assertThat(new DiskLimits(null, null, DiskLimits.parse("0")).apply(DISK).fullBytes())
                .isEqualTo(8 * MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "-1", "91%", "1.5G", "10P", "9999999999"})
    void whatIsNoSizeIsRefused(String written) {
        assertThatThrownBy(() -> DiskLimits.parse(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void levelsInTheWrongOrderAreRefusedByName() {
        assertThatThrownBy(() -> new DiskLimits(DiskLimits.parse("1G"), null, DiskLimits.parse("2G")))
                .hasMessageContaining("--disk-warn")
                .hasMessageContaining("--disk-leave");
    }
}
