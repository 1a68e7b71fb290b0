package care.convoy.sim.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An {@code admin.sock} as docs/administration.md describes it, that says yes to everything, or no. */
public final class ScriptedAdministration implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final ObjectMapper json = new ObjectMapper();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> contents = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";

    private ScriptedAdministration(ServerSocketChannel listener) {
        this.listener = listener;
    }

    public static ScriptedAdministration open(Path directory) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(directory.resolve("admin.sock")));
        ScriptedAdministration administration = new ScriptedAdministration(listener);
        Thread.ofVirtual().start(administration::serve);
        return administration;
    }

    public List<String> commands() {
        return commands;
    }

    public List<String> contents() {
        return contents;
    }

    public void refuse(String reason) {
        refusal = reason;
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel connection = listener.accept()) {
                InputStream in = Channels.newInputStream(connection);
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                for (int next = in.read(); next != '\n'; next = in.read()) {
                    line.write(next);
                }
                JsonNode request = json.readTree(line.toByteArray());
                commands.add(request.path("command").asText());
                byte[] content = in.readNBytes(request.path("length").asInt());
                contents.add(new String(content, StandardCharsets.UTF_8));
                Map<String, Object> reply = refusal.isEmpty()
                        ? Map.of("ok", true, "lines", List.of("done", "the-token"))
                        : Map.of("ok", false, "lines", List.of(refusal));
                OutputStream out = Channels.newOutputStream(connection);
                out.write(json.writeValueAsBytes(reply));
                out.write('\n');
            } catch (IOException closed) {
                // the next accept tells whether it was the listener
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
