package care.convoy.console.web;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a feed over HTTP on a thread of its own. */
final class FeedClient implements AutoCloseable {
    record Message(String event, @Nullable String id, JsonObject data) {}

    private static final Message END = new Message("END", null, new JsonObject());

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    FeedClient(HttpResponse<InputStream> response) {
        this.response = response;
        if (response.statusCode() != 200) {
            throw new AssertionError("feed: " + response.statusCode());
        }
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String event = "";
            String id = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                    id = null;
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    messages.add(new Message(event, id, new JsonObject(line.substring(6))));
                }
            }
        } catch (IOException e) {
            // the server or the test cut the connection: that is an end too
        } finally {
            messages.add(END);
        }
    }

    /** The next message that fits; others before it are dropped. */
    Message await(Predicate<Message> wanted) {
        try {
            while (true) {
                Message message = messages.poll(20, TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("no such message came");
                }
                if (wanted.test(message)) {
                    return message;
                }
                if (message == END) {
                    throw new AssertionError("the feed ended");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Message await(String event) {
        return await(message -> message.event().equals(event));
    }

    /** Waits until the server ends the stream. */
    void awaitEnd() {
        await(message -> message == END);
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
