package care.convoy.ingest.coap;

import care.convoy.ingest.coap.CoapCounters.Count;
import org.eclipse.californium.scandium.DtlsHealth;

/** Counts DTLS records that were dropped: of no session, repeated, forged, or one too many waiting. */
record DroppedRecords(CoapCounters counters) implements DtlsHealth {
    @Override
    public void receivingRecord(boolean drop) {
        if (drop) {
            counters.add(Count.RECORDS_DROPPED);
        }
    }

    @Override
    public void sendingRecord(boolean drop) {
        if (drop) {
            counters.add(Count.UNSENT);
        }
    }

    @Override
    public boolean isEnabled() {
        return true;
    }

    @Override
    public void startHandshake() {
        // counted by Handshakes
    }

    @Override
    public void endHandshake(boolean success) {
        // counted by Handshakes
    }

    @Override
    public void dump(String tag, int maxConnections, int remainingCapacity, int pendingWithoutVerify) {
        // metrics say it
    }
}
