package care.convoy.alertlog.aeron;

import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.CoreBench;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the log on this machine, next to a bare write and fsync of 200 bytes in the same directory. Not a test:
 * {@code LogBench DIRECTORY [PROFILE [OPEN_ALERTS]]} prints a table. Latency counts from when a command was due.
 */
public final class LogBench {
    private static final int DEVICES = 1_000;
    private static final int SECONDS = 8;

    private LogBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        AlertLogConfig.Profile profile =
                AlertLogConfig.Profile.valueOf(arguments.length > 1 ? arguments[1] : "DEFAULT");
        if (arguments.length > 2) {
            many(directory, Integer.parseInt(arguments[2]));
            return;
        }
        fsync(directory);
        long begin = System.nanoTime();
        AlertLogConfig config =
                AlertLogConfig.single(directory.resolve("log"), 27_800).with(profile);
        try (AeronAlertLog log = AeronAlertLog.start(config, List.of())) {
            if (!log.awaitReady(Duration.ofSeconds(30))) {
                throw new IOException("not ready");
            }
            System.out.printf("%s ready after %d ms%n", profile, (System.nanoTime() - begin) / 1_000_000);
            idle("idle, no alert open");
            run(log, 500, 4, false);
            for (int rate : new int[] {100, 1_000, 5_000}) {
                run(log, rate, SECONDS, true);
            }
            idle("idle, alerts open");
            for (AlertLogCounters.Count count : AlertLogCounters.Count.values()) {
                System.out.printf("%s %d  ", count, log.counters().get(count));
            }
            System.out.println();
            begin = System.nanoTime();
        }
        System.out.printf("closed in %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    }

    /** Opens many alerts with plans of 1 KB, takes snapshots while 100 commands a second come, and starts again from one. */
    private static void many(Path directory, int alerts) throws IOException, InterruptedException {
        AlertLogConfig standard = AlertLogConfig.single(directory.resolve("log"), 27_800);
        AlertLogConfig config = new AlertLogConfig(
                standard.directory(),
                standard.membership(),
                standard.profile(),
                standard.limits(),
                standard.snapshots(),
                standard.maxOutstanding(),
                Duration.ofSeconds(30));
        try (AeronAlertLog log = AeronAlertLog.start(config, List.of())) {
            log.awaitReady(Duration.ofSeconds(30));
            // nothing falls due meanwhile
            EscalationPlan plan = CoreBench.plan(Duration.ofHours(2).toMillis());
            Semaphore places = new Semaphore(500);
            for (int device = 0; device < alerts; device++) {
                places.acquire();
                log.submit(press(device, 1, plan)).whenComplete((_, _) -> places.release());
            }
            places.acquire(500);
            System.out.printf("%d open, RSS %d MB%n", alerts, rssMegabytes());
            run(log, 100, 5, true);
            for (int round = 1; round <= 3; round++) {
                snapshot(log, round);
            }
        }
        long begin = System.nanoTime();
        try (AeronAlertLog log = AeronAlertLog.start(config, List.of())) {
            log.awaitReady(Duration.ofSeconds(60));
            System.out.printf(
                    "ready again after %d ms, RSS %d MB%n", (System.nanoTime() - begin) / 1_000_000, rssMegabytes());
        }
    }

    private static void snapshot(AeronAlertLog log, int round) throws InterruptedException, IOException {
        long before = log.counters().get(AlertLogCounters.Count.SNAPSHOTS);
        long begin = System.nanoTime();
        log.snapshotSoon();
        run(log, 100, 5, true);
        while (log.counters().get(AlertLogCounters.Count.SNAPSHOTS) == before) {
            LockSupport.parkNanos(1_000_000);
        }
        System.out.printf(
                "   snapshot %d taken and read back within %d ms (not looked at before 5 s), RSS %d MB%n",
                round, (System.nanoTime() - begin) / 1_000_000, rssMegabytes());
    }

    private static void fsync(Path directory) throws IOException {
        Files.createDirectories(directory);
        long[] nanos = new long[500];
        Path file = directory.resolve("fsync.probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < nanos.length; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(200));
                channel.force(false);
                nanos[i] = System.nanoTime() - begin;
                LockSupport.parkNanos(2_000_000);
            }
        }
        Files.delete(file);
        print("raw write + fsync", nanos);
    }

    private static void idle(String what) throws IOException {
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        long end = begin + Duration.ofSeconds(6).toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        double share = 100.0 * (cpuNanos() - cpu) / (System.nanoTime() - begin);
        System.out.printf("%-22s %.1f %% of one core, RSS %d MB%n", what, share, rssMegabytes());
    }

    private static void run(AeronAlertLog log, int rate, int seconds, boolean shown) throws InterruptedException {
        int count = rate * seconds;
        long[] nanos = new long[count];
        AtomicInteger failures = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = i;
            long due = begin + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            log.submit(press(i % DEVICES, System.nanoTime())).whenComplete((Receipt receipt, Throwable failure) -> {
                nanos[number] = System.nanoTime() - due;
                if (failure != null) {
                    failures.incrementAndGet();
                }
                done.countDown();
            });
        }
        done.await();
        double share = 100.0 * (cpuNanos() - cpu) / (System.nanoTime() - begin);
        if (shown) {
            print(rate + "/s", nanos);
            System.out.printf("   failed %d, %.0f %% of one core%n", failures.get(), share);
        }
    }

    static Command.Signal press(int device, long sequence) {
        return press(device, sequence, new EscalationPlan("none", List.of(), List.of(), List.of()));
    }

    private static Command.Signal press(int device, long sequence, EscalationPlan plan) {
        return new Command.Signal(
                new SignalKey(new DeviceId("bench-" + device), 1, sequence),
                System.currentTimeMillis(),
                Command.NO_TIME,
                new ResidentId("resident-" + device),
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.ACTUAL,
                plan,
                List.of());
    }

    private static void print(String what, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-22s p50 %.2f  p99 %.2f  p99.9 %.2f  max %.2f ms%n",
                what, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1));
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6;
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long rssMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1_024;
            }
        }
        return -1;
    }
}
