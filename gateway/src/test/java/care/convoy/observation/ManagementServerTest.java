package care.convoy.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
    @Test
    void requestsThatNeverEndDelayNoOther() throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        List<Socket> begun = new ArrayList<>();
        try (Metrics metrics = new Metrics();
                ManagementServer server = ManagementServer.start(address, metrics, new Health());
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(server).isNotNull();
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket(address.getAddress(), address.getPort());
                socket.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
                begun.add(socket);
            }
            HttpResponse<String> ready = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/health/ready"))
                            .timeout(Duration.ofSeconds(4))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(200);
            for (Socket socket : begun) {
                assertThat(socket.getInputStream().read())
                        .as("closed in the end")
                        .isEqualTo(-1);
                socket.close();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
