package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import care.convoy.alertlog.AlertLog;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The device in C that firmware-protocol shows to makers of firmware, as a process of its own on a real listener. */
class ReferenceDeviceTest {
    private static final Path CODEC = Path.of("..", "firmware-protocol", "c");
    private static final long WAIT_SECONDS = 60;

    @TempDir
    private Path directory;

    private final Gateway gateway = new Gateway(10, 10, Duration.ZERO);
    private final IngestLoops loops = IngestLoops.start(1, IngestClock.SYSTEM);
    private final NativeListener listener =
            NativeListener.start(NativeListenerConfig.of("127.0.0.1", 0), loops, gateway.services());

    ReferenceDeviceTest() {
        gateway.registry.put(List.of(Gateway.device("tag-1", Protocol.NATIVE, Frames.KEY)));
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
        gateway.close();
    }

    @Test
    void itSaysReceivedWhenTheGatewayHasThePressAndNotBefore() throws Exception {
        Process device = start(HexFormat.of().formatHex(Frames.KEY));
        HandLog.Submitted press = gateway.log.next();

        assertThat(press.signal().message()).isInstanceOf(DeviceMessage.SosPressed.class);
        assertThat(device.getInputStream().available())
                .as("bytes said before the press is durable")
                .isZero();
        press.commit();

        assertThat(ended(device)).isEqualTo("received\n");
        assertThat(device.exitValue()).isZero();
    }

    @Test
    void itRepeatsTheSameMessageUntilItIsAnswered() throws Exception {
        Process device = start(HexFormat.of().formatHex(Frames.KEY));
        HandLog.Submitted first = gateway.log.next();
        first.fail(new AlertLog.Unavailable("no quorum"));
        HandLog.Submitted second = gateway.log.next();

        assertThat(second.signal().key()).isEqualTo(first.signal().key());
        second.commit();
        assertThat(ended(device)).isEqualTo("received\n");
    }

    @Test
    void itDoesTheSameInASealedSession() throws Exception {
        Process device = start(HexFormat.of().formatHex(Frames.KEY), "sealed");
        HandLog.Submitted press = gateway.log.next();
        press.commit();

        assertThat(ended(device)).isEqualTo("received\n");
        assertThat(device.exitValue()).isZero();
        assertThat(listener.counters().rejects(IngestCounters.Reject.FORGED)).isZero();
    }

    @Test
    void withAWrongKeyItIsNotLetInAndSaysSo() throws Exception {
        Process device = start("ab".repeat(32));

        assertThat(ended(device)).contains("no welcome");
        assertThat(device.exitValue()).isEqualTo(1);
        assertThat(gateway.log.signals()).isEmpty();
    }

    private Process start(String... keyAndMore) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(compiled().toString(), "127.0.0.1", Integer.toString(listener.port()), "tag-1"));
        command.addAll(List.of(keyAndMore));
        return run(command);
    }

    private Path compiled() throws IOException, InterruptedException {
        assumeTrue(isOnPath("gcc"), "gcc is not installed; ./convoy test installs it");
        Path program = directory.resolve("example");
        List<String> command = new ArrayList<>(List.of("gcc", "-std=c99", "-D_POSIX_C_SOURCE=200809L", "-o"));
        command.add(program.toString());
        command.add(CODEC.resolve("example.c").toString());
        try (Stream<Path> sources = Files.list(CODEC)) {
            sources.map(Path::toString)
                    .filter(name -> name.contains("convoy_") && name.endsWith(".c"))
                    .forEach(command::add);
        }
        Process compiler = run(command);
        assertThat(ended(compiler)).isEmpty();
        return program;
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Process run(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What the process says until its end; one that does not end is a failure. */
    private static String ended(Process process) throws IOException, InterruptedException {
        try {
            assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS))
                    .as("ended")
                    .isTrue();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
