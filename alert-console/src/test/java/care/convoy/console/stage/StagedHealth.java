package care.convoy.console.stage;

import care.convoy.console.HealthSeries;
import care.convoy.console.RecordsUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measurements once in a step, without those between {@link #SILENT_FROM_HOUR} and {@link #SILENT_TO_HOUR} of UTC. Thread-safe. */
public final class StagedHealth implements HealthSeries {
    public static final int SILENT_FROM_HOUR = 18;
    public static final int SILENT_TO_HOUR = 21;

    private volatile boolean down;

    /** From now on nothing can be read. */
    public void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public List<Bucket> buckets(Query query) {
        check();
        List<Bucket> buckets = new ArrayList<>();
        for (Instant at = query.from(); at.isBefore(query.to()); at = at.plus(query.step())) {
            long hour = at.getEpochSecond() / 3_600 % 24;
            boolean day = query.step().compareTo(Duration.ofDays(1)) >= 0;
            if (day || hour < SILENT_FROM_HOUR || hour >= SILENT_TO_HOUR) {
                buckets.add(bucket(at));
            }
        }
        return buckets;
    }

    private static Bucket bucket(Instant at) {
        double wave = Math.sin(at.getEpochSecond() / 9_000.0);
        Map<Measure, Spread> values = new EnumMap<>(Measure.class);
        values.put(Measure.HEART_RATE, new Spread(68 + 6 * wave, 70 + 6 * wave, 73 + 6 * wave, 4));
        values.put(Measure.SPO2, new Spread(95, 96, 97, 4));
        if (at.getEpochSecond() % 7_200 == 0) {
            values.put(Measure.SYSTOLIC, new Spread(130, 132, 134, 1));
            values.put(Measure.DIASTOLIC, new Spread(80, 81, 82, 1));
        }
        int steps = (int) ((at.getEpochSecond() + 28_800) % 86_400 / 20);
        return new Bucket(at, values, steps, 80);
    }

    @Override
    public List<Span> notWorn(Query query) {
        check();
        return List.of(
                new Span(query.to().minus(Duration.ofHours(2)), query.to().minus(Duration.ofHours(1))));
    }

    @Override
    public Limits limits(String resident) {
        check();
        return new Limits(
                0,
                List.of(
                        new Limit(Measure.HEART_RATE, true, 110, "GRADE"),
                        new Limit(Measure.HEART_RATE, false, 45, "STANDARD"),
                        new Limit(Measure.SPO2, false, 92, "STANDARD")));
    }

    private void check() {
        if (down) {
            throw new RecordsUnavailable("the series are down");
        }
    }
}
