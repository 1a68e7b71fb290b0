package care.convoy.console;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The console's two clocks: the wall's, which is only shown, and a monotonic one, by which everything is timed, so that a
 * stepped wall clock ends no session and drops no feed.
 */
public record ConsoleClock(InstantSource wall, LongSupplier nanoTime) {
    /** The machine's clocks. */
    public static ConsoleClock system() {
        return new ConsoleClock(InstantSource.system(), System::nanoTime);
    }

    /** Now, to be shown. */
    public Instant now() {
        return wall.instant();
    }

    /** Now, to be compared with another value of this clock. */
    public long nanos() {
        return nanoTime.getAsLong();
    }
}
