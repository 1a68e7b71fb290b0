package care.convoy.app;

import care.convoy.disk.DiskLimits;
import care.convoy.escalation.CountyPolicy;
import care.convoy.storage.SeriesRetention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A gateway's process without an emergency journal; its alert log dies when it is told a line. */
final class LogStops {
    private LogStops() {}

    /** @param arguments directory of the data, port offset */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        Files.createDirectories(data);
        Path file = Files.createFile(data.resolve("a-file"));
        Thread.ofPlatform().daemon().start(LogStops::endLogWhenTold);
        System.exit(Running.untilStopped(new GatewayConfig(
                data,
                false,
                false,
                Integer.parseInt(arguments[1]),
                "127.0.0.1",
                null,
                false,
                // no directory can be made below a file
                file.resolve("emergency"),
                GatewayConfig.Profile.DEFAULT,
                DiskLimits.standard(),
                GatewayConfig.Devices.STANDARD,
                CountyPolicy.standard(),
                null,
                null,
                null,
                SeriesRetention.STANDARD,
                null,
                null)));
    }

    private static void endLogWhenTold() {
        try {
            int told = System.in.read();
            if (told >= 0) {
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("clustered-service"))
                        .forEach(Thread::interrupt);
            }
        } catch (IOException nobodyThere) {
            throw new UncheckedIOException(nobodyThere);
        }
    }
}
