package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

/**
 * Two processes share a real Mosquitto's messages, and one of them is killed with SIGKILL in the middle of it. Mosquitto goes on
 * giving the killed one its share, so none is lost once it is back, and those wait until then.
 */
@Timeout(180)
class SharedBrokerTest {
    private static final int KILLS = 3;
    private static final int PRESSES_EACH = 60;
    private static final int BEFORE_THE_KILL = 10;

    private Mosquitto broker;
    private BridgeProcess one;
    private BridgeProcess two;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "the package mosquitto is not installed");
        broker = new Mosquitto(directory);
        Path mapping = Files.writeString(directory.resolve("bridge.json"), """
                {"name": "test", "broker": {"url": "tcp://127.0.0.1:%d", "clientId": "bridge-{member}"},
                 "topics": [{"filter": "$share/convoy/v/+/event", "alarms": true, "device": {"level": 1}, "key": ["/id"],
                             "messages": [{"type": "sos"}]}]}
                """.formatted(broker.port()));
        one = new BridgeProcess(mapping, 0);
        two = new BridgeProcess(mapping, 1);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (one != null) {
            one.kill();
        }
        if (two != null) {
            two.kill();
        }
        if (broker != null) {
            broker.kill();
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            if (Thread.interrupted()) {
                throw new AssertionError("it did not come to that in time");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private void press(int from, int until) {
        try {
            MqttClient vendor = new MqttClient("tcp://127.0.0.1:" + broker.port(), "vendor", new MemoryPersistence());
            vendor.connect();
            for (int id = from; id < until; id++) {
                vendor.publish("v/b1/event", ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8), 1, false);
            }
            vendor.disconnect();
            vendor.close();
        } catch (MqttException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Set<String> taken() {
        Set<String> all = new HashSet<>(one.taken());
        all.addAll(two.taken());
        return all;
    }

    @Test
    void eachAlarmIsTakenByOneOfThemAndNoneIsLostWhenOneIsKilled() throws Exception {
        int waited = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int pressed = kill * PRESSES_EACH;
            BridgeProcess victim = List.of(one, two).get(kill % 2);
            int before = victim.taken().size();
            CompletableFuture<Void> vendor = CompletableFuture.runAsync(() -> press(pressed, pressed + PRESSES_EACH));
            await(() -> victim.taken().size() >= before + BEFORE_THE_KILL);
            victim.kill();
            vendor.get(60, TimeUnit.SECONDS);
            waited += pressed + PRESSES_EACH - taken().size();
            victim.start();
            await(() -> taken().size() == pressed + PRESSES_EACH);
        }
        assertThat(one.taken()).as("by both").doesNotContainAnyElementsOf(two.taken());
        assertThat(taken()).hasSize(KILLS * PRESSES_EACH);
        assertThat(one.taken()).hasSizeGreaterThan(BEFORE_THE_KILL);
        assertThat(two.taken()).hasSizeGreaterThan(BEFORE_THE_KILL);
        System.out.printf(
                "kills %d, pressed %d, taken by one %d, by the other %d; not yet taken when the killed one came back %d%n",
                KILLS, KILLS * PRESSES_EACH, one.taken().size(), two.taken().size(), waited);
    }
}
