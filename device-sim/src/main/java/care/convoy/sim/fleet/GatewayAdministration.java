package care.convoy.sim.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands to the gateway that runs on a data directory, through its {@code admin.sock} (docs/administration.md). */
public final class GatewayAdministration {
    private static final int MOST_REASONS_SHOWN = 5;

    private final Path directory;
    private final ObjectMapper json = new ObjectMapper();

    public GatewayAdministration(Path directory) {
        this.directory = directory;
    }

    /** The data directory. */
    public Path directory() {
        return directory;
    }

    /**
     * Sends one command and waits for its answer.
     *
     * @return the lines of a success
     * @throws IOException with a line for people, if no gateway runs there or it refused
     */
    public List<String> send(String command, Map<String, String> arguments, String content) throws IOException {
        Path socket = directory.toAbsolutePath().normalize().resolve("admin.sock");
        if (!Files.exists(socket)) {
            throw new IOException("no gateway runs on " + directory + "; start one with ./convoy run --data "
                    + directory + ", name its directory with --data, or give a fleet with --devices F.csv");
        }
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            OutputStream out = Channels.newOutputStream(connection);
            out.write(
                    json.writeValueAsBytes(Map.of("command", command, "arguments", arguments, "length", body.length)));
            out.write('\n');
            out.write(body);
            out.flush();
            connection.shutdownOutput();
            return lines(command, json.readTree(Channels.newInputStream(connection)));
        }
    }

    private static List<String> lines(String command, JsonNode reply) throws IOException {
        List<String> lines = new ArrayList<>();
        reply.path("lines").forEach(line -> lines.add(line.asText()));
        if (!reply.path("ok").asBoolean()) {
            List<String> shown = lines.subList(0, Math.min(MOST_REASONS_SHOWN, lines.size()));
            throw new IOException("the gateway refused " + command + ": " + String.join("; ", shown));
        }
        return lines;
    }
}
