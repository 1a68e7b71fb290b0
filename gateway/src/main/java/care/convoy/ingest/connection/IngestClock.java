package care.convoy.ingest.connection;

import java.util.function.LongSupplier;

/**
 * The two clocks of a listener.
 *
 * @param epochMillis wall clock, for the time of reception
 * @param nanos monotonic clock, for deadlines
 */
public record IngestClock(LongSupplier epochMillis, LongSupplier nanos) {
    public static final IngestClock SYSTEM = new IngestClock(System::currentTimeMillis, System::nanoTime);
}
