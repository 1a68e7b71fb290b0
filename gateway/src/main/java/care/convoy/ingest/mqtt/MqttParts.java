package care.convoy.ingest.mqtt;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.HalfOpen;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.LineBudget;

/** What all sessions of one listener share. */
record MqttParts(
        MqttListenerConfig config,
        IngestServices services,
        IngestClock clock,
        IngestCounters counters,
        FailureLedger failures,
        HalfOpen halfOpen,
        LineBudget lines) {}
