package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MachineRouteTest {
    private static final int LARGE = 20_000_000;

    private final ConsoleFixture console = new ConsoleFixture();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        console.close();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.server.port() + path))
                .header("Prefer", "handling=strict")
                .build();
    }

    @Test
    void whatWasAskedArrivesAndTheAnswerGoesBack() throws IOException, InterruptedException {
        console.stage.machines().answering(exchange -> {
            try (OutputStream out = exchange.begin(418, Map.of("Content-Type", "text/plain"))) {
                out.write(String.join(
                                " ",
                                exchange.method(),
                                exchange.path(),
                                exchange.query(),
                                String.valueOf(exchange.header("Prefer")),
                                exchange.address(),
                                exchange.origin())
                        .getBytes(StandardCharsets.UTF_8));
            }
        });
        HttpResponse<String> answer =
                http.send(request("/machine/a%20b?x=1%2B2"), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body())
                .isEqualTo("GET /machine/a%20b x=1%2B2 handling=strict 127.0.0.1 http://127.0.0.1:"
                        + console.server.port());
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void aLongAnswerArrivesWhole() throws IOException, InterruptedException {
        console.stage.machines().answering(exchange -> {
            try (OutputStream out = exchange.begin(200, Map.of())) {
                writeLarge(out, new AtomicLong());
            }
        });
        HttpResponse<byte[]> answer = http.send(request("/machine/large"), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.body()).hasSize(LARGE);
        for (int i = 0; i < LARGE; i += 9_973) {
            assertThat(answer.body()[i]).isEqualTo((byte) i);
        }
    }

    private static void writeLarge(OutputStream out, AtomicLong written) throws IOException {
        byte[] part = new byte[1_000];
        for (int at = 0; at < LARGE; at += part.length) {
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) (at + i);
            }
            out.write(part);
            written.addAndGet(part.length);
        }
    }

    @Test
    void aClientThatReadsNothingHoldsUpTheAnswerAndOneThatLeavesEndsIt() throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<IOException> ended = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        console.stage.machines().answering(exchange -> {
            try (OutputStream out = exchange.begin(200, Map.of())) {
                begun.countDown();
                writeLarge(out, written);
            } catch (IOException gone) {
                ended.complete(gone);
                throw gone;
            }
        });
        try (Socket socket = new Socket("127.0.0.1", console.server.port())) {
            socket.setReceiveBufferSize(4_096);
            socket.getOutputStream()
                    .write("GET /machine/x HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo('H');
        }
        assertThat(ended.get(40, TimeUnit.SECONDS)).isNotNull();
        // what the buffers of both ends hold, and not the whole answer
        assertThat(written.get()).isLessThan(LARGE);
    }

    @Test
    void anAnswerThatFailsInTheMiddleIsNotTakenForWhole() {
        console.stage.machines().answering(exchange -> {
            OutputStream out = exchange.begin(200, Map.of());
            out.write(new byte[100_000]);
            throw new IllegalStateException("in the middle");
        });
        assertThat(catchThrowable(() -> http.send(request("/machine/x"), HttpResponse.BodyHandlers.ofByteArray())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void moreThanThereIsRoomForIsRefusedAtOnceAndTheDeskGoesOn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(16);
        console.stage.machines().answering(exchange -> {
            inside.countDown();
            try {
                if (!release.await(40, TimeUnit.SECONDS)) {
                    throw new IOException("never released");
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.begin(204, Map.of()).close();
        });
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            asked.add(http.sendAsync(request("/machine/x"), HttpResponse.BodyHandlers.ofString()));
        }
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        HttpResponse<String> refused = http.send(request("/machine/x"), HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(console.login("liming").get("/api/alerts").status()).isEqualTo(200);
        release.countDown();
        for (CompletableFuture<HttpResponse<String>> each : asked) {
            assertThat(each.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        }
    }

    private HttpRequest posting(int bytes) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.server.port() + "/machine/x"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
    }

    private void answerWithTheLengthOf(int most) {
        console.stage.machines().answering(exchange -> {
            byte[] body = exchange.body(most);
            try (OutputStream out = exchange.begin(body == null ? 413 : 200, Map.of())) {
                out.write(String.valueOf(body == null ? -1 : body.length).getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    @Test
    void aBodyArrivesWholeOrNotAtAll() throws Exception {
        answerWithTheLengthOf(100_000);
        for (int length : List.of(0, 1, 99_999, 100_000)) {
            HttpResponse<String> answer = http.send(posting(length), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(Integer.toString(length));
        }
        for (int length : List.of(100_001, 3_000_000)) {
            assertThat(http.send(posting(length), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(413);
        }
        assertThat(http.send(posting(5), HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("5");
    }

    @Test
    void aBodyThatNobodyAsksForDoesNotHoldUpTheAnswer() throws Exception {
        HttpResponse<String> answer = http.send(posting(3_000_000), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(204);
    }

    @Test
    void aBodyThatNeverEndsIsGivenUp() throws Exception {
        CompletableFuture<IOException> given = new CompletableFuture<>();
        console.stage.machines().answering(exchange -> {
            try {
                exchange.body(1_000);
            } catch (IOException late) {
                given.complete(late);
                throw late;
            }
        });
        try (Socket socket = new Socket("127.0.0.1", console.server.port())) {
            socket.getOutputStream()
                    .write("POST /machine/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(given.get(40, TimeUnit.SECONDS)).hasMessageContaining("10 s");
        }
    }
}
