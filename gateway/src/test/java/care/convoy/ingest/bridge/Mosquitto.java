package care.convoy.ingest.bridge;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real Mosquitto on a free port that keeps its sessions in a directory; it can be killed and started again. */
final class Mosquitto {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/bin/mosquitto"));

    private final Path directory;
    private final int port;
    private Process process;

    static boolean isInstalled() {
        return program().isPresent();
    }

    private static Optional<Path> program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    /** Starts it. */
    Mosquitto(Path directory) throws IOException {
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(directory.resolve("mosquitto.conf"), """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence true
                persistence_location %s/
                autosave_interval 1
                autosave_on_changes true
                user root
                """.formatted(port, directory));
        process = start();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "-c",
                        directory.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("broker.out").toFile())
                .start();
    }

    int port() {
        return port;
    }

    /** Whether what it has saved names this. */
    boolean hasSaved(String word) throws IOException {
        Path saved = directory.resolve("mosquitto.db");
        return Files.exists(saved)
                && Files.readString(saved, StandardCharsets.ISO_8859_1).contains(word);
    }

    /** SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        process = start();
    }
}
