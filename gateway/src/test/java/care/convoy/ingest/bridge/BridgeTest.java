package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.UnknownCaller;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.mqtt.MqttListener;
import care.convoy.ingest.mqtt.MqttListenerConfig;
import care.convoy.settings.SettingsRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bridge on a real connection; the broker is the test tenant of our own server. */
@Timeout(120)
class BridgeTest {
    private static final byte[] NO_SECRET = {};

    private final Gateway gateway = new Gateway(1_000, 100, Duration.ZERO);
    private final Gateway nobodys = new Gateway();
    private final Quarantine quarantine = new Quarantine();
    private final HandLog log = gateway.log;
    private IngestLoops loops;
    private MqttListener broker;
    private BridgeConfig config;
    private Bridge bridge;
    private MqttClient vendor;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException, MqttException, SettingsRefused {
        gateway.registry.put(List.of(
                Gateway.device("b1", Protocol.MQTT, NO_SECRET),
                Gateway.device("w1", Protocol.WATCH, NO_SECRET),
                Gateway.mqtt("with-secret")));
        loops = IngestLoops.start();
        broker = MqttListener.startTestTenant(MqttListenerConfig.testTenant("127.0.0.1", 0), loops, nobodys.services());
        config = config(2);
        bridge = Bridge.start(config, services(() -> true));
        vendor = new MqttClient("tcp://127.0.0.1:" + broker.port(), "vendor", new MemoryPersistence());
        vendor.connect();
        await(() -> bridge.state().connected());
    }

    private BridgeServices services(BooleanSupplier known) {
        return new BridgeServices(gateway.registry, gateway.intake, quarantine, known, 0, IngestClock.SYSTEM);
    }

    private BridgeConfig config(int receiveMaximum) throws IOException, SettingsRefused {
        return MappingFile.read(
                Files.writeString(directory.resolve("bridge.json"), """
                {"name": "test",
                 "broker": {"url": "tcp://127.0.0.1:%d", "receiveMaximum": %d},
                 "topics": [
                  {"filter": "v/+/event", "alarms": true, "device": {"level": 1}, "key": ["/id"],
                   "messages": [{"type": {"pointer": "/e", "values": {"SOS": "sos", "BEAT": "heartbeat"}},
                                 "members": {"battery": "/b"}}]},
                  {"filter": "v/+/data", "alarms": false, "device": {"level": 1},
                   "messages": [{"type": "heartbeat", "members": {"battery": "/b"}}]}]}
                """.formatted(broker.port(), receiveMaximum)));
    }

    @AfterEach
    void stop() throws MqttException {
        bridge.close();
        if (vendor.isConnected()) {
            vendor.disconnectForcibly(0, 1_000);
        }
        vendor.close();
        broker.close();
        loops.close();
        gateway.close();
        nobodys.close();
    }

    private void publish(String topic, String payload, int qos) throws MqttException {
        vendor.publish(topic, payload.getBytes(StandardCharsets.UTF_8), qos, false);
    }

    private long count(Count count) {
        return bridge.counters().get(count);
    }

    /** Until it is so; the test's own time limit ends it otherwise. */
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("it did not come to that in time");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void anAlarmIsAcknowledgedOnlyOnceItIsDurable() throws Exception {
        publish("v/b1/event", "{\"id\":1,\"e\":\"SOS\"}", 1);
        HandLog.Submitted alarm = log.next();
        assertThat(alarm.signal().key().device()).hasToString("b1");
        assertThat(alarm.signal().message()).isEqualTo(new DeviceMessage.SosPressed(1, null));
        publish("v/b1/data", "{\"b\":50}", 1);
        assertThat(gateway.telemetry(1)).hasSize(1);
        assertThat(bridge.inFlight()).as("in the order of arrival").isEqualTo(2);
        assertThat(count(Count.ACKNOWLEDGED)).isZero();
        alarm.commit();
        await(() -> count(Count.ACKNOWLEDGED) == 2);
        assertThat(bridge.inFlight()).isZero();
    }

