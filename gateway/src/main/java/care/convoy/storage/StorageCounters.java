package care.convoy.storage;

import java.util.concurrent.atomic.LongAdder;

/** What the writers to the database did since start and how they are now, for whoever shows it. Thread-safe. */
public final class StorageCounters {
    final LongAdder rowsWritten = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder rowsSpooled = new LongAdder();
    final LongAdder rowsReplayed = new LongAdder();
    final LongAdder rowsDropped = new LongAdder();
    final LongAdder rowsRefused = new LongAdder();
    final LongAdder rowsQuarantined = new LongAdder();
    final LongAdder rollupRuns = new LongAdder();
    final LongAdder rollupRows = new LongAdder();
    final LongAdder rollupMillis = new LongAdder();
    final LongAdder chunksDropped = new LongAdder();
    final LongAdder eventsProjected = new LongAdder();
    volatile int lastBatchRows;
    volatile long spoolBytes;
    volatile long vitalsLagMillis;
    volatile boolean databaseUp;
    volatile int projectionLagEvents;
    volatile long projectionLagMillis;

    /** Measurements written to the series, without those replayed. */
    public long rowsWritten() {
        return rowsWritten.sum();
    }

    /** Transactions that wrote them. */
    public long batches() {
        return batches.sum();
    }

    /** Measurements put on disk because the database was away. */
    public long rowsSpooled() {
        return rowsSpooled.sum();
    }

    /** Measurements brought from disk to the database. */
    public long rowsReplayed() {
        return rowsReplayed.sum();
    }

    /**
     * Measurements lost: the spool was full or could not be written. Those of the last 3 s before the database went are spooled
     * to be sure, and counted here as well when they are dropped though it has them.
     */
    public long rowsDropped() {
        return rowsDropped.sum();
    }

    /** Rows not kept: of an unknown resident or device, positions outside the accepted times, or refused by the database. */
    public long rowsRefused() {
        return rowsRefused.sum();
    }

    /** Measurements put in quarantine: their time cannot be. */
    public long rowsQuarantined() {
        return rowsQuarantined.sum();
    }

    /** Runs of the roll-ups that this gateway led and that had something to do. */
    public long rollupRuns() {
        return rollupRuns.sum();
    }

    /** Rows of the roll-ups that they wrote or changed. */
    public long rollupRows() {
        return rollupRows.sum();
    }

    /** Milliseconds that they took in all. */
    public long rollupMillis() {
        return rollupMillis.sum();
    }

    /** Chunks of the series deleted because they were old. */
    public long chunksDropped() {
        return chunksDropped.sum();
    }

    /** Events of the alert log brought into the history. */
    public long eventsProjected() {
        return eventsProjected.sum();
    }

    /** Rows of the last transaction. */
    public int lastBatchRows() {
        return lastBatchRows;
    }

    /** Bytes waiting on disk. */
    public long spoolBytes() {
        return spoolBytes;
    }

    /** Age of the oldest measurement of the last transaction when it was committed, from reception. */
    public long vitalsLagMillis() {
        return vitalsLagMillis;
    }

    /** Whether the last use of the database succeeded. */
    public boolean databaseUp() {
        return databaseUp;
    }

    /** Events that wait for the database; {@link Projector#LAG_COUNTED} means that many or more. */
    public int projectionLagEvents() {
        return projectionLagEvents;
    }

    /** Age of the oldest event that waits; 0 if none does. */
    public long projectionLagMillis() {
        return projectionLagMillis;
    }
}
