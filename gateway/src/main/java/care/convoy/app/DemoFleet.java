package care.convoy.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulator as a second process that keeps a demo's console alive; it ends when its standard input is closed. */
final class DemoFleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoFleet.class);

    private final Process process;

    private DemoFleet(Process process) {
        this.process = process;
    }

    /** @param simulator the simulator's jar */
    static DemoFleet start(Path simulator, GatewayConfig config) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(List.of(
                        java.toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        simulator.toString(),
                        "demo",
                        "--devices",
                        Demo.devicesFile(config.data()).toString(),
                        "--host",
                        config.bind(),
                        "--port-offset",
                        String.valueOf(config.portOffset())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        config.data().resolve("logs").resolve("fleet.log").toFile()))
                .start();
        return new DemoFleet(process);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException gone) {
            LOG.info("demo fleet had ended before");
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
