package care.convoy.sim.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The gateway's HTTP API with a bearer token (interfaces §6). Blocking; safe on any thread. */
public final class AlertApi {
    /** As many open alerts as the API shows at once. */
    public static final int MOST_ALERTS = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;

    private final URI base;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ObjectMapper json = new ObjectMapper();

    /** @param base as {@code http://127.0.0.1:8080} */
    public AlertApi(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * Every open alert.
     *
     * @throws IOException if the gateway does not answer, refuses, or has so many that the answer may be cut
     */
    public List<OpenAlert> openAlerts() throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = get("/api/alerts?state=open&limit=" + MOST_ALERTS, "application/json");
        try (InputStream body = answer.body()) {
            JsonNode rows = json.readTree(body).path("alerts");
            if (rows.size() >= MOST_ALERTS) {
                throw new IOException("there are " + MOST_ALERTS + " open alerts or more: too many to reconcile");
            }
            List<OpenAlert> alerts = new ArrayList<>(rows.size());
            rows.forEach(row -> alerts.add(OpenAlert.of(row)));
            return alerts;
        }
    }

    /** The escalation steps of an alert. @throws IOException if the gateway does not answer, or does not know the alert */
    public List<StepRow> steps(String alertId) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = get("/api/alerts/" + alertId, "application/json");
        try (InputStream body = answer.body()) {
            List<StepRow> steps = new ArrayList<>();
            json.readTree(body).path("steps").forEach(row -> steps.add(StepRow.of(row)));
            return steps;
        }
    }

    /** Opens the feed; its lines come until the server or the caller ends it. */
    Stream<String> feedLines() throws IOException, InterruptedException {
        HttpRequest request = request("/api/feed", "text/event-stream").build();
        HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
        if (answer.statusCode() != OK) {
            answer.body().close();
            throw new IOException("GET /api/feed: HTTP " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<InputStream> get(String path, String accept) throws IOException, InterruptedException {
        HttpRequest request = request(path, accept).timeout(PATIENCE).build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != OK) {
            answer.body().close();
            throw new IOException("GET " + path + ": HTTP " + answer.statusCode()
                    + (answer.statusCode() == 401 ? "; is the token right?" : ""));
        }
        return answer;
    }

    private HttpRequest.Builder request(String path, String accept) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept);
    }
}
