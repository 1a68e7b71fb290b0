package care.convoy.app;

import care.convoy.account.ApiToken;
import care.convoy.account.Role;
import care.convoy.disk.DiskLimits;
import care.convoy.escalation.CountyPolicy;
import care.convoy.storage.SeriesRetention;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/** A gateway on a directory of the test's and free ports, with a hand on its HTTP API and its MQTT port. */
final class RunningGateway implements AutoCloseable {
    static final String TOKEN = "a-token-of-this-test-0123456789abcdef";
    private static final ObjectMapper JSON = new ObjectMapper();

    final Gateway gateway;
    private final GatewayConfig config;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningGateway(GatewayConfig config) throws IOException, InterruptedException {
        this.config = config;
        this.gateway = Gateway.start(config);
    }

    /** @param databaseUrl an outside database, or null for the embedded one */
    static RunningGateway on(Path data, @Nullable String databaseUrl) throws IOException, InterruptedException {
        return new RunningGateway(config(data, false, databaseUrl, CountyPolicy.standard(), null, null));
    }

    /** A demo, whose alerts are exercises, without its simulated devices. */
    static RunningGateway demo(Path data, CountyPolicy plans) throws IOException, InterruptedException {
        return new RunningGateway(config(data, true, null, plans, null, null));
    }

    /** With its own database and other plans. */
    static RunningGateway real(Path data, CountyPolicy plans) throws IOException, InterruptedException {
        return new RunningGateway(config(data, false, null, plans, null, null));
    }

    /** With its own database, other plans, and channels by which people are reached. */
    static RunningGateway reaching(Path data, CountyPolicy plans, ChannelsFile channels)
            throws IOException, InterruptedException {
        return new RunningGateway(config(data, false, null, plans, null, channels));
    }

    /** With its own database, TLS, and channels by which people are reached. */
    static RunningGateway secure(Path data, GatewayConfig.Tls tls, ChannelsFile channels)
            throws IOException, InterruptedException {
        return new RunningGateway(config(data, false, null, CountyPolicy.standard(), tls, channels));
    }

    private static GatewayConfig config(
            Path data,
            boolean demo,
            @Nullable String databaseUrl,
            CountyPolicy plans,
            GatewayConfig.@Nullable Tls tls,
            @Nullable ChannelsFile channels)
            throws IOException {
        return new GatewayConfig(
                data,
                demo,
                false,
                freeOffset(),
                "127.0.0.1",
                databaseUrl,
                true,
                null,
                GatewayConfig.Profile.DEFAULT,
                DiskLimits.standard(),
                GatewayConfig.Devices.STANDARD,
                plans,
                null,
                null,
                tls,
                SeriesRetention.STANDARD,
                channels,
                data.resolve("dropped"));
    }

    /** An offset at which the ports that we use are free now. */
    static int freeOffset() throws IOException {
        for (int offset = 11_000; offset < 22_000; offset += 97) {
            if (free(8080 + offset)
                    && free(9464 + offset)
                    && free(7700 + offset)
                    && free(7710 + offset)
                    && free(1883 + offset)
                    && free(7750 + offset)
                    && free(7701 + offset)
                    && free(8883 + offset)
                    && free(8090 + offset)
                    && free(8443 + offset)) {
                return offset;
            }
        }
        throw new IOException("no free ports");
    }

    private static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** One resident with one MQTT device, {@code band-1} and {@code secret}, and the test's token. */
    void provision() throws NoSuchAlgorithmException {
        Archive archive = gateway.store();
        archive.importResidents(csv("resident_id,name,region_code\nr1,王桂兰,430102001001\n"));
        archive.importContacts(csv("resident_id,contact_id,name,role,ring,phone,capabilities,channels,hours\n"
                + "r1,c1,周秀芬,neighbour,1,13900001187,key,voice,\n"));
        archive.importDevices(csv("device_id,protocol,secret,model,resident_id\nband-1,mqtt,secret,M1,r1\n"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.US_ASCII));
        archive.addToken(
                new ApiToken("test", Role.OPERATOR, "", false), HexFormat.of().formatHex(digest));
    }

    private static byte[] csv(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A token of a role, and its text. */
    String token(Role role) throws NoSuchAlgorithmException {
        String token = "a-token-of-" + role.wireName() + "-0123456789abcdef";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        gateway.store()
                .addToken(
                        new ApiToken("test-" + role.wireName(), role, "", false),
                        HexFormat.of().formatHex(digest));
        return token;
    }

    /** Any request by any token. @param body null for none */
    JsonNode send(String token, String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + config.port(GatewayConfig.Port.CONSOLE) + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token);
        if (body == null) {
            return send(
                    request.method(method, HttpRequest.BodyPublishers.noBody()).build());
        }
        return send(request.header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Presses with QoS 1; returns when PUBACK came. */
    void press(String json) throws MqttException {
        press("band-1", "secret", json);
    }

    /** The same as another device. */
    void press(String id, String secret, String json) throws MqttException {
        MqttClient client =
                new MqttClient("tcp://127.0.0.1:" + config.port(GatewayConfig.Port.MQTT), id, new MemoryPersistence());
        try {
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName(id);
            options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
            options.setAutomaticReconnect(false);
            client.setTimeToWait(20_000);
            client.connect(options);
            MqttMessage message = new MqttMessage(json.getBytes(StandardCharsets.UTF_8));
            message.setQos(1);
            client.publish("convoy/" + id + "/up/json", message);
            client.disconnect();
        } finally {
            client.close(true);
        }
    }

    /** Of its own database. */
    String databaseUrl() {
        return "jdbc:postgresql://127.0.0.1:" + config.port(GatewayConfig.Port.DATABASE) + "/convoy";
    }

    int port(GatewayConfig.Port port) {
        return config.port(port);
    }

    /** The page for Prometheus. */
    String metrics() throws IOException, InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + config.port(GatewayConfig.Port.MANAGEMENT) + "/metrics");
        return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    int consolePort() {
        return config.port(GatewayConfig.Port.CONSOLE);
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + config.port(GatewayConfig.Port.CONSOLE) + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TOKEN);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode body = JSON.readTree(response.body());
        return JSON.createObjectNode().put("status", response.statusCode()).set("body", body);
    }

    /** The only open alert. */
    JsonNode onlyAlert() throws IOException, InterruptedException {
        JsonNode alerts = get("/api/alerts?state=open&limit=10").get("body").get("alerts");
        if (alerts.size() != 1) {
            throw new AssertionError("one open alert expected, there are " + alerts.size());
        }
        return alerts.get(0);
    }

    @Override
    public void close() {
        http.close();
        gateway.close();
    }
}
