package care.convoy.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hands on a gateway in another process: orders, and what became of them.
 *
 * @param token of a supervisor
 */
record GatewayHands(int offset, String token, HttpClient http) {
    private static final ObjectMapper JSON = new ObjectMapper();

    int port(GatewayConfig.Port port) {
        return switch (port) {
            case CONSOLE -> 8080 + offset;
            case WATCH -> 7710 + offset;
            case MQTT -> 1883 + offset;
            case DATABASE -> 7750 + offset;
            default -> throw new IllegalArgumentException(port.name());
        };
    }

    OrderedWatch watch(String id) throws IOException {
        return new OrderedWatch(id, port(GatewayConfig.Port.WATCH));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(GatewayConfig.Port.CONSOLE) + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token);
    }

    /** The answer's status. */
    int post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** The id of the open alert that this device opened; empty if there is none. */
    String openAlertOf(String device) throws IOException, InterruptedException {
        for (JsonNode alert : get("/api/alerts?state=open&limit=100").path("alerts")) {
            if (alert.get("deviceId").asText().equals(device)) {
                return alert.get("id").asText();
            }
        }
        return "";
    }

    /** What became of the orders of a case, by device and kind: a line of the time line each. */
    Map<String, String> orders(String alert) throws IOException, InterruptedException {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode entry : get("/api/alerts/" + alert).path("timeline")) {
            if (entry.get("type").asText().equals("ORDERED")) {
                states.merge(
                        entry.get("deviceId").asText() + " " + entry.get("what").asText(),
                        entry.get("orderState").asText(),
                        (one, other) -> one + " and " + other);
            }
        }
        return states;
    }

    /** What became of what was ordered of a device, with and without a case, by kind; the newest counts. */
    Map<String, String> ordersOf(String device) throws IOException, InterruptedException {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode order : get("/api/devices/" + device + "/orders").path("orders")) {
            states.putIfAbsent(
                    order.get("what").asText(), order.get("orderState").asText());
        }
        return states;
    }

    /** How often the history says of orders of a case, by kind, that a device has confirmed them. */
    Map<String, Integer> confirmed(Path data) throws IOException, SQLException {
        String password =
                Files.readString(data.resolve("postgres").resolve("password")).strip();
        String url = "jdbc:postgresql://127.0.0.1:" + port(GatewayConfig.Port.DATABASE) + "/convoy";
        Map<String, Integer> counts = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url, "convoy", password);
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("""
                        select detail ->> 'what', count(*) from alert_event
                        where kind = 'intentMoved' and detail ->> 'to' = 'ACKNOWLEDGED' and alert_id is not null
                        group by 1
                        """)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getInt(2));
            }
        }
        return counts;
    }
}
