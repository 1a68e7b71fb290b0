package care.convoy.notify.mail;

import care.convoy.tls.Authority;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A mail server that nobody here wrote, aiosmtpd, with a certificate for 127.0.0.1; see peer.py beside the tests. */
public final class MailPeer implements AutoCloseable {
    public static final String USER = "convoy";
    public static final String PASSWORD = "geheim";

    private static final String PYTHON = "/usr/bin/python3";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Process process;
    private final BlockingQueue<JsonNode> said = new LinkedBlockingQueue<>();
    private final int port;

    /** @param mode starttls, implicit or plain */
    public MailPeer(Path directory, String mode) throws Exception {
        this.directory = directory;
        Authority authority = new Authority("mail test");
        authority.write(directory.resolve("authority.pem"));
        authority.issue(Authority.Request.server()).write(directory.resolve("peer.pem"), directory.resolve("peer.key"));
        Path script = directory.resolve("peer.py");
        try (var content = MailPeer.class.getResourceAsStream("/mail/peer.py")) {
            Files.write(script, java.util.Objects.requireNonNull(content).readAllBytes());
        }
        process = new ProcessBuilder(
                        PYTHON,
                        script.toString(),
                        mode,
                        directory.resolve("peer.pem").toString(),
                        directory.resolve("peer.key").toString())
                .redirectError(directory.resolve("peer.log").toFile())
                .start();
        Thread.ofVirtual().start(this::read);
        JsonNode first = said.poll(60, TimeUnit.SECONDS);
        if (first == null) {
            process.destroyForcibly();
            throw new IOException("aiosmtpd did not start: " + Files.readString(directory.resolve("peer.log")));
        }
        port = first.get("port").asInt();
    }

    /** What is missing here for it; null if nothing is. */
    public static @Nullable String missing() throws Exception {
        if (Files.isExecutable(Path.of(PYTHON))) {
            Process tried = new ProcessBuilder(PYTHON, "-c", "import aiosmtpd").start();
            if (tried.waitFor(60, TimeUnit.SECONDS) && tried.exitValue() == 0) {
                return null;
            }
        }
        return "aiosmtpd is not installed (Debian: apt-get install python3-aiosmtpd)";
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(JSON.readTree(line));
            }
        } catch (IOException closed) {
            // with it
        }
    }

    public int port() {
        return port;
    }

    /** Who signed its certificate. */
    public Path authority() {
        return directory.resolve("authority.pem");
    }

    /** The next mail that it took. */
    public JsonNode await() throws Exception {
        JsonNode mail = said.poll(60, TimeUnit.SECONDS);
        if (mail == null) {
            throw new IOException("no mail came: " + Files.readString(directory.resolve("peer.log")));
        }
        return mail;
    }

    /** Mails that it took and nobody has asked for. */
    public int waiting() {
        return said.size();
    }

    /** The value of a head of a mail; "" if it has none. */
    public static String head(JsonNode mail, String name) {
        for (JsonNode head : mail.get("heads")) {
            if (head.get(0).asText().equalsIgnoreCase(name)) {
                return head.get(1).asText();
            }
        }
        return "";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