    @Test
    void whatIsNotDurableComesAgainAsTheSamePress() throws Exception {
        publish("v/b1/event", "{\"id\":\"p-7\",\"e\":\"SOS\"}", 1);
        HandLog.Submitted first = log.next();
        first.fail(new IllegalStateException("no disk"));
        HandLog.Submitted again = log.next();
        assertThat(again.signal().key()).isEqualTo(first.signal().key());
        assertThat(count(Count.NOT_DURABLE)).isEqualTo(1);
        assertThat(count(Count.ACKNOWLEDGED)).isZero();
        again.commit();
        await(() -> count(Count.ACKNOWLEDGED) == 1);
        assertThat(count(Count.RECEIVED)).isEqualTo(2);
        assertThat(count(Count.SESSIONS_LOST)).isZero();
    }

    @Test
    void anAnswerThatComesAfterTheConnectionAcknowledgesNothingOnTheNext() throws Exception {
        publish("v/b1/event", "{\"id\":1,\"e\":\"SOS\"}", 1);
        HandLog.Submitted late = log.next();
        publish("v/b1/event", "{\"id\":2,\"e\":\"SOS\"}", 1);
        HandLog.Submitted failing = log.next();
        failing.fail(new IllegalStateException("no disk"));
        HandLog.Submitted again = log.next();
        assertThat(again.signal().key()).isEqualTo(failing.signal().key());
        again.commit();
        assertThat(count(Count.ACKNOWLEDGED)).as("the first is not durable yet").isZero();
        late.commit();
        await(() -> count(Count.ACKNOWLEDGED) == 2);
        assertThat(log.signals()).as("the repeat joined the wait").hasSize(3);
    }

    @Test
    void theBrokerWaitsWhenAsManyAreOnTheirWayAsMayBe() throws Exception {
        for (int i = 0; i < 4; i++) {
            publish("v/b1/event", "{\"id\":" + i + ",\"e\":\"SOS\"}", 1);
        }
        HandLog.Submitted first = log.next();
        HandLog.Submitted second = log.next();
        assertThat(bridge.inFlight()).isEqualTo(2);
        assertThat(log.waiting()).isZero();
        first.commit();
        second.commit();
        log.next().commit();
        log.next().commit();
        await(() -> count(Count.ACKNOWLEDGED) == 4);
        assertThat(count(Count.OVER_RECEIVE_MAXIMUM)).isZero();
    }

    @Test
    void whatWaitedAtTheBrokerComesWhenTheGatewayIsBack() throws Exception {
        publish("v/b1/event", "{\"id\":1,\"e\":\"SOS\"}", 1);
        HandLog.Submitted first = log.next();
        bridge.close();
        publish("v/b1/event", "{\"id\":2,\"e\":\"SOS\"}", 1);
        bridge = Bridge.start(config(2), services(() -> true));
        log.next().commit();
        assertThat(count(Count.ACKNOWLEDGED)).isZero();
        first.commit();
        await(() -> count(Count.ACKNOWLEDGED) == 2);
        assertThat(count(Count.RECEIVED)).isEqualTo(2);
        assertThat(log.signals()).extracting(signal -> signal.key()).doesNotHaveDuplicates();
    }

