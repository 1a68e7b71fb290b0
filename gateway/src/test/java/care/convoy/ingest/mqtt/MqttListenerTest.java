package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog.Submitted;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.LeakWatch;
import care.convoy.ingest.connection.BindFailed;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server on real sockets, with Paho as a device that we did not write, and with raw bytes. */
class MqttListenerTest {
    private static final long WAIT_MILLIS = 20_000;
    private static final String UP = "convoy/band-1/up/json";
    private static final String DOWN = "convoy/band-1/down/json";

    private final LeakWatch leaks = new LeakWatch();
    private final Gateway gateway = new Gateway(10_000, 1_000);
    private final IngestLoops loops = IngestLoops.start(2, IngestClock.SYSTEM);
    private final MqttListener listener = MqttListener.start(config(0, 10_000), loops, gateway.services());

    @AfterEach
    void close() {
        listener.close();
        loops.close();
        gateway.close();
        assertThat(listener.counters().connectionsOpen()).isZero();
        leaks.close();
    }

    private static MqttListenerConfig config(int port, int maxHalfOpen) {
        return new MqttListenerConfig(
                "127.0.0.1",
                port,
                Duration.ofSeconds(1),
                maxHalfOpen,
                Duration.ofMinutes(1),
                50,
                MqttListenerConfig.Sessions.DEVICES);
    }

