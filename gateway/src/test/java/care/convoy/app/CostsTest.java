package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.app.Prices.Unit;
import care.convoy.observation.Metrics;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CostsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T15:59:00Z"));
    private final AtomicLong parts = new AtomicLong();
    private final AtomicLong minutes = new AtomicLong();
    private final Costs costs = new Costs(
            new Prices("CNY", Map.of(Unit.SMS_PART, 5, Unit.CALL_MINUTE, 12)), ZoneId.of("Asia/Shanghai"), now::get);

    @Test
    void addsUpAndBeginsADayAtLocalMidnight() {
        costs.count(Unit.SMS_PART, parts::get);
        parts.set(3);
        assertThat(costs.today(Unit.SMS_PART)).isEqualTo(15);
        // 00:00 in Shanghai
        now.set(Instant.parse("2026-11-23T16:00:00Z"));
        costs.look();
        parts.set(7);
        assertThat(costs.total(Unit.SMS_PART)).isEqualTo(35);
        assertThat(costs.today(Unit.SMS_PART)).isEqualTo(20);
        now.set(Instant.parse("2026-11-24T15:59:59Z"));
        assertThat(costs.today(Unit.SMS_PART)).as("the same day").isEqualTo(20);
    }

    @Test
    void showsWhatHasAPriceAndNothingElse() {
        costs.count(Unit.CALL_MINUTE, minutes::get);
        costs.count(Unit.MAIL, () -> 9);
        minutes.set(2);
        try (Metrics metrics = new Metrics()) {
            costs.observe(metrics);
            assertThat(metrics.scrape())
                    .contains("convoy_channel_cost_total{channel=\"voice\",currency=\"CNY\"} 24.0")
                    .contains("convoy_channel_cost_today{channel=\"voice\",currency=\"CNY\"} 24.0")
                    .doesNotContain("channel=\"mail\"");
        }
    }
}
