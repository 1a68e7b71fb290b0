package care.convoy.alertlog.aeron;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A process that presses, each press with a step due in an hour, and prints each device whose press was acknowledged, until
 * it is killed: {@code PowerVictim DIRECTORY PORT_BASE PREFIX BULK}. Takes snapshots all the time; {@code BULK} more
 * commands of three kilobytes let the log grow into its next segment, so that the first is purged.
 */
public final class PowerVictim {
    private static final int UNDER_WAY = 16;
    private static final int BULK_UNDER_WAY = 500;
    static final long STEP_AFTER_MILLIS = Duration.ofHours(1).toMillis();

    private PowerVictim() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        AeronAlertLog log =
                AeronAlertLog.start(config(Path.of(arguments[0]), Integer.parseInt(arguments[1])), List.of());
        if (!log.awaitReady(Duration.ofSeconds(60))) {
            throw new IOException("not ready");
        }
        bulk(log, Integer.parseInt(arguments[3]));
        Semaphore places = new Semaphore(UNDER_WAY);
        for (long number = 0; true; number++) {
            String device = arguments[2] + '-' + number;
            places.acquire();
            log.submit(Presses.withStepAfter(device, STEP_AFTER_MILLIS)).whenComplete((_, failure) -> {
                places.release();
                if (failure == null) {
                    out.println("ack " + device);
                }
            });
        }
    }

    private static void bulk(AeronAlertLog log, int commands) throws InterruptedException {
        Semaphore places = new Semaphore(BULK_UNDER_WAY);
        for (int number = 0; number < commands; number++) {
            places.acquire();
            log.submit(Presses.bulk(number)).whenComplete((_, _) -> places.release());
        }
        places.acquire(BULK_UNDER_WAY);
    }

    /** Under a trace everything takes longer. */
    static AlertLogConfig config(Path directory, int portBase) {
        AlertLogConfig standard = AlertLogConfig.single(directory, portBase);
        return new AlertLogConfig(
                directory,
                standard.membership(),
                standard.profile(),
                standard.limits(),
                new AlertLogConfig.SnapshotPolicy(Duration.ofMillis(300), 1 << 20),
                standard.maxOutstanding(),
                Duration.ofSeconds(30));
    }
}
