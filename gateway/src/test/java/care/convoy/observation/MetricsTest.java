package care.convoy.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void aCounterGoesOnCountingAfterTheGarbageCollector() {
        AtomicLong shed = new AtomicLong(7);
        try (Metrics metrics = new Metrics()) {
            metrics.counter("lane.shed", "help", shed::get, "lane", "alarm");
            collectGarbage();
            shed.set(8);

            assertThat(metrics.scrape()).contains("convoy_lane_shed_total{lane=\"alarm\"} 8.0");
        }
    }

    /** Returns once an object that nobody holds is gone. */
    private static void collectGarbage() {
        WeakReference<Object> nobodys = new WeakReference<>(new Object());
        while (nobodys.get() != null) {
            System.gc();
        }
    }
}