    private MqttAsyncClient paho(String id, String secret) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + listener.port(), id, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(id);
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(true);
        client.connect(options).waitForCompletion(WAIT_MILLIS);
        return client;
    }

    private static void leave(MqttAsyncClient client) throws MqttException {
        client.disconnect().waitForCompletion(WAIT_MILLIS);
        client.close();
    }

    private static MqttMessage sos(int qos, int sequence) {
        String json = "{\"type\":\"sos\",\"seq\":" + sequence + ",\"boot\":7}";
        MqttMessage message = new MqttMessage(json.getBytes(StandardCharsets.UTF_8));
        message.setQos(qos);
        return message;
    }

    @Test
    void pahoPressesAndIsAnsweredOnlyAfterCommit() throws Exception {
        MqttAsyncClient client = paho("band-1", Gateway.SECRET);
        Heard down = new Heard();
        client.setCallback(down);
        client.subscribe(DOWN, 1).waitForCompletion(WAIT_MILLIS);
        for (int qos = 1; qos <= 2; qos++) {
            IMqttToken published = client.publish(UP, sos(qos, qos));
            Submitted press = gateway.log.next();
            assertThat(published.isComplete()).isFalse();
            press.commit();
            published.waitForCompletion(WAIT_MILLIS);
            assertThat(down.next())
                    .isEqualTo(DOWN + " {\"type\":\"received\",\"seq\":" + qos + ",\"boot\":7,\"alert\":\""
                            + press.alert() + "\"}");
        }
        gateway.router.send(new DeviceId("band-1"), new Downlink.Locate(3));
        assertThat(down.next()).endsWith("{\"type\":\"locate\",\"command\":3}");
        leave(client);
        assertThat(listener.sessions())
                .as("a clean session ends with its connection")
                .isZero();
    }

    @Test
    void pahoIsRefusedWithTheReason() {
        assertThatThrownBy(() -> paho("band-1", "wrong"))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        refused -> assertThat(refused.getReasonCode()).isEqualTo(0x86));
        assertThatThrownBy(() -> paho("band-unknown", Gateway.SECRET)).isInstanceOf(MqttException.class);
        assertThat(listener.counters().loginFailures(LoginFailure.WRONG_SECRET)).isEqualTo(1);
        assertThat(listener.counters().loginFailures(LoginFailure.UNKNOWN_DEVICE))
                .isEqualTo(1);
        assertThat(listener.failures().worstAddresses(1)).containsExactly(new FailureLedger.Count("127.0.0.1", 2));
    }

    @Test
    void pahoHearsThatAnotherConnectionTookOver() throws Exception {
        MqttAsyncClient first = paho("band-1", Gateway.SECRET);
        Heard heard = new Heard();
        first.setCallback(heard);
        MqttAsyncClient second = paho("band-1", Gateway.SECRET);
        assertThat(heard.disconnection()).isEqualTo(0x8E);
        assertThat(second.isConnected()).isTrue();
        leave(second);
        first.close();
    }

    @Test
    void pahoMayNotSubscribeElsewhere() throws Exception {
        MqttAsyncClient client = paho("band-1", Gateway.SECRET);
        IMqttToken token = client.subscribe(new MqttSubscription("convoy/band-2/down", 1));
        token.waitForCompletion(WAIT_MILLIS);
        assertThat(token.getReasonCodes()).containsExactly(0x87);
        leave(client);
    }

    @Test
    void twoThousandQuickConnectionsLeaveRoomForAPress() throws Exception {
        gateway.log.committing();
        List<WireClient> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2_000; i++) {
                idle.add(new WireClient(listener.port()));
            }
            try (WireClient device = new WireClient(listener.port())) {
                device.send(Wire.connect3("band-1", Gateway.SECRET));
                assertThat(device.next()).isEqualTo("20020000");
                device.send(Wire.publish3(1, 1, UP, "{\"type\":\"sos\",\"seq\":1}"));
                assertThat(device.next()).isEqualTo("40020001");
            }
            for (WireClient client : idle) {
                assertThat(client.isClosed()).as("closed at the login deadline").isTrue();
            }
        } finally {
            for (WireClient client : idle) {
                client.close();
            }
        }
        assertThat(listener.counters().connectionsAccepted()).isEqualTo(2_001);
        assertThat(listener.counters().endings(Ending.LOGIN_DEADLINE)
                        + listener.counters().endings(Ending.BY_DEVICE))
                .isEqualTo(2_001);
        assertThat(listener.halfOpen()).isZero();
    }

    @Test
    void halfOpenConnectionsAreBoundedAndDevicesGetThrough() throws Exception {
        try (MqttListener small = MqttListener.start(config(0, 50), loops, gateway.services())) {
            List<WireClient> flood = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                flood.add(new WireClient(small.port()).send(Wire.hex("10")));
            }
            try (WireClient device = new WireClient(small.port())) {
                device.send(Wire.connect5("band-1", Gateway.SECRET));
                assertThat(device.next()).startsWith("20");
            }
            // two loops take them in, so the order in which they gave way is not quite that in which they came
            for (WireClient early : flood.subList(0, 200)) {
                assertThat(early.isClosed()).isTrue();
            }
            assertThat(small.halfOpen()).isLessThanOrEqualTo(50);
            assertThat(small.counters().endings(Ending.HALF_OPEN)).isGreaterThanOrEqualTo(200);
            for (WireClient client : flood) {
                client.close();
            }
        }
    }

    @Test
    void aFloodOfWrongSecretsNeitherRefusesNorSilencesTheRightOne() throws Exception {
        int answered = 0;
        for (int i = 0; i < 200; i++) {
            try (WireClient wrong = new WireClient(listener.port())) {
                wrong.send(Wire.connect3("band-1", "wrong"));
                answered += wrong.bytesUntilClosed() > 0 ? 1 : 0;
            }
        }
        assertThat(answered + listener.failures().unattended()).isEqualTo(200);
        try (WireClient right = new WireClient(listener.port())) {
            right.send(Wire.connect3("band-1", Gateway.SECRET));
            assertThat(right.next()).isEqualTo("20020000");
        }
        assertThat(listener.counters().loginFailures(LoginFailure.WRONG_SECRET)).isEqualTo(200);
    }

    @Test
    void aDeviceThatDoesNotReadIsNotReadEither() throws Exception {
        byte[] pings = new byte[200_000];
        for (int i = 0; i < pings.length; i += 2) {
            pings[i] = (byte) 0xC0;
        }
        Thread sender;
        try (WireClient deaf = new WireClient(listener.port())) {
            deaf.send(Wire.connect3("band-1", Gateway.SECRET));
            sender = Thread.ofVirtual().start(() -> flood(deaf, pings));
            try (WireClient device = new WireClient(listener.port())) {
                device.send(Wire.connect3("band-2", Gateway.SECRET), Wire.hex("c000"));
                assertThat(device.next()).isEqualTo("20020000");
                assertThat(device.next()).isEqualTo("d000");
            }
        }
        sender.join(WAIT_MILLIS);
        assertThat(listener.counters().bytesOut())
                .as("far less than the answers to 40 MB")
                .isLessThan(30_000_000);
    }

    private static void flood(WireClient deaf, byte[] bytes) {
        try {
            for (int i = 0; i < 200; i++) {
                deaf.send(bytes);
            }
        } catch (IOException closedByTheTest) {
            assertThat(closedByTheTest).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void closingSaysGoodbyeAndATakenPortIsOneClearLine() throws Exception {
        assertThatThrownBy(() -> MqttListener.start(config(listener.port(), 10), loops, gateway.services()))
                .isInstanceOf(BindFailed.class)
                .hasMessageContaining("MQTT cannot listen on 127.0.0.1:" + listener.port())
                .hasMessageContaining("--port-offset");
        try (WireClient device = new WireClient(listener.port())) {
            device.send(Wire.connect5("band-1", Gateway.SECRET));
            device.next();
            listener.close();
            assertThat(device.next()).isEqualTo(Wire.goodbye("8b"));
            assertThat(device.isClosed()).isTrue();
        }
    }
}
