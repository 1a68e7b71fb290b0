package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import care.convoy.alert.AlertId;
import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.Fates;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.ingest.connection.IngestClock;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What devices are told over a real Mosquitto; two members of the log are connected to it. */
@Timeout(60)
class BridgeDownTest {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/bin/mosquitto"));
    private static final DeviceId DEVICE = new DeviceId("home-b1");
    private static final AlertId ALERT = new AlertId(new UUID(1, 2));

    private final Gateway gateway = new Gateway(1_000, 100, Duration.ZERO);
    private final DownlinkRouter router = gateway.router;
    private final Fates fates = new Fates(router);
    private final List<String> told = new ArrayList<>();
    private final AtomicBoolean leads = new AtomicBoolean(true);
    private final AtomicBoolean otherLeads = new AtomicBoolean();
    private final DownlinkRouter otherRouter = new DownlinkRouter();
    private final Queue<String> down = new ConcurrentLinkedQueue<>();
    private Process broker;
    private Bridge bridge;
    private Bridge other;
    private MqttClient vendor;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(PLACES.stream().anyMatch(Files::isExecutable), "the package mosquitto is not installed");
        gateway.registry.put(List.of(Gateway.device("home-b1", Protocol.MQTT, new byte[0])));
        gateway.log.committing();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path conf = Files.writeString(directory.resolve("mosquitto.conf"), """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                user root
                """.formatted(port));
        broker = new ProcessBuilder(
                        PLACES.stream()
                                .filter(Files::isExecutable)
                                .findFirst()
                                .orElseThrow()
                                .toString(),
                        "-c",
                        conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("broker.out").toFile())
                .start();
        BridgeConfig config =
                MappingFile.read(Files.writeString(directory.resolve("bridge.json"), """
                {"name": "test", "broker": {"url": "tcp://127.0.0.1:%d"},
                 "topics": [
                  {"filter": "up/+", "alarms": true, "device": {"level": 1, "prefix": "home-"}, "key": ["/k"],
                   "messages": [{"when": {"/e": "SOS"}, "type": "sos"}, {"when": {"/e": "BEAT"}, "type": "ignore"}],
                   "echoes": [{"when": {"/e": "ACK"}, "id": "/cmd",
                               "result": {"pointer": "/r", "values": {"0": "done", "1": "refused"}}}]}],
                 "down": {
                  "received": {"topic": "down/{device}", "message": {"t": "received", "alert": "{alert}"}},
                  "accepted": {"topic": "down/{device}", "message": {"t": "accepted", "by": "{by}", "case": "{alert}"}},
                  "ring": {"topic": "down/{device}/{id}", "message": {"t": "ring", "n": 3}},
                  "message": {"topic": "down/{device}", "message": {"t": ["say {text}!"], "id": "{=id}"}},
                  "configure": {"topic": "down/{device}", "message": {"beat": "{=heartbeat}", "place": "{=location}"}},
                  "sosNumbers": {"topic": "down/{device}", "message": {"call": "{=numbers}"}}}}
                """.formatted(port)));
        bridge = Bridge.start(config, services(0, router, leads));
        other = Bridge.start(config, services(1, otherRouter, otherLeads));
        vendor = new MqttClient("tcp://127.0.0.1:" + port, "vendor", new MemoryPersistence());
        vendor.setTimeToWait(5_000);
        await(() -> {
            try {
                vendor.connect();
                return true;
            } catch (MqttException notYet) {
                return false;
            }
        });
        await(() -> bridge.state().connected() && other.state().connected());
    }

    private BridgeServices services(int member, DownlinkRouter to, AtomicBoolean leading) {
        return new BridgeServices(
                gateway.registry,
                gateway.intake,
                new Quarantine(),
                () -> true,
                member,
                IngestClock.SYSTEM,
                to,
                leading::get);
    }

    @AfterEach
    void stop() throws Exception {
        if (vendor != null) {
            bridge.close();
            other.close();
            vendor.disconnectForcibly(0, 500);
            vendor.close();
        }
        if (broker != null) {
            broker.destroyForcibly();
        }
        gateway.close();
    }

    /** Until it is so; the test's own time limit ends it otherwise. */
    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            if (Thread.interrupted()) {
                throw new AssertionError("it did not come to that in time");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private void listen() throws MqttException {
        vendor.setCallback(new Heard(down));
        vendor.subscribe("down/#", 1);
    }

    private void speak(String message) throws MqttException {
        vendor.publish("up/b1", message.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    private void beat() throws Exception {
        long before = other.counters().get(Count.RECEIVED) + bridge.counters().get(Count.RECEIVED);
        speak("{\"e\":\"BEAT\"}");
        await(() -> other.counters().get(Count.RECEIVED) + bridge.counters().get(Count.RECEIVED) == before + 2
                && router.isReachable(DEVICE));
    }

    private void heard(String fate) throws Exception {
        await(() -> {
            told.addAll(fates.taken());
            return told.remove(fate);
        });
    }

    @Test
    void aDeviceThatHasSpokenIsToldInItsVendorsWords() throws Exception {
        listen();
        assertThat(router.send(DEVICE, new Downlink.Ring(5)))
                .as("before it spoke nobody knows where it is")
                .isFalse();
        beat();
        assertThat(router.send(DEVICE, new Downlink.Accepted(ALERT, Downlink.Accepted.By.CONTACT, 6)))
                .isTrue();
        heard("home-b1 6 SENT");
        router.send(DEVICE, new Downlink.Show(7, "a \"b\"\\\n{id}"));
        heard("home-b1 7 AWAITED");
        router.send(DEVICE, new Downlink.Configure(8, 60, 1, Downlink.Configure.UNCHANGED));
        router.send(DEVICE, new Downlink.SosNumbers(9, List.of("120", "1\"1")));
        router.send(DEVICE, new Downlink.Ring(10), 60_000);
        await(() -> down.size() == 5);
        assertThat(down)
                .containsExactly(
                        "down/b1 {\"t\":\"accepted\",\"by\":\"contact\",\"case\":\"" + ALERT + "\"}",
                        "down/b1 {\"t\":[\"say a \\\"b\\\"\\\\\\n{id}!\"],\"id\":7}",
                        "down/b1 {\"beat\":60}",
                        "down/b1 {\"call\":[\"120\",\"1\\\"1\"]}",
                        "down/b1/10 {\"t\":\"ring\",\"n\":3}");
        router.send(DEVICE, new Downlink.Locate(11));
        heard("home-b1 11 UNSUPPORTED");
    }

    @Test
    void theDevicesOwnWordIsItsAnswer() throws Exception {
        listen();
        beat();
        router.send(DEVICE, new Downlink.Ring(20));
        heard("home-b1 20 AWAITED");
        speak("{\"e\":\"ACK\",\"cmd\":20,\"r\":\"later\"}");
        speak("{\"e\":\"ACK\",\"cmd\":\"20\",\"r\":0}");
        heard("home-b1 20 CONFIRMED");
        speak("{\"e\":\"ACK\",\"cmd\":21,\"r\":1}");
        heard("home-b1 21 REFUSED");
        assertThat(gateway.log.signals()).as("an answer is no alarm").isEmpty();
        speak("{\"e\":\"ACK\",\"r\":1}");
        await(() -> !gateway.log.signals().isEmpty());
        assertThat(gateway.log.signals().getFirst().dropped())
                .as("what answers nothing may be a call")
                .containsExactly("mapping.no_rule");
    }

    @Test
    void whatNobodyHasSubscribedToIsNotTold() throws Exception {
        beat();
        router.send(DEVICE, new Downlink.Ring(30));
        heard("home-b1 30 DROPPED");
        assertThat(bridge.counters().get(Count.DOWN_NOBODY)).isEqualTo(1);
        router.send(DEVICE, new Downlink.Ring(30));
        heard("home-b1 30 DROPPED");
        assertThat(bridge.counters().get(Count.DOWN_NOBODY))
                .as("its topic is left in peace for a while")
                .isEqualTo(1);
        assertThat(bridge.counters().get(Count.DOWN_SENT)).isZero();
    }

    @Test
    void theMemberThatLeadsTellsAndAloneWhatItSaysWithoutTheLog() throws Exception {
        listen();
        Fates others = new Fates(otherRouter);
        beat();
        assertThat(otherRouter.isReachable(DEVICE)).isFalse();
        otherRouter.send(DEVICE, new Downlink.Ring(40));
        await(() -> others.taken().contains("home-b1 40 DROPPED"));
        leads.set(false);
        otherLeads.set(true);
        await(() -> others.taken().contains("home-b1 there"));
        assertThat(router.isReachable(DEVICE)).isFalse();
        otherRouter.send(DEVICE, new Downlink.Ring(40));
        await(() -> others.taken().contains("home-b1 40 AWAITED"));
        router.send(DEVICE, new Downlink.Accepted(ALERT, Downlink.Accepted.By.OPERATOR, 0x1_0000_0005L));
        heard("home-b1 4294967301 SENT");
        await(() -> down.size() == 2);
        assertThat(bridge.counters().get(Count.DOWN_SENT)).isEqualTo(1);
        assertThat(other.counters().get(Count.DOWN_SENT)).isEqualTo(1);
    }

    @Test
    void aPressIsToldReceivedOnce() throws Exception {
        listen();
        speak("{\"e\":\"SOS\",\"k\":1}");
        await(() -> bridge.counters().get(Count.DOWN_SENT) == 1
                && other.counters().get(Count.ACKNOWLEDGED) == 1
                && down.size() == 1);
        assertThat(down.peek()).startsWith("down/b1 {\"t\":\"received\",\"alert\":");
        assertThat(other.counters().get(Count.DOWN_SENT)).isZero();
    }

    @Test
    void aConnectionOfTheDevicesOwnGoesFirstWhileItLives() throws Exception {
        listen();
        beat();
        Own own = new Own();
        router.register(DEVICE, own);
        speak("{\"e\":\"BEAT\"}");
        await(() -> bridge.counters().get(Count.RECEIVED) == 2);
        router.send(DEVICE, new Downlink.Ring(50));
        assertThat(own.delivered).containsExactly(50L);
        assertThat(own.superseded).isFalse();
        told.addAll(fates.taken());
        router.unregister(DEVICE, own);
        assertThat(fates.taken()).containsExactly("home-b1 there");
        router.send(DEVICE, new Downlink.Ring(51));
        heard("home-b1 51 AWAITED");
        router.dismiss(DEVICE);
        assertThat(router.send(DEVICE, new Downlink.Ring(52))).isFalse();
    }

    @Test
    void oneMoreThanMayBeOnTheirWayIsDropped() throws Exception {
        listen();
        beat();
        new ProcessBuilder("kill", "-STOP", Long.toString(broker.pid())).start().waitFor();
        for (long id = 100; id <= 100 + Downlinks.MOST_IN_FLIGHT; id++) {
            router.send(DEVICE, new Downlink.Ring(id));
        }
        assertThat(bridge.downInFlight()).isEqualTo(Downlinks.MOST_IN_FLIGHT);
        heard("home-b1 " + (100 + Downlinks.MOST_IN_FLIGHT) + " DROPPED");
        assertThat(bridge.counters().get(Count.DOWN_NO_ROOM)).isEqualTo(1);
        broker.destroyForcibly().waitFor();
        await(() -> !bridge.state().connected());
        heard("home-b1 100 DROPPED");
        assertThat(bridge.downInFlight()).isZero();
    }

    private static final class Own implements DeviceSession {
        private final List<Long> delivered = new ArrayList<>();
        private boolean superseded;

        @Override
        public void deliver(Downlink downlink) {
            delivered.add(downlink.commandId());
        }

        @Override
        public void supersede() {
            superseded = true;
        }
    }
}
