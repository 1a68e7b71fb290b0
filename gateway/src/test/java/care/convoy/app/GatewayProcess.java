package care.convoy.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A gateway as a process of its own, as {@code ./convoy run} starts it, that can be killed. Used by one thread. */
final class GatewayProcess {
    private static final long ENDED_WITHIN_SECONDS = 60;

    private final Path data;
    private final int offset;
    private final File errors;
    private Process process;

    /** Starts it and returns when it is ready. */
    GatewayProcess(Path data, int offset, File errors) throws IOException {
        this.data = data;
        this.offset = offset;
        this.errors = errors;
        process = start();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(),
                        "run",
                        "--data",
                        data.toString(),
                        "--port-offset",
                        Integer.toString(offset))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors))
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith("ready in ")) {
            line = lines.readLine();
        }
        if (line == null) {
            started.destroyForcibly();
            throw new IOException("the gateway did not become ready: " + Files.readString(errors.toPath()));
        }
        // it says little more, and must not wait for a reader
        Thread.ofPlatform().daemon().start(() -> readOn(lines));
        return started;
    }

    private static void readOn(BufferedReader lines) {
        try (lines) {
            while (lines.readLine() != null) {
                // nobody asks
            }
        } catch (IOException ended) {
            // it was killed
        }
    }

    /** SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** After {@link #kill}; returns when it is ready. */
    void startAgain() throws IOException {
        process = start();
    }

    /** Ends it as a person would, and its database with it; what is left is killed. */
    void end() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(ENDED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
        Path postmaster = data.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
        if (Files.exists(postmaster)) {
            String pid = Files.readAllLines(postmaster).getFirst().strip();
            ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::destroyForcibly);
        }
    }
}
