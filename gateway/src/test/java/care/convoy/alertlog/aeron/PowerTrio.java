package care.convoy.alertlog.aeron;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * A process that is all three members and presses on each, and prints each device whose press was acknowledged, until it is
 * killed: {@code PowerTrio DIRECTORY PORT_BASE PREFIX}. One process, so that its trace is one order of what three disks were
 * asked. Takes snapshots all the time.
 */
public final class PowerTrio {
    private static final int UNDER_WAY = 12;

    private PowerTrio() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<AeronAlertLog> logs =
                start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), List.of(), Duration.ofSeconds(10));
        for (AeronAlertLog log : logs) {
            if (!log.awaitReady(Duration.ofSeconds(120))) {
                throw new IOException("not ready");
            }
        }
        Semaphore places = new Semaphore(UNDER_WAY);
        for (int number = 0; true; number++) {
            String device = arguments[2] + '-' + number;
            places.acquire();
            logs.get(number % logs.size())
                    .submit(Presses.withStepAfter(device, PowerVictim.STEP_AFTER_MILLIS))
                    .whenComplete((_, failure) -> {
                        places.release();
                        if (failure == null) {
                            out.println("ack " + device);
                        }
                    });
        }
    }

    /** Starts all three at once. @param heard one for each member, or none @param leaderTimeout under a trace all takes longer */
    static List<AeronAlertLog> start(Path directory, int portBase, List<Heard> heard, Duration leaderTimeout)
            throws IOException, InterruptedException {
        List<Future<AeronAlertLog>> starting = new ArrayList<>();
        List<AeronAlertLog> logs = new ArrayList<>();
        IOException notStarted = null;
        try (ExecutorService starters = Executors.newFixedThreadPool(3)) {
            for (int id = 0; id < 3; id++) {
                AlertLogConfig config = config(directory, portBase, id, leaderTimeout);
                List<Heard> own = heard.isEmpty() ? List.of() : List.of(heard.get(id));
                starting.add(starters.submit(() -> AeronAlertLog.start(config, List.copyOf(own))));
            }
        }
        for (Future<AeronAlertLog> each : starting) {
            try {
                logs.add(each.get());
            } catch (ExecutionException failed) {
                notStarted = new IOException("a member does not start: " + failed.getCause(), failed);
            }
        }
        if (notStarted != null) {
            logs.forEach(AeronAlertLog::close);
            throw notStarted;
        }
        return logs;
    }

    private static AlertLogConfig config(Path directory, int portBase, int member, Duration leaderTimeout) {
        Membership membership = Membership.parse(
                        "127.0.0.1:" + portBase + ",127.0.0.1:" + (portBase + 10) + ",127.0.0.1:" + (portBase + 20),
                        member)
                .withLeaderTimeout(leaderTimeout);
        AlertLogConfig usual = AlertLogConfig.of(directory.resolve("member-" + member), membership);
        return new AlertLogConfig(
                usual.directory(),
                membership,
                usual.profile(),
                usual.limits(),
                new AlertLogConfig.SnapshotPolicy(Duration.ofMillis(1_000), 1 << 20),
                usual.maxOutstanding(),
                Duration.ofSeconds(30));
    }
}
