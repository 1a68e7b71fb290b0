package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.bridge.Bridge;
import care.convoy.ingest.bridge.BridgeServices;
import care.convoy.ingest.bridge.MappingFile;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.mqtt.MqttListener;
import care.convoy.ingest.mqtt.MqttListenerConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the start table and {@code ./convoy status} say of a bridge. */
@Timeout(60)
class BridgeLinesTest {
    @TempDir
    Path directory;

    private static String line(Bridge bridge) {
        return BridgeLines.of(List.of(bridge)).getOrDefault("bridge test", "no line");
    }

    private static void awaitLine(Bridge bridge, String part) {
        while (!line(bridge).contains(part)) {
            if (Thread.interrupted()) {
                throw new AssertionError("not in time: " + line(bridge));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void itTellsWhetherConnectedWhatCameLastAndWhatCouldNotBeReadAndWhy() throws Exception {
        Gateway gateway = new Gateway();
        try (IngestLoops loops = IngestLoops.start();
                MqttListener broker = MqttListener.startTestTenant(
                        MqttListenerConfig.testTenant("127.0.0.1", 0), loops, gateway.services());
                Bridge bridge = Bridge.start(
                        MappingFile.read(
                                Files.writeString(directory.resolve("bridge.json"), """
                                {"name": "test", "broker": {"url": "tcp://127.0.0.1:%d"},
                                 "topics": [{"filter": "v/+", "alarms": false, "device": {"level": 1}, "messages": [
                                   {"when": {"/e": "*"}, "type": {"pointer": "/e", "values": {"BEAT": "heartbeat"}}}]}]}
                                """.formatted(broker.port()))),
                        new BridgeServices(
                                gateway.registry,
                                gateway.intake,
                                new Quarantine(),
                                () -> true,
                                0,
                                IngestClock.SYSTEM))) {
            awaitLine(bridge, "connected to tcp://127.0.0.1:" + broker.port() + " since 20");
            assertThat(line(bridge)).contains("; 0 messages, none since the start, ", "0 not mapped, ");
            MqttClient vendor = new MqttClient("tcp://127.0.0.1:" + broker.port(), "vendor", new MemoryPersistence());
            vendor.connect();
            for (String payload : List.of("{\"e\":1}", "{\"e\":2}", "{}", "?")) {
                vendor.publish("v/b1", payload.getBytes(StandardCharsets.UTF_8), 1, false);
            }
            awaitLine(bridge, "4 not mapped (not_json 1, no_rule 1, unknown_type 2), ");
            assertThat(line(bridge)).contains("4 messages, last 20");
            vendor.disconnectForcibly(0, 500);
            vendor.close();
        } finally {
            gateway.close();
        }
    }
}
