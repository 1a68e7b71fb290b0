package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.account.Role;
import care.convoy.app.GatewayConfig.Port;
import care.convoy.device.DeviceId;
import care.convoy.storage.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway: an engineer brings devices, blocks them, gives them other secrets; over a restart, and on two nodes. */
class ProvisioningGatewayTest {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("ddMMyy,HHmmss").withZone(ZoneOffset.UTC);
    private static final String SOS = "{\"type\":\"sos\",\"seq\":%d,\"boot\":7}";

    @TempDir
    Path temporary;

    private Path data(String name) throws IOException {
        return Files.createDirectory(temporary.resolve(name));
    }

    private static String ready(RunningGateway running) throws Exception {
        assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120))).isTrue();
        running.provision();
        return running.token(Role.ADMIN);
    }

    private static JsonNode done(JsonNode answer) {
        assertThat(answer.get("status").asInt()).as(answer.toString()).isEqualTo(200);
        return answer.get("body");
    }

    private static void say(Socket watch, String body) throws IOException {
        String frame = String.format("[3G*9900000001*%04x*%s]", body.length(), body);
        watch.getOutputStream().write(frame.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String heard(Socket watch) throws IOException {
        InputStream in = watch.getInputStream();
        StringBuilder answer = new StringBuilder();
        for (int each = in.read(); each >= 0; each = in.read()) {
            answer.append((char) each);
            if (each == ']') {
                break;
            }
        }
        return answer.toString();
    }

    private static String alarm() {
        return "AL_LTE," + TIME.format(Instant.now()) + ",V,0.0,N,0.0,E,0,0,0,0,80,76,120,0,00010000,0,0,0";
    }

    /** Asks again until it is so; the test's own time limit ends it. */
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void eventually(Condition condition) throws Exception {
        for (int i = 0; i < 300 && !condition.holds(); i++) {
            Thread.sleep(100);
        }
        assertThat(condition.holds()).isTrue();
    }

    @Test
    void aWatchIsAdoptedWhileItIsConnectedAndTheQuarantineOutlivesARestart() throws Exception {
        Path data = data("data");
        try (RunningGateway running = RunningGateway.on(data, null)) {
            String admin = ready(running);
            running.gateway.keeper().keepQuarantine();
            try (Socket watch = new Socket(InetAddress.getLoopbackAddress(), running.port(Port.WATCH))) {
                watch.setSoTimeout(20_000);
                say(watch, "LK,0,0,50");
                say(watch, alarm());
                eventually(() -> running.get("/api/quarantine")
                                .get("body")
                                .get("devices")
                                .size()
                        == 1);
                JsonNode adopted = done(running.send(
                        admin,
                        "POST",
                        "/api/quarantine/adopt",
                        "{\"protocol\":\"watch\",\"id\":\"9900000001\",\"model\":\"W1\",\"residents\":[\"r1\"]}"));
                assertThat(adopted.has("newSecret"))
                        .as("its protocol knows none")
                        .isFalse();
                assertThat(running.get("/api/quarantine").get("body").get("devices"))
                        .isEmpty();
                say(watch, "VERNO,W1_2.3");
                say(watch, alarm());
                assertThat(heard(watch)).isEqualTo("[3G*9900000001*0006*AL_LTE]");
                assertThat(running.onlyAlert().get("residentId").asText()).isEqualTo("r1");
                JsonNode device = done(running.send(admin, "GET", "/api/devices/9900000001", null));
                assertThat(device.get("connected").asBoolean()).isTrue();
                assertThat(device.get("firmware").asText()).isEqualTo("W1_2.3");
                assertThat(device.get("address").asText()).isEqualTo("127.0.0.1");
            }
            assertThatThrownBy(() -> running.press("nobody", "x", SOS)).isInstanceOf(MqttException.class);
            running.gateway.keeper().keepQuarantine();
        }
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            running.gateway.keeper().keepQuarantine();
            JsonNode kept = running.get("/api/quarantine").get("body").get("devices");
            assertThat(kept).hasSize(1);
            assertThat(kept.get(0).get("id").asText()).isEqualTo("nobody");
            assertThat(kept.get(0).get("protocol").asText()).isEqualTo("mqtt");
        }
    }

    @Test
    void aDeviceIsMadeBlockedAndRotatedOnBothOfTwoNodes() throws Exception {
        String database = TestPostgres.emptyDatabaseUrl();
        try (RunningGateway one = RunningGateway.on(data("one"), database)) {
            String admin = ready(one);
            Path second = data("two");
            Files.copy(temporary.resolve("one/vault.key"), second.resolve("vault.key"));
            try (RunningGateway two = RunningGateway.on(second, database)) {
                assertThat(two.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                        .isTrue();
                String drawn = done(one.send(
                                admin,
                                "POST",
                                "/api/devices",
                                "{\"deviceId\":\"band-2\",\"protocol\":\"mqtt\",\"residents\":[\"r1\"]}"))
                        .get("newSecret")
                        .asText();
                one.press("band-2", drawn, SOS.formatted(1));
                assertThat(one.onlyAlert().has("deviceState")).isFalse();

                DeviceId band = new DeviceId("band-2");
                eventually(() -> two.gateway.memory().devices().find(band) != null);
                MqttClient live = client(two, drawn);
                assertThat(live.isConnected()).isTrue();
                done(one.send(admin, "POST", "/api/devices/band-2/block", "{\"reason\":\"lost\"}"));
                eventually(() -> !live.isConnected());
                live.close(true);

                two.press("band-2", drawn, SOS.formatted(2));
                JsonNode called = two.onlyAlert();
                assertThat(called.get("deviceState").asText()).isEqualTo("blocked");
                assertThat(called.get("residentId").asText()).isEqualTo("r1");

                String next = done(one.send(
                                admin,
                                "POST",
                                "/api/devices/band-2/secret",
                                "{\"overlapDays\":1,\"endsWithUse\":true}"))
                        .get("newSecret")
                        .asText();
                assertThat(one.send(admin, "POST", "/api/devices/band-2/secret", "{}")
                                .get("status")
                                .asInt())
                        .as("the same wish twice")
                        .isEqualTo(409);
                one.press("band-2", drawn, SOS.formatted(3));
                one.press("band-2", next, SOS.formatted(4));
                assertThatThrownBy(() -> one.press("band-2", drawn, SOS.formatted(5)))
                        .isInstanceOf(MqttException.class);
                one.gateway.keeper().keepFirstUses();
                JsonNode replaced = done(one.send(admin, "GET", "/api/devices/band-2", null))
                        .get("replaced");
                assertThat(replaced.get("formerIsGood").asBoolean()).isFalse();
                eventually(() -> {
                    try {
                        two.press("band-2", drawn, SOS.formatted(6));
                        return false;
                    } catch (MqttException refused) {
                        return true;
                    }
                });
                two.press("band-2", next, SOS.formatted(7));
            }
        }
    }

    private static MqttClient client(RunningGateway gateway, String secret) throws MqttException {
        MqttClient client =
                new MqttClient("tcp://127.0.0.1:" + gateway.port(Port.MQTT), "band-2", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("band-2");
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        options.setAutomaticReconnect(false);
        client.setTimeToWait(20_000);
        client.connect(options);
        return client;
    }

    @Test
    void aClosedDeviceIsKeptAndNoFileOpensIt() throws Exception {
        try (RunningGateway running = RunningGateway.on(data("data"), null)) {
            String admin = ready(running);
            done(running.send(admin, "DELETE", "/api/devices/band-1?reason=returned", null));
            running.gateway
                    .store()
                    .importDevices("device_id,protocol,secret,model,resident_id\nband-1,mqtt,secret,M2,r1\n"
                            .getBytes(StandardCharsets.UTF_8));
            JsonNode closed = done(running.send(admin, "GET", "/api/devices/band-1", null));
            assertThat(closed.get("state").asText()).isEqualTo("closed");
            assertThat(closed.get("model").asText()).isEqualTo("M2");
            assertThat(done(running.send(admin, "GET", "/api/devices", null))
                            .get("total")
                            .asInt())
                    .isZero();
            assertThat(done(running.send(admin, "GET", "/api/devices?state=closed", null))
                            .get("total")
                            .asInt())
                    .isOne();
            assertThat(running.get("/api/residents/r1").get("body").get("devices"))
                    .isEmpty();
            running.press(SOS.formatted(1));
            assertThat(running.onlyAlert().get("deviceState").asText()).isEqualTo("closed");
            JsonNode way = done(running.send(admin, "GET", "/api/devices/band-1/connection", null));
            assertThat(way.get("doors").get(0).get("port").asInt()).isEqualTo(running.port(Port.MQTT));
            assertThat(way.get("doors").get(0).get("onlyHere").asBoolean()).isTrue();
            assertThat(way.toString()).doesNotContain("secret");
            assertThat(running.send(admin, "GET", "/api/devices/canary-mqtt", null)
                            .get("status")
                            .asInt())
                    .as("the gateway's own are nobody's business")
                    .isEqualTo(404);
        }
    }
}
