package care.convoy.console.web;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of the console by the JDK's own HTTP, with a session cookie or a token. */
final class Browser {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final Map<String, String> headers = new LinkedHashMap<>();

    Browser(int port) {
        this.port = port;
    }

    /** The same client with one more header; null takes it away. */
    Browser with(String header, @Nullable String value) {
        Browser other = new Browser(port);
        other.headers.putAll(headers);
        if (value == null) {
            other.headers.remove(header);
        } else {
            other.headers.put(header, value);
        }
        return other;
    }

    Browser token(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** Logs in; the client returned has the session, and says that it is the console's own page. */
    Browser login(String user, String password) {
        Answer answer = tryLogin(user, password);
        if (answer.status() != 200) {
            throw new AssertionError("log-in of " + user + ": " + answer.status() + " " + answer.body());
        }
        return with("Cookie", cookie(answer)).with(Gate.OWN_PAGE, "1");
    }

    Answer tryLogin(String user, String password) {
        return post("/api/session", new JsonObject().put("user", user).put("password", password));
    }

    /** The name and value of the cookie that was set. */
    static String cookie(Answer answer) {
        String cookie = answer.header("Set-Cookie");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, @Nullable JsonObject body) {
        return send("POST", path, body == null ? null : body.encode());
    }

    Answer send(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = request(path);
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<String> response = exchange(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    /** Opens a feed. */
    HttpResponse<InputStream> stream(String path) {
        return exchange(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
        headers.forEach(request::header);
        return request;
    }

    private static <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new AssertionError(request + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
