package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.ConnectionParts;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.Lingering;

/** What all sessions of one listener share. */
record MqttParts(
        MqttListenerConfig config, Offer offer, ConnectionParts shared, SessionStore sessions, Lingering lingering) {
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
