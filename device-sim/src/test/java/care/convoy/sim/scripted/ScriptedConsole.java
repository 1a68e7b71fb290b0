package care.convoy.sim.scripted;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** The two paths of the console's API that the simulator uses, with the alerts that a test gives it. Thread-safe. */
public final class ScriptedConsole implements AutoCloseable {
    public static final String TOKEN = "the-token";

    private final HttpServer server;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
    private final List<OutputStream> feeds = new ArrayList<>();
    private UnaryOperator<List<Map<String, Object>>> lie = honest -> honest;

    private ScriptedConsole(HttpServer server) {
        this.server = server;
    }

    public static ScriptedConsole open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ScriptedConsole console = new ScriptedConsole(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/alerts", console::alerts);
        server.createContext("/api/feed", console::feed);
        server.start();
        return console;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What {@code GET /api/alerts} says instead of the truth. */
    public synchronized void lie(UnaryOperator<List<Map<String, Object>>> other) {
        lie = other;
    }

    /** An alert heard so many presses; told on the feed as well. */
    public synchronized void show(String alertId, String residentId, int presses) {
        Map<String, Object> row = Map.of("id", alertId, "residentId", residentId, "deviceId", "d", "presses", presses);
        rows.put(alertId, row);
        feeds.removeIf(feed -> !write(feed, "alerts", Map.of("upsert", List.of(row))));
    }

    private boolean write(OutputStream feed, String event, Object data) {
        try {
            feed.write(("event: " + event + "\ndata: " + json.writeValueAsString(data) + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
            feed.flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private synchronized void alerts(HttpExchange exchange) throws IOException {
        if (isAllowed(exchange)) {
            byte[] body = json.writeValueAsBytes(Map.of("alerts", lie.apply(List.copyOf(rows.values()))));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private synchronized void feed(HttpExchange exchange) throws IOException {
        if (isAllowed(exchange)) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            feeds.add(exchange.getResponseBody());
            write(exchange.getResponseBody(), "snapshot", Map.of("part", 1, "last", true, "alerts", rows.values()));
        } else {
            exchange.close();
        }
    }

    private static boolean isAllowed(HttpExchange exchange) throws IOException {
        boolean allowed =
                ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!allowed) {
            exchange.sendResponseHeaders(401, -1);
        }
        return allowed;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
