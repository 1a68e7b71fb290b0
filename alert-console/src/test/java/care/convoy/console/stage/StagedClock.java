package care.convoy.console.stage;

import care.convoy.console.ConsoleClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when told. Thread-safe. */
public final class StagedClock {
    private static final Instant START = Instant.parse("2026-03-02T04:03:00Z");

    private final AtomicLong nanos = new AtomicLong(1);

    /** Lets time pass. */
    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    public InstantSource wall() {
        return () -> START.plusNanos(nanos.get());
    }

    public ConsoleClock console() {
        return new ConsoleClock(wall(), nanos::get);
    }
}
