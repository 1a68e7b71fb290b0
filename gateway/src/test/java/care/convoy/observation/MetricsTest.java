package care.convoy.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void aCountGoesOnAfterTheCollectorRan() {
        LongAdder heard = new LongAdder();
        LongAdder refused = new LongAdder();
        try (Metrics metrics = new Metrics()) {
            metrics.counter("presses", "heard", heard::sum);
            metrics.gauge("depth", "waiting", heard::sum);
            metrics.byKey("rejects", "by reason", "reason", () -> Map.of("crc", refused.sum()));
            collectGarbage();
            heard.add(1_000);
            refused.add(2_000);
            assertThat(metrics.scrape())
                    .contains("convoy_presses_total 1000.0")
                    .contains("convoy_depth 1000.0")
                    .contains("convoy_rejects{reason=\"crc\"} 2000.0");
        }
    }

    private static void collectGarbage() {
        WeakReference<Object> witness = new WeakReference<>(new Object());
        while (witness.get() != null) {
            System.gc();
        }
    }
}
