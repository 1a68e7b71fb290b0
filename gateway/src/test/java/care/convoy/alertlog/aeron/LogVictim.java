package care.convoy.alertlog.aeron;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A process that presses without end and prints each device whose press was acknowledged, until it is killed:
 * {@code LogVictim DIRECTORY PORT_BASE PREFIX}.
 */
public final class LogVictim {
    private static final int UNDER_WAY = 64;

    private LogVictim() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        AlertLogConfig config = AlertLogConfig.single(Path.of(arguments[0]), Integer.parseInt(arguments[1]))
                .with(new AlertLogConfig.SnapshotPolicy(Duration.ofMillis(300), 1 << 20));
        AeronAlertLog log = AeronAlertLog.start(config, List.of());
        if (!log.awaitReady(Duration.ofSeconds(60))) {
            throw new IOException("not ready");
        }
        out.println("ready " + (System.nanoTime() - begin) / 1_000_000);
        Semaphore places = new Semaphore(UNDER_WAY);
        for (long number = 0; true; number++) {
            String device = arguments[2] + '-' + number;
            places.acquire();
            log.submit(Presses.of(device)).whenComplete((receipt, failure) -> {
                places.release();
                if (failure == null) {
                    out.println("ack " + device);
                }
            });
        }
    }
}
