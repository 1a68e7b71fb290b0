package care.convoy.administration;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The other end of the socket, for the launcher's commands. Blocking. */
public final class AdministrationClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AdministrationClient() {}

    /** Where the socket of a data directory lies. */
    public static Path socketIn(Path directory) {
        return directory.toAbsolutePath().normalize().resolve("admin.sock");
    }

    /**
     * Sends one command to the gateway that runs on {@code directory}.
     *
     * @throws IOException with a message for people if none runs there or the connection breaks
     */
    public static Reply send(Path directory, Request request) throws IOException {
        Path path = socketIn(directory);
        if (!Files.exists(path)) {
            throw new IOException("no gateway runs on " + directory + "; start one with ./convoy run --data "
                    + directory + ", or name its directory with --data");
        }
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            OutputStream out = Channels.newOutputStream(connection);
            AdministrationSocket.Header header = new AdministrationSocket.Header(
                    request.command(), request.arguments(), request.content().length());
            out.write(JSON.writeValueAsBytes(header));
            out.write('\n');
            out.write(request.content().toBytes());
            out.flush();
            connection.shutdownOutput();
            return JSON.readValue(Channels.newInputStream(connection), Reply.class);
        }
    }
}
