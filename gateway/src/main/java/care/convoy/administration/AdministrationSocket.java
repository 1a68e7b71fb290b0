package care.convoy.administration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on {@code admin.sock}, mode 0600. At most 8 requests run at once; further ones wait their turn. */
public final class AdministrationSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdministrationSocket.class);
    private static final int MAX_CONCURRENT = 8;
    private static final int MAX_HEADER_BYTES = 8 << 10;

    private final Path path;
    private final Map<String, Function<Request, Reply>> commands;
    private final ServerSocketChannel listener;
    private final Semaphore running = new Semaphore(MAX_CONCURRENT);
    private final ObjectMapper json = new ObjectMapper();

    private AdministrationSocket(
            Path path, Map<String, Function<Request, Reply>> commands, ServerSocketChannel listener) {
        this.path = path;
        this.commands = new LinkedHashMap<>(commands);
        this.listener = listener;
    }

    /**
     * Opens the socket and answers until closed. The caller holds the data directory's lock, so a socket file that is
     * there was left by a process that died.
     *
     * @param commands by name; a function may throw IllegalArgumentException for bad arguments, whose message is answered
     */
    public static AdministrationSocket open(Path directory, Map<String, Function<Request, Reply>> commands)
            throws IOException {
        Path path = AdministrationClient.socketIn(directory);
        Files.deleteIfExists(path);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        AdministrationSocket socket = new AdministrationSocket(path, commands, listener);
        Thread.ofVirtual().name("administration").start(socket::acceptUntilClosed);
        return socket;
    }

    private void acceptUntilClosed() {
        while (listener.isOpen()) {
            try {
                running.acquire();
                SocketChannel connection = listener.accept();
                Thread.ofVirtual().name("administration-request").start(() -> serve(connection));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failed) {
                running.release();
                LOG.warn("administration accept failed: {}", failed.toString());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            Reply reply = answer(Channels.newInputStream(connection));
            OutputStream out = Channels.newOutputStream(connection);
            // in one piece: a client may be content with the reply and be gone before the end of the line
            out.write((json.writeValueAsString(reply) + '\n').getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException gone) {
            LOG.info("administration client left: {}", gone.toString());
        } finally {
            running.release();
        }
    }

    private Reply answer(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream));
        Request request;
        try {
            request = read(in);
        } catch (JsonProcessingException | IllegalArgumentException bad) {
            return Reply.refused(List.of("bad request: " + bad.getMessage()));
        }
        Function<Request, Reply> command = commands.get(request.command());
        if (command == null) {
            return Reply.refused(List.of("unknown command '" + request.command() + "'"));
        }
        try {
            Reply reply = command.apply(request);
            LOG.info("administration command={} ok={}", request.command(), reply.ok());
            return reply;
        } catch (IllegalArgumentException bad) {
            return Reply.refused(List.of(String.valueOf(bad.getMessage())));
        } catch (RuntimeException broken) {
            LOG.warn("administration command={} failed", request.command(), broken);
            return Reply.refused(List.of(request.command() + " failed: " + broken.getMessage()));
        }
    }

    private Request read(DataInputStream in) throws IOException {
        Header header = json.readValue(readLine(in), Header.class);
        if (header.length < 0 || header.length > Request.Content.MAX_BYTES) {
            throw new IllegalArgumentException("content is 0 to " + Request.Content.MAX_BYTES + " bytes");
        }
        byte[] content = in.readNBytes(header.length);
        if (content.length < header.length) {
            throw new IllegalArgumentException(
                    "content ends after " + content.length + " of " + header.length + " bytes");
        }
        return new Request(header.command, header.arguments, new Request.Content(content));
    }

    private static String readLine(InputStream in) throws IOException {
        byte[] line = new byte[MAX_HEADER_BYTES];
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (length == MAX_HEADER_BYTES) {
                throw new IllegalArgumentException("the first line is longer than " + MAX_HEADER_BYTES + " bytes");
            }
            line[length++] = (byte) next;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
    }

    /** The request's first line. */
    record Header(String command, Map<String, String> arguments, int length) {
        Header {
            if (command == null) {
                throw new IllegalArgumentException("'command' is missing");
            }
            arguments = arguments == null ? Map.of() : arguments;
        }
    }
}
