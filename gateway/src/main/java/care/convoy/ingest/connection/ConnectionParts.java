package care.convoy.ingest.connection;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import java.time.Duration;

/** What all connections of one listener share. @param loginWithin from the connection's first byte on */
public record ConnectionParts(
        IngestServices services,
        IngestClock clock,
        IngestCounters counters,
        FailureLedger failures,
        HalfOpen halfOpen,
        LineBudget lines,
        Paces paces,
        Duration loginWithin) {
    private static final int LINES_PER_SECOND = 20;

    /** @param bounds of one listener */
    public static ConnectionParts of(IngestServices services, IngestLoops loops, Bounds bounds) {
        IngestClock clock = loops.clock();
        IngestCounters counters = new IngestCounters();
        return new ConnectionParts(
                services,
                clock,
                counters,
                new FailureLedger(bounds.attendedFailuresPerSecond()),
                new HalfOpen(bounds.maxHalfOpen()),
                new LineBudget(LINES_PER_SECOND, clock.nanos()),
                loops.paces(counters),
                bounds.loginWithin());
    }

    /** @param attendedFailuresPerSecond failed logins that are answered and logged */
    public record Bounds(int attendedFailuresPerSecond, int maxHalfOpen, Duration loginWithin) {}
}
