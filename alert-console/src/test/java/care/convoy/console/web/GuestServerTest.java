package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.GuestPages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestServerTest {
    private static final GuestConfig.Limits LIMITS = new GuestConfig.Limits(
            10,
            new GuestConfig.Allowance(5, 1),
            new GuestConfig.Allowance(4, 1),
            new GuestConfig.Allowance(20, 1),
            100);

    private final Staged pages = new Staged();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private GuestServer server;

    @BeforeEach
    void start() throws IOException {
        server = GuestServer.start(config(), pages);
    }

    private static GuestConfig config() {
        return GuestConfig.on("127.0.0.1", 0)
                .behind(address -> address.isLoopbackAddress(), true)
                .with(LIMITS);
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    /** Any token that begins with good is ours. */
    private static final class Staged implements GuestPages {
        final List<String> asked = new CopyOnWriteArrayList<>();

        @Override
        public String path() {
            return "/c/";
        }

        @Override
        public Map<String, String> files() {
            return Map.of("s-1.css", "body{}", "s-2.js", "1;");
        }

        @Override
        public Page show(String token, boolean again) {
            asked.add((again ? "again " : "show ") + token);
            return token.startsWith("good") ? new Page(200, "<p>page", false) : new Page(404, "<p>none", true);
        }

        @Override
        public CompletionStage<Page> answer(String token, Map<String, String> form) {
            asked.add("answer " + token + " " + form);
            return CompletableFuture.supplyAsync(
                    () -> token.startsWith("good") ? new Page(303, "", false) : new Page(404, "<p>none", true));
        }
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void showsAPageThatNobodyKeepsOrEmbedsOrFollows() throws Exception {
        HttpResponse<String> page = send("GET", "/c/good?from=singlemessage", "");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("<p>page");
        Map<String, List<String>> headers = page.headers().map();
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'")
                .contains("frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
                .doesNotContain("unsafe", "http:", "*");
        assertThat(headers)
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("x-robots-tag", List.of("noindex, nofollow, noarchive, nosnippet"))
                .containsEntry("strict-transport-security", List.of("max-age=31536000"))
                .containsEntry("content-type", List.of("text/html; charset=utf-8"))
                .doesNotContainKey("set-cookie")
                .doesNotContainKey("server");
        assertThat(pages.asked).containsExactly("show good");
    }

    @Test
    void lookingAheadIsNoAnswer() throws Exception {
        assertThat(send("HEAD", "/c/good", "", "User-Agent", "facebookexternalhit/1.1")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/c/good", "", "User-Agent", "Slackbot-LinkExpanding 1.0")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/c/good?again", "").statusCode()).isEqualTo(200);
        assertThat(pages.asked).containsExactly("again good", "show good", "again good");
    }

    @Test
    void anAnswerComesFromTheFormAndLeadsBack() throws Exception {
        HttpResponse<String> answer = send("POST", "/c/good", "k=se_cr-et&do=going", "Sec-Fetch-Site", "same-origin");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location")).contains("good");
        assertThat(pages.asked.getFirst()).contains("k=se_cr-et", "do=going");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,405,METHOD",
        "DELETE,405,METHOD",
        "PATCH,405,METHOD",
        "OPTIONS,405,METHOD",
        "TRACE,405,METHOD",
        "PROPFIND,405,METHOD"
    })
    void nothingElseIsTaken(String method, int status, GuestServer.Refusal why) throws Exception {
        assertThat(send(method, "/c/good", "").statusCode()).isEqualTo(status);
        assertThat(server.get(why)).isEqualTo(1);
        assertThat(pages.asked).isEmpty();
    }

    @Test
    void aBodyThatIsNoFormOfOursIsRefused() throws Exception {
        assertThat(send("POST", "/c/good", "").statusCode()).isEqualTo(415);
        assertThat(send("POST", "/c/good", "do=going&k=" + "x".repeat(2_000)).statusCode())
                .isEqualTo(413);
        assertThat(send("POST", "/c/good", "do=<script>").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/c/good", "a=1&".repeat(20)).statusCode()).isEqualTo(400);
        assertThat(pages.asked).isEmpty();
        assertThat(server.get(GuestServer.Refusal.BODY)).isEqualTo(4);
    }

    @Test
    void anotherSitePressesNothing() throws Exception {
        assertThat(send("POST", "/c/good", "do=going&k=x", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(pages.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/c", "/c/", "/c/good/", "/c/../c/good", "/c/go%6Fd", "/api/alerts", "/c/%00", "/c/..%2f"})
    void otherAddressesLeadToNothing(String path) throws Exception {
        assertThat(send("GET", path, "").statusCode()).isEqualTo(404);
        assertThat(pages.asked).isEmpty();
    }

    @Test
    void oneTokenMayAskOnlySoOftenAndOthersFeelNothing() throws Exception {
        for (int times = 0; times < 5; times++) {
            assertThat(send("GET", "/c/good-1", "").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> tooOften = send("POST", "/c/good-1", "do=going&k=x");
        assertThat(tooOften.statusCode()).isEqualTo(429);
        assertThat(tooOften.headers().firstValue("retry-after")).contains("60");
        assertThat(pages.asked).hasSize(5);
        assertThat(send("GET", "/c/good-2", "").statusCode()).isEqualTo(200);
    }

    @Test
    void whoTriesTokensHearsNothingSoonAndWhoHasOneAtThatAddressIsServed() throws Exception {
        String guest = "203.0.113.7";
        for (int times = 0; times < 4; times++) {
            assertThat(send("GET", "/c/guess-" + times, "", "X-Forwarded-For", guest)
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(send("GET", "/c/guess-9", "", "X-Forwarded-For", "203.0.113.9")
                        .headers()
                        .firstValue("connection"))
                .contains("close");
        HttpResponse<String> tooOften = send("GET", "/c/guess-9", "", "X-Forwarded-For", "1.2.3.4, " + guest);
        assertThat(tooOften.statusCode()).isEqualTo(429);
        assertThat(tooOften.body()).isEmpty();
        assertThat(send("GET", "/c/good", "", "X-Forwarded-For", guest).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/c/guess-9", "", "X-Forwarded-For", "203.0.113.8")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get(GuestServer.Refusal.ADDRESS_TOO_OFTEN)).isEqualTo(1);
    }

    /** As a browser asks: on a connection of its own, and again if that was cut off to make room (there are ten here). */
    private int patiently(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        for (int tries = 0; ; tries++) {
            try (HttpClient own =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                return own.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            } catch (IOException cut) {
                if (tries == 20) {
                    throw cut;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    @Test
    void manyWhoGuessFromManyAddressesHearLateTogetherAndKeepNobodyOut() throws Exception {
        for (int times = 0; times < 20; times++) {
            assertThat(send("GET", "/c/guess" + times, "", "X-Forwarded-For", "203.0.113." + times)
                            .statusCode())
                    .isEqualTo(404);
        }
        List<CompletableFuture<HttpResponse<String>>> late = new ArrayList<>();
        for (int times = 0; times < 30; times++) {
            late.add(http.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/c/other" + times))
                            .header("X-Forwarded-For", "203.0.113." + (100 + times))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        assertThat(patiently("/c/good")).isEqualTo(200);
        for (CompletableFuture<HttpResponse<String>> each : late) {
            // told late, or cut off to make room
            int status = each.handle((answer, cut) -> answer == null ? 0 : answer.statusCode())
                    .get(30, TimeUnit.SECONDS);
            assertThat(status).isIn(429, 0);
        }
    }

    @Test
    void keepsStyleAndScript() throws Exception {
        HttpResponse<String> style = send("GET", "/c/s-1.css", "");
        assertThat(style.body()).isEqualTo("body{}");
        assertThat(style.headers().map())
                .containsEntry("cache-control", List.of("public, max-age=31536000, immutable"))
                .containsEntry("content-type", List.of("text/css; charset=utf-8"));
        assertThat(send("GET", "/c/s-2.js", "").headers().firstValue("content-type"))
                .contains("text/javascript");
        assertThat(send("GET", "/robots.txt", "").body()).contains("Disallow: /");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /c/good HTTP/1.1\r\nHost: x\r\nX-Slow: ",
                "POST /c/good HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: 90\r\n\r\nd"
            })
    void connectionsThatNeverSayAWholeRequestKeepNobodyOut(String begun) throws Exception {
        List<Socket> idle = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            idle.add(socket);
            try {
                socket.getOutputStream()
                        .write(begun.replace("good", "good-" + number).getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closedAlready) {
                // as it should be for the eldest
            }
        }
        assertThat(send("GET", "/c/good-me", "").statusCode()).isEqualTo(200);
        for (Socket socket : idle) {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /c/%LONG% HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /c/good HTTP/1.1\r\nHost: x\r\nX: %LONG%\r\n\r\n",
                "\u0001\u0002\r\n\r\n",
                "GET /c/good HTTP/9.9\r\n\r\n",
                "POST /c/good HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n"
            })
    void whatCannotBeReadEndsTheConnectionAndNothingElse(String bytes) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(bytes.replace("%LONG%", "x".repeat(20_000)).getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.US_ASCII)).matches("(?s)(HTTP/\\d\\.\\d (4|5)\\d\\d .*)?");
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        assertThat(pages.asked).isEmpty();
        assertThat(send("GET", "/c/good", "").statusCode()).isEqualTo(200);
    }

    @Test
    void anAddressIsTheLastOneThatIsNoProxyOfOurs() {
        assertThat(of("10.0.0.1", "1.1.1.1, 2.2.2.2")).isEqualTo("2.2.2.2");
        assertThat(of("10.0.0.1", "1.1.1.1, 2.2.2.2, 10.0.0.9")).isEqualTo("2.2.2.2");
        assertThat(of("10.0.0.1", "nonsense")).isEqualTo("10.0.0.1");
        assertThat(of("10.0.0.1", "host.example, 10.0.0.2")).isEqualTo("10.0.0.2");
        assertThat(of("9.9.9.9", "1.1.1.1")).isEqualTo("9.9.9.9");
        assertThat(of("2001:db8:1:2:3::4", null)).isEqualTo(of("2001:db8:1:2:ffff::1", null));
        assertThat(of("", null)).isEmpty();
    }

    private static String of(String peer, @Nullable String forwarded) {
        return GuestAddress.of(
                peer, forwarded, address -> address.getHostAddress().startsWith("10."));
    }

    @Test
    void anAllowanceComesBackAndTheEldestIsForgotten() {
        Allowances allowances = new Allowances(new GuestConfig.Allowance(2, 60), 3);
        assertThat(allowances.take("a", 0)).isTrue();
        assertThat(allowances.take("a", 0)).isTrue();
        assertThat(allowances.take("a", 999)).isFalse();
        assertThat(allowances.take("a", 1_001)).isTrue();
        for (int other = 0; other < 1_000; other++) {
            allowances.take("other" + other, 1_001);
        }
        assertThat(allowances.remembered()).isEqualTo(3);
    }
}
