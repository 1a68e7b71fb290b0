package care.convoy.app;

import care.convoy.app.Prices.Unit;
import care.convoy.observation.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What reaching people has cost by the prices of the channels file: since start, and since the last midnight or the start. The carrier's bill is what
 * counts; this is to see early what it will be. Thread-safe; a virtual thread looks at the date at midnight and at least once an hour.
 */
final class Costs implements AutoCloseable {
    private static final long LONGEST_SLEEP_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Prices prices;
    private final ZoneId zone;
    private final InstantSource clock;
    private final Map<Unit, LongSupplier> used = new EnumMap<>(Unit.class);
    /** Units used when the day began. */
    private final Map<Unit, Long> before = new EnumMap<>(Unit.class);

    private LocalDate day;
    private @Nullable Thread watch;

    Costs(Prices prices, ZoneId zone, InstantSource clock) {
        this.prices = prices;
        this.zone = zone;
        this.clock = clock;
        day = today();
    }

    /** @param used units since start */
    synchronized void count(Unit unit, LongSupplier used) {
        if (prices.cents().containsKey(unit)) {
            this.used.put(unit, used);
        }
    }

    synchronized void start() {
        watch = Thread.ofVirtual().name("costs").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(Math.min(toMidnightMillis(), LONGEST_SLEEP_MILLIS));
                look();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private long toMidnightMillis() {
        return Duration.between(clock.instant(), today().plusDays(1).atStartOfDay(zone))
                        .toMillis()
                + 1;
    }

    private LocalDate today() {
        return clock.instant().atZone(zone).toLocalDate();
    }

    /** Begins a new day if it is one. */
    synchronized void look() {
        if (!today().equals(day)) {
            day = today();
            used.forEach((unit, units) -> before.put(unit, units.getAsLong()));
        }
    }

    /** Since start, in hundredths. */
    synchronized long total(Unit unit) {
        LongSupplier units = used.get(unit);
        return units == null ? 0 : units.getAsLong() * prices.cents().getOrDefault(unit, 0);
    }

    /** Since midnight, in hundredths. */
    synchronized long today(Unit unit) {
        look();
        return total(unit) - before.getOrDefault(unit, 0L) * prices.cents().getOrDefault(unit, 0);
    }

    synchronized void observe(Metrics metrics) {
        for (Unit unit : used.keySet()) {
            String[] tags = {"channel", unit.channel, "currency", prices.currency()};
            metrics.counter(
                    "channel.cost", "in hundredths of the currency, by the channels file", () -> total(unit), tags);
            metrics.gauge(
                    "channel.cost.today", "since midnight, in hundredths of the currency", () -> today(unit), tags);
        }
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.interrupt();
        }
    }
}
