package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.AlertRow;
import care.convoy.console.feed.FeedLimits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FeedOverHttpTest {
    private final ConsoleFixture console = new ConsoleFixture();

    @AfterEach
    void stop() {
        console.close();
    }

    private static FeedClient open(Browser browser) {
        return new FeedClient(browser.stream("/api/feed"));
    }

    @Test
    void alertReachesTheBrowserAndTheClaimToo() {
        Browser li = console.login("liming");
        try (FeedClient feed = open(li)) {
            assertThat(feed.response().headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(feed.response().headers().firstValue("Cache-Control")).contains("no-store");
            feed.await("snapshot");
            feed.await("system");
            String alert = console.press("R0010");
            JsonObject row = upsert(feed.await("alerts"));
            assertThat(row.getString("id")).isEqualTo(alert);
            assertThat(row.getString("residentName")).isEqualTo("王*兰");
            console.claim(li, alert);
            JsonObject claimed = upsert(feed.await("alerts"));
            assertThat(claimed.getString("owner")).isEqualTo("liming");
            assertThat(claimed.getString("ownerName")).isEqualTo("李明");
        }
    }

    private static JsonObject upsert(FeedClient.Message message) {
        return message.data().getJsonArray("upsert").getJsonObject(0);
    }

    @Test
    void browserThatComesBackGetsWhatItMissedAndAfterARestartEverything() {
        String first = console.press("R0001");
        String id;
        try (FeedClient feed = open(console.api())) {
            id = Objects.requireNonNull(feed.await("snapshot").id());
        }
        String missed = console.press("R0002");
        try (FeedClient feed = open(console.api().with("Last-Event-ID", id))) {
            assertThat(feed.await("resumed").data().getInteger("missed")).isEqualTo(1);
            assertThat(upsert(feed.await("alerts")).getString("id")).isEqualTo(missed);
        }
        try (FeedClient feed = new FeedClient(console.api().stream("/api/feed?lastEventId=" + id))) {
            assertThat(feed.await("resumed").data().getInteger("missed")).isEqualTo(1);
        }
        try (FeedClient feed = open(console.api().with("Last-Event-ID", "0123456789abcdef-7"))) {
            assertThat(feed.await("reset").data().getString("reason")).isEqualTo("restart");
            assertThat(feed.await("snapshot").data().encode()).contains(first, missed);
        }
    }

    @Test
    void logoutAndRevocationCloseTheFeed() {
        Browser li = console.login("liming");
        try (FeedClient feed = open(li);
                FeedClient token = open(console.api())) {
            feed.await("snapshot");
            token.await("snapshot");
            li.send("DELETE", "/api/session", null);
            JsonObject last = feed.await("session").data();
            assertThat(last.getString("state")).isEqualTo("ENDED");
            assertThat(last.getString("reason")).isEqualTo("logout");
            feed.awaitEnd();
            console.stage.users().revoke(ConsoleFixture.TOKEN);
            assertThat(token.await("session").data().getString("reason")).isEqualTo("revoked");
            token.awaitEnd();
        }
    }

    @Test
    void readerThatLeavesIsForgotten() {
        try (FeedClient feed = open(console.api())) {
            feed.await("snapshot");
            assertThat(console.server.feedStats().connections()).isEqualTo(1);
        }
        while (console.server.feedStats().connections() > 0) {
            Thread.onSpinWait();
        }
        assertThat(console.server.feedStats().opened()).isEqualTo(1);
    }

    @Test
    void oneFeedMoreThanTheBoundIs503() {
        ConsoleConfig usual = ConsoleConfig.on("127.0.0.1", 0);
        FeedLimits feed = usual.feed();
        FeedLimits one = new FeedLimits(
                1,
                2,
                feed.ring(),
                feed.rowsPerFrame(),
                feed.waiting(),
                feed.flush(),
                feed.heartbeat(),
                feed.drain(),
                feed.presence());
        try (ConsoleFixture small = new ConsoleFixture(usual.with(one));
                FeedClient first = open(small.api())) {
            first.await("snapshot");
            Answer second = small.login("liming").get("/api/feed");
            assertThat(second.status()).isEqualTo(503);
            assertThat(second.problem()).isEqualTo("feed-full");
            assertThat(small.server.feedStats().refused()).isEqualTo(1);
        }
    }

    @Test
    void heldCaseIsShownWithItsViewersToOthers() {
        String alert = console.press("R0010");
        Browser liu = console.login("liumin");
        try (FeedClient feed = open(console.login("liming"))) {
            feed.await("snapshot");
            liu.post("/api/presence", new JsonObject().put("viewing", alert));
            FeedClient.Message told = feed.await("presence");
            assertThat(told.data().getString("id")).isEqualTo(alert);
            assertThat(told.data().getJsonArray("viewers").getJsonObject(0).getString("name"))
                    .isEqualTo("刘敏");
            assertThat(console.api().get("/api/alerts/" + alert).json().getJsonArray("viewers"))
                    .containsExactly("刘敏");
            assertThat(liu.get("/api/alerts/" + alert).json().getJsonArray("viewers"))
                    .isEmpty();
        }
    }

    @Test
    void readerThatStopsReadingCostsNoMoreThanTheOpenAlertsAndCatchesUp() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ids.add(console.stage
                    .alerts()
                    .raise("sos", AlertRow.Priority.P1, console.stage.records().person("R0001"), 0));
        }
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), console.server.port()));
            slow.setSoTimeout(20_000);
            slow.getOutputStream()
                    .write(("GET /api/feed HTTP/1.1\r\nHost: console\r\nAuthorization: Bearer " + ConsoleFixture.TOKEN
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            int changes = 0;
            while (console.server.feedStats().conflated() < 20_000) {
                for (String id : ids) {
                    console.stage.alerts().pressAgain(id);
                    changes++;
                }
                // time stands still in this test unless it is told to pass: without it nothing is ever gathered long
                // enough
                console.clock.advance(Duration.ofMillis(20));
            }
            long written = console.server.feedStats().rows();
            assertThat(written).isLessThan(changes / 2);
            Map<String, Long> truth = new TreeMap<>();
            console.stage.alerts().open().forEach(row -> truth.put(row.id(), row.version()));
            assertThat(readUntil(slow, truth)).isEqualTo(truth);
        }
    }

    /** Reads and applies until what is shown is the truth. */
    private static Map<String, Long> readUntil(Socket socket, Map<String, Long> truth) throws IOException {
        Map<String, Long> shown = new TreeMap<>();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder data = new StringBuilder();
        while (!shown.equals(truth)) {
            String line = lines.readLine();
            if (line == null) {
                return shown;
            }
            // a chunk's length may stand anywhere between the pieces of a message, and is a line of its own
            if (line.startsWith("data: ")) {
                data.setLength(0);
                data.append(line.substring(6));
            }
            if (line.endsWith("}") && data.length() > 0) {
                apply(new JsonObject(data.toString()), shown);
                data.setLength(0);
            }
        }
        return shown;
    }

    private static void apply(JsonObject message, Map<String, Long> shown) {
        for (String member : List.of("alerts", "upsert")) {
            if (message.getValue(member) instanceof JsonArray rows) {
                rows.forEach(
                        row -> shown.put(((JsonObject) row).getString("id"), ((JsonObject) row).getLong("version")));
            }
        }
    }
}
