package care.convoy.ingest.tcp;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.HalfOpen;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.LineBudget;
import java.security.SecureRandom;

/** What all sessions of one listener share. */
record NativeParts(
        NativeListenerConfig config,
        IngestServices services,
        IngestClock clock,
        IngestCounters counters,
        FailureLedger failures,
        HalfOpen halfOpen,
        LineBudget lines,
        SessionMemory memory,
        SecureRandom random) {}
