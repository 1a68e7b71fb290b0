package care.convoy.ingest.tcp;

import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.ConnectionParts;
import care.convoy.ingest.connection.IngestClock;
import java.security.SecureRandom;

/** What all sessions of one listener share. */
record NativeParts(NativeListenerConfig config, ConnectionParts shared, SessionMemory memory, SecureRandom random) {
    IngestServices services() {
        return shared.services();
    }

    IngestClock clock() {
        return shared.clock();
    }

    IngestCounters counters() {
        return shared.counters();
    }
}
