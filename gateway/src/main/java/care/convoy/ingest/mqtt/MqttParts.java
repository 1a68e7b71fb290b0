package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.ConnectionParts;
import care.convoy.ingest.connection.IngestClock;

/** What all sessions of one listener share. */
record MqttParts(MqttListenerConfig config, ConnectionParts shared, SessionStore sessions) {
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
