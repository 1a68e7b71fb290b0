package care.convoy.ingest.watch;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.connection.HalfOpen;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.LineBudget;
import care.convoy.ingest.connection.Paces;

/** What all sessions of one listener share. */
record WatchParts(
        WatchListenerConfig config,
        IngestServices services,
        LatestBoard latest,
        Quarantine quarantine,
        IngestClock clock,
        IngestCounters counters,
        WatchCounters watches,
        FailureLedger failures,
        HalfOpen halfOpen,
        LineBudget lines,
        Paces paces,
        IdLines ids,
        LocalClocks clocks) {}
