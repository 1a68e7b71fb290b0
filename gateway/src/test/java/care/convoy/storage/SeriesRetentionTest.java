package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Period;
import org.junit.jupiter.api.Test;

class SeriesRetentionTest {
    @Test
    void readsDaysMonthsAndYears() {
        assertThat(SeriesRetention.parse("30d")).isEqualTo(Period.ofDays(30));
        assertThat(SeriesRetention.parse("13M")).isEqualTo(Period.ofMonths(13));
        assertThat(SeriesRetention.parse("10y")).isEqualTo(Period.ofYears(10));
        for (String wrong : new String[] {"", "0d", "-1d", "30", "d", "1w", "99999d"}) {
            assertThatThrownBy(() -> SeriesRetention.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("30d, 13m or 10y");
        }
    }

    @Test
    void refusesWhatWouldLeaveNothing() {
        Period month = Period.ofMonths(1);
        assertThatThrownBy(() -> new SeriesRetention(Period.ofDays(6), month, month))
                .hasMessageContaining("measurements");
        assertThatThrownBy(() -> new SeriesRetention(Period.ofYears(1), month, month))
                .hasMessageContaining("means");
        assertThatThrownBy(() -> new SeriesRetention(month, month, Period.ZERO)).hasMessageContaining("positions");
    }

    @Test
    void nothingIsWrittenThatWouldBeDeletedAtOnce() {
        SeriesRetention brief = new SeriesRetention(Period.ofDays(7), Period.ofYears(1), Period.ofDays(2));
        assertThat(brief.acceptedBack()).isEqualTo(Duration.ofDays(7));
        assertThat(brief.acceptedFixesBack()).isEqualTo(Duration.ofDays(2));
        assertThat(SeriesRetention.STANDARD.acceptedBack()).isEqualTo(Duration.ofDays(60));
    }
}
