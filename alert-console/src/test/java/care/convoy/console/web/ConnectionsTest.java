package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.feed.FeedLimits;
import care.convoy.console.session.Sessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
    private static final int LIMIT = 10;

    private static ConsoleConfig config() {
        return new ConsoleConfig(
                "127.0.0.1", 0, false, null, LIMIT, null, 1, 8, Sessions.Limits.usual(), FeedLimits.usual());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /api/session HTTP/1.1\r\nHost: x\r\nX-Slow: ",
                "POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"
            })
    void connectionsThatNeverSayAWholeRequestKeepNobodyOut(String begun) throws Exception {
        try (ConsoleFixture console = new ConsoleFixture(config());
                FeedClient feed = new FeedClient(console.api().stream("/api/feed"))) {
            feed.await("snapshot");
            List<Socket> idle = new ArrayList<>();
            for (int i = 0; i < 3 * LIMIT; i++) {
                idle.add(connect(console, begun));
            }
            assertThat(console.api().get("/api/alerts").status()).isEqualTo(200);
            console.press("R0010");
            feed.await("alerts");
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static Socket connect(ConsoleFixture console, String begun) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.server.port());
        try {
            socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException closedAlready) {
            // as it should be for the eldest
        }
        return socket;
    }
}
