package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.ingest.connection.IngestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Mosquitto that is killed with SIGKILL again and again while presses go through it. */
@Timeout(180)
class BrokerKilledTest {
    private static final int KILLS = 4;
    private static final int PRESSES_EACH = 5;

    private final Gateway gateway = new Gateway(1_000, 100, Duration.ZERO);
    private final Set<Object> keys = new HashSet<>();
    private Mosquitto broker;
    private Bridge bridge;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "the package mosquitto is not installed");
        gateway.registry.put(List.of(Gateway.device("b1", Protocol.MQTT, new byte[0])));
        gateway.log.committing();
        broker = new Mosquitto(directory);
        bridge = Bridge.start(
                MappingFile.read(Files.writeString(directory.resolve("bridge.json"), """
                        {"name": "test", "broker": {"url": "tcp://127.0.0.1:%d"},
                         "topics": [{"filter": "v/+/event", "alarms": true, "device": {"level": 1}, "key": ["/id"],
                                     "messages": [{"type": "sos"}]}]}
                        """.formatted(broker.port()))),
                new BridgeServices(
                        gateway.registry, gateway.intake, new Quarantine(), () -> true, 0, IngestClock.SYSTEM));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (bridge != null) {
            bridge.close();
        }
        if (broker != null) {
            broker.kill();
        }
        gateway.close();
    }

    /** Until it is so; the test's own time limit ends it otherwise. */
    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            if (Thread.interrupted()) {
                throw new AssertionError("it did not come to that in time");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Until the broker says that it has it. */
    private void press(int id) throws Exception {
        MqttClient vendor = new MqttClient("tcp://127.0.0.1:" + broker.port(), "vendor" + id, new MemoryPersistence());
        vendor.setTimeToWait(5_000);
        await(() -> {
            try {
                if (!vendor.isConnected()) {
                    vendor.connect();
                }
                vendor.publish("v/b1/event", ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8), 1, false);
                return true;
            } catch (MqttException notYet) {
                return false;
            }
        });
        vendor.disconnectForcibly(0, 500);
        vendor.close();
    }

    private int arrived() {
        gateway.log.signals().forEach(signal -> keys.add(signal.key()));
        return keys.size();
    }

    @Test
    void whatTheBrokerTookFromAVendorIsNotLostWhenItIsKilled() throws Exception {
        await(() -> bridge.state().connected());
        await(() -> broker.hasSaved("v/+/event"));
        int pressed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            for (int i = 0; i < PRESSES_EACH; i++) {
                press(pressed++);
            }
            broker.kill();
            await(() -> !bridge.state().connected());
            broker.startAgain();
            // taken by the broker perhaps before the bridge is back: the kept session holds it
            press(pressed++);
            int expected = pressed;
            await(() -> bridge.state().connected() && arrived() == expected);
        }
        assertThat(arrived()).isEqualTo(KILLS * (PRESSES_EACH + 1));
        assertThat(bridge.counters().get(Count.CONNECTIONS_LOST)).isEqualTo(KILLS);
        assertThat(bridge.counters().get(Count.SESSIONS_LOST)).isZero();
    }
}