    @Test
    void aBrokenBrokerIsTriedAgain() throws Exception {
        int port = broker.port();
        broker.close();
        await(() -> !bridge.state().connected());
        assertThat(bridge.state().remark()).isNotEmpty();
        broker = MqttListener.startTestTenant(
                MqttListenerConfig.testTenant("127.0.0.1", port), loops, nobodys.services());
        await(() -> bridge.state().connected());
        assertThat(count(Count.SESSIONS_LOST))
                .as("the tenant keeps sessions in memory")
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsAnotherAlarmWhereAlarmsAre() throws Exception {
        publish("v/b1/event", "{\"id\":1,\"e\":\"???\"}", 1);
        HandLog.Submitted unclear = log.next();
        assertThat(unclear.signal().message())
                .isEqualTo(new DeviceMessage.AlarmRaised(DeviceMessage.AlarmRaised.Reason.UNSPECIFIED, null));
        assertThat(unclear.signal().dropped()).containsExactly("mapping.unknown_type");
        unclear.commit();
        publish("v/b1/data", "not json", 1);
        await(() -> count(Count.ACKNOWLEDGED) == 2);
        assertThat(count(Count.UNMAPPED)).isEqualTo(2);
        assertThat(count(Count.UNCLEAR_ALARMS)).isEqualTo(1);
        assertThat(bridge.counters().messages(Kind.GENERAL)).isEqualTo(1);
    }

    @Test
    void unknownAndForeignDevicesCallFromTheQuarantine() throws Exception {
        publish("v/nobody/event", "{\"id\":1,\"e\":\"SOS\"}", 1);
        publish("v/nobody/data", "{\"b\":1}", 1);
        publish("v/w1/event", "{\"id\":1,\"e\":\"SOS\"}", 1);
        publish("v/with-secret/event", "{\"id\":1,\"e\":\"SOS\"}", 1);
        publish("v/ /event", "?", 1);
        await(() -> count(Count.ACKNOWLEDGED) == 5);
        assertThat(log.signals()).isEmpty();
        assertThat(quarantine.callers().view().open())
                .extracting(UnknownCaller::id)
                .containsExactlyInAnyOrder("nobody", "w1", "with-secret", "(no id)");
        assertThat(count(Count.FOREIGN_DEVICE)).isEqualTo(2);
        assertThat(count(Count.UNKNOWN_DEVICE)).isEqualTo(5);
    }

    @Test
    void aMessageOfQualityNoneIsTakenToo() throws Exception {
        log.committing();
        publish("v/b1/event", "{\"id\":1,\"e\":\"SOS\"}", 0);
        await(() -> gateway.intake.counters().durable() == 1);
        assertThat(count(Count.WITHOUT_ACKNOWLEDGEMENT)).isEqualTo(1);
        assertThat(bridge.inFlight()).isZero();
    }

    @Test
    void aMessageTwiceIsOnePress() throws Exception {
        log.committing();
        publish("v/b1/event", "{\"id\":1,\"e\":\"SOS\"}", 1);
        vendor.publish("v/b1/event", new MqttMessage("{\"e\":\"SOS\",\"id\":1}".getBytes(StandardCharsets.UTF_8)));
        await(() -> log.signals().size() == 2);
        assertThat(log.signals().get(0).key()).isEqualTo(log.signals().get(1).key());
    }

    @Test
    void beforeTheDevicesAreKnownNobodyIsTakenForUnknown() throws Exception {
        bridge.close();
        AtomicBoolean known = new AtomicBoolean();
        bridge = Bridge.start(config(2), services(known::get));
        await(() -> bridge.state().remark().contains("devices are known"));
        assertThat(bridge.state().connected()).isFalse();
        known.set(true);
        await(() -> bridge.state().connected());
    }

    @Test
    void anErrorWhileConnectingIsTriedAgain() {
        bridge.close();
        AtomicBoolean fails = new AtomicBoolean(true);
        bridge = Bridge.start(config, services(() -> {
            if (fails.getAndSet(false)) {
                throw new OutOfMemoryError("as when there is no room for a thread");
            }
            return true;
        }));
        await(() -> bridge.state().connected());
        assertThat(count(Count.CONNECTIONS_FAILED)).isEqualTo(1);
    }

    @Test
    void anErrorWhileAMessageIsTakenEndsTheConnectionAndItComesAgain() throws Exception {
        bridge.close();
        AtomicBoolean fails = new AtomicBoolean();
        IngestClock clock = new IngestClock(
                () -> {
                    if (fails.getAndSet(false)) {
                        throw new OutOfMemoryError("once");
                    }
                    return System.currentTimeMillis();
                },
                IngestClock.SYSTEM.nanos());
        bridge = Bridge.start(
                config, new BridgeServices(gateway.registry, gateway.intake, quarantine, () -> true, 0, clock));
        await(() -> bridge.state().connected());
        fails.set(true);
        publish("v/b1/event", "{\"id\":1,\"e\":\"SOS\"}", 1);
        log.next().commit();
        await(() -> count(Count.ACKNOWLEDGED) == 1);
        assertThat(count(Count.CONNECTIONS_LOST)).isEqualTo(1);
        assertThat(log.signals()).hasSize(1);
    }

    @Test
    void aBridgedDeviceCannotLogInByItself() {
        RegisteredDevice bridged = gateway.registry.find(new DeviceId("b1"));
        assertThat(bridged).isNotNull();
        assertThat(bridged.secret().matches(NO_SECRET)).isFalse();
    }
}
