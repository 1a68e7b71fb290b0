package care.convoy.ingest.jt808;

import care.convoy.device.DeviceId;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.connection.ConnectionParts;
import care.convoy.ingest.connection.IngestClock;
import java.util.function.Function;

/**
 * What all sessions of one listener share.
 *
 * @param codes the code that a device is given when it registers, always the same for a device
 */
record Jt808Parts(
        Jt808ListenerConfig config,
        ConnectionParts shared,
        LatestBoard latest,
        Quarantine quarantine,
        Function<DeviceId, String> codes,
        HeldAlarms held,
        Jt808Counters events) {
    IngestCounters counters() {
        return shared.counters();
    }

    IngestClock clock() {
        return shared.clock();
    }
}
