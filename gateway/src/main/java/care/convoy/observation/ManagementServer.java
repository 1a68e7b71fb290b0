package care.convoy.observation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code /metrics}, {@code /health/live} and {@code /health/ready} on the management port, for machines. Each request has a
 * virtual thread and 5 s to come to its end; at most 1000 connections.
 */
public final class ManagementServer implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final HttpServer server;

    /** A request that does not come to its end holds its own thread and nobody else's. */
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("management-", 0).factory());

    static {
        // read once by the JDK's server when its first one is made: how long a request may come, and how many at once
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("jdk.httpserver.maxConnections", "1000");
    }

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    /** @throws IOException if the port is taken */
    public static ManagementServer start(InetSocketAddress address, Metrics metrics, Health health) throws IOException {
        HttpServer http = HttpServer.create(address, BACKLOG);
        ManagementServer server = new ManagementServer(http);
        http.setExecutor(server.threads);
        http.createContext(
                "/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4", metrics.scrape()));
        http.createContext(
                "/health/live", exchange -> answer(exchange, 200, "application/json", "{\"status\":\"UP\"}"));
        http.createContext("/health/ready", exchange -> ready(exchange, health.complaints(), health.remarks()));
        http.start();
        return server;
    }

    private static void ready(HttpExchange exchange, Map<String, String> complaints, Map<String, String> remarks)
            throws IOException {
        String status = complaints.isEmpty() ? "UP" : "DOWN";
        String body = "{\"status\":\"" + status + "\",\"degraded\":" + !remarks.isEmpty() + ",\"complaints\":"
                + object(complaints) + ",\"remarks\":" + object(remarks) + "}";
        answer(exchange, complaints.isEmpty() ? 200 : 503, "application/json", body);
    }

    private static String object(Map<String, String> words) {
        StringBuilder object = new StringBuilder("{");
        String comma = "";
        for (Map.Entry<String, String> word : words.entrySet()) {
            object.append(comma).append('"').append(word.getKey()).append("\":\"");
            object.append(word.getValue().replaceAll("[\"\\\\\\p{Cntrl}]", " ")).append('"');
            comma = ",";
        }
        return object.append('}').toString();
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
