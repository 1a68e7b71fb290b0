package care.convoy.observation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads the parts' own counters when somebody scrapes; costs nothing between scrapes. Names get the prefix
 * {@code convoy_}; tags come in pairs. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();

    /** The registry itself holds what it counts only weakly, and a collected counter stands still for ever. */
    private final List<Object> held = new CopyOnWriteArrayList<>();

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /** A value that goes up and down. */
    public void gauge(String name, String help, Supplier<? extends Number> value, String... tags) {
        Gauge.builder("convoy." + name, () -> value.get())
                .description(help)
                .tags(tags)
                .register(registry);
    }

    /** A count since the start. */
    public void counter(String name, String help, LongSupplier value, String... tags) {
        held.add(value);
        FunctionCounter.builder("convoy." + name, value, LongSupplier::getAsLong)
                .description(help)
                .tags(tags)
                .register(registry);
    }

    /** Values by the keys of a map that may grow, as rejects by reason. @param tag name of the key's tag */
    public void byKey(String name, String help, String tag, Supplier<? extends Map<String, ? extends Number>> values) {
        MultiGauge gauges =
                MultiGauge.builder("convoy." + name).description(help).register(registry);
        List<Number> scraped = new ArrayList<>();
        held.add(scraped);
        beforeScrape.add(() -> {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            scraped.clear();
            values.get().forEach((key, value) -> {
                scraped.add(value);
                rows.add(MultiGauge.Row.of(Tags.of(tag, key), value));
            });
            gauges.register(rows, true);
        });
    }

    /** The page for Prometheus. */
    public synchronized String scrape() {
        beforeScrape.forEach(Runnable::run);
        return registry.scrape();
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
