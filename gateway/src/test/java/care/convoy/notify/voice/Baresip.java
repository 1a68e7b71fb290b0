package care.convoy.notify.voice;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A telephone by baresip: takes each call at once or lets it ring, records what it hears, and presses keys when it is told to. */
public final class Baresip implements AutoCloseable {
    private static final Path MODULES = Path.of("/usr/lib/baresip/modules");
    private final Path directory;
    private final int port;
    private final int control;
    private final Process process;

    /**
     * @param directory its own, empty
     * @param numbers that ring here, with whether their calls are taken at once
     */
    public Baresip(Path directory, Map<String, Boolean> numbers) throws IOException, InterruptedException {
        this.directory = directory;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ServerSocket freeControl = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            control = freeControl.getLocalPort();
        }
        Files.createDirectories(directory.resolve("heard"));
        Files.write(directory.resolve("silence.wav"), Tones.wav(new short[8_000 * 60], 8_000));
        Files.writeString(directory.resolve("config"), """
                sip_listen 127.0.0.1:%1$d
                net_interface 127.0.0.1
                module_path %2$s
                module g711.so
                module aufile.so
                module sndfile.so
                module_app menu.so
                module_app ctrl_tcp.so
                module_tmp account.so
                ctrl_tcp_listen 127.0.0.1:%3$d
                audio_source aufile,%4$s/silence.wav
                audio_player aufile,%4$s/played.wav
                audio_alert aufile,%4$s/alert.wav
                audio_path %4$s
                snd_path %4$s/heard
                """.formatted(port, MODULES, control, directory));
        StringBuilder accounts = new StringBuilder();
        numbers.forEach((number, takes) -> accounts.append("<sip:" + number + "@127.0.0.1:" + port
                + ">;regint=0;answermode=" + (takes ? "auto" : "manual") + "\n"));
        Files.writeString(directory.resolve("accounts"), accounts);
        Files.writeString(directory.resolve("contacts"), "\n");
        process = new ProcessBuilder(List.of("baresip", "-f", directory.toString(), "-v"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        awaitLog("baresip is ready");
    }

    /** Why it cannot be had; null if it can. */
    public static @Nullable String missing() {
        return Programs.isThere("baresip") && Files.isReadable(MODULES.resolve("sndfile.so"))
                ? null
                : "baresip is not installed (Debian: apt-get install baresip-core)";
    }

    public int port() {
        return port;
    }

    /** Waits until it has written so. */
    public void awaitLog(String words) throws IOException, InterruptedException {
        for (int tries = 0; tries < 600; tries++) {
            if (log().contains(words)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("baresip never wrote '" + words + "' but\n" + log());
    }

    public String log() throws IOException {
        return new String(Files.readAllBytes(directory.resolve("log")), StandardCharsets.UTF_8);
    }

    /** Presses a key of its keypad in the call of that number. */
    public void press(String number, char key) throws IOException {
        command("uafind", "sip:" + number + "@127.0.0.1:" + port);
        command("sndcode", String.valueOf(key));
    }

    private void command(String name, String parameter) throws IOException {
        String json = "{\"command\":\"%s\",\"params\":\"%s\",\"token\":\"t\"}".formatted(name, parameter);
        try (Socket line = new Socket(InetAddress.getLoopbackAddress(), control)) {
            line.getOutputStream().write((json.length() + ":" + json + ",").getBytes(StandardCharsets.US_ASCII));
            line.getOutputStream().flush();
            line.setSoTimeout(2_000);
            if (line.getInputStream().read() < 0) {
                throw new IOException("baresip does not take commands");
            }
        }
    }

    /** What it heard in its only call. */
    public Path recording() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("heard"))) {
            return files.filter(file -> file.toString().endsWith("dec.wav"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("nothing was recorded"));
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
