package care.convoy.vitals.presence;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * A million silence deadlines in real time: processor time of the wheel's thread, how late silence is told, memory. {@code
 * ./convoy bench silence [SECONDS]}.
 *
 * <p>Devices report each 5 minutes at a moment of their own. The wheel's clock runs at real speed from a state as after an hour
 * of operation; a second thread marks the devices as seen, as network threads do. 1 device in 1,000 falls silent in the first 5 minutes of the run.
 */
final class SilenceBench implements SilenceWheel.Listener {
    private static final int DEVICES = 1_000_000;
    private static final int INTERVAL = 300_000;
    private static final int WINDOWS = 5;

    private final int seconds;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean[] dead = new boolean[DEVICES];
    private long[] late = new long[1 << 16];
    private int silences;
    private long beats;
    private long now;
    private boolean counting;

    private SilenceBench(int seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        new SilenceBench(Math.max(WINDOWS, seconds)).run();
    }

    private void run() throws InterruptedException {
        System.out.printf("load average before: %.1f%n", load());
        long before = used();
        SilenceWheel wheel = new SilenceWheel(DEVICES, 0, this);
        long after = used();
        int[] phase = new Random(1).ints(DEVICES, 0, INTERVAL).toArray();
        int[] order = inOrder(phase);
        for (int slot = 0; slot < DEVICES; slot++) {
            wheel.arm(slot, SilenceDeadline.of(INTERVAL), 0);
        }
        long start = 3_600_000;
        // An hour at once: real moves, virtual time.
        int cursor = 0;
        for (now = 0; now <= start; now += 250) {
            cursor = mark(wheel, order, phase, cursor, now);
            wheel.advance(now);
        }
        System.out.printf(
                Locale.ROOT,
                "%,d devices, one report each %d s, %d silent before; wheel %.1f bytes per device%n",
                DEVICES,
                INTERVAL / 1000,
                silences,
                (double) (after - before) / DEVICES);
        measure(wheel, order, phase, cursor, start);
        System.out.printf("load average after: %.1f%n", load());
        storm(wheel);
    }

    private void measure(SilenceWheel wheel, int[] order, int[] phase, int cursor, long start)
            throws InterruptedException {
        counting = true;
        long reportsBefore = beats;
        long realStart = System.nanoTime();
        Thread network = Thread.ofPlatform().start(() -> {
            int at = cursor;
            long elapsed;
            while ((elapsed = (System.nanoTime() - realStart) / 1_000_000) < seconds * 1_000L) {
                at = mark(wheel, order, phase, at, start + elapsed);
                pause(20);
            }
        });
        double[] share = new double[WINDOWS];
        for (int window = 0; window < WINDOWS; window++) {
            long cpu = threads.getCurrentThreadCpuTime();
            long real = System.nanoTime();
            long until = realStart + (window + 1L) * seconds * 1_000_000_000L / WINDOWS;
            while (System.nanoTime() < until) {
                now = start + (System.nanoTime() - realStart) / 1_000_000;
                wheel.advance(now);
                pause(250);
            }
            share[window] = 100.0 * (threads.getCurrentThreadCpuTime() - cpu) / (System.nanoTime() - real);
        }
        network.join();
        System.out.printf(
                Locale.ROOT,
                "%d s in %d windows: %.0f reports/s; wheel's thread, %% of one core: %s%n",
                seconds,
                WINDOWS,
                (double) (beats - reportsBefore) / seconds,
                Arrays.toString(Arrays.stream(share)
                        .map(each -> Math.round(each * 1000) / 1000.0)
                        .sorted()
                        .toArray()));
        Arrays.sort(late, 0, silences);
        System.out.printf(
                Locale.ROOT,
                "told after the deadline: %d silences, p50 %d ms, p99 %d ms, max %d ms%n",
                silences,
                percentile(50),
                percentile(99),
                percentile(100));
        counting = false;
    }

    /** What nobody hopes for: every device silent at once, and all of them back. */
    private void storm(SilenceWheel wheel) {
        long at = now;
        long worst = 0;
        long all = threads.getCurrentThreadCpuTime();
        for (int step = 0; step < 4 * 1_000; step++) {
            at += 250;
            long cpu = threads.getCurrentThreadCpuTime();
            wheel.advance(at);
            worst = Math.max(worst, threads.getCurrentThreadCpuTime() - cpu);
        }
        System.out.printf(
                Locale.ROOT,
                "no reports for 1,000 s: %,d silent; %.2f %% of one core, longest call %.1f ms%n",
                wheel.count(SilenceWheel.State.SILENT),
                100.0 * (threads.getCurrentThreadCpuTime() - all) / 1e12,
                worst / 1e6);
        for (int slot = 0; slot < DEVICES; slot++) {
            wheel.seen(slot, at);
        }
        long cpu = threads.getCurrentThreadCpuTime();
        for (int step = 0; step < 12; step++) {
            at += 250;
            wheel.advance(at);
        }
        System.out.printf(
                Locale.ROOT,
                "all report: %,d present after 3 s, %.1f ms of processor time%n",
                wheel.count(SilenceWheel.State.PRESENT),
                (threads.getCurrentThreadCpuTime() - cpu) / 1e6);
    }

    private int mark(SilenceWheel wheel, int[] order, int[] phase, int cursor, long until) {
        int at = cursor;
        while (true) {
            int slot = order[at % DEVICES];
            long due = (long) (at / DEVICES) * INTERVAL + phase[slot];
            if (due > until) {
                return at;
            }
            // One in 1,000 reports for the last time ten minutes, its deadline, before a moment of the five minutes
            // from the run's start.
            if (due > 3_300_000 && slot % 1000 == 7) {
                dead[slot] = true;
            }
            if (!dead[slot]) {
                wheel.seen(slot, due);
                beats++;
            }
            at++;
        }
    }

    private long percentile(int percent) {
        return silences == 0 ? -1 : late[(int) Math.ceil(silences * percent / 100.0) - 1];
    }

    @Override
    public void present(int slot, long seenMillis) {}

    @Override
    public void silent(int slot, long seenMillis, long deadlineMillis) {
        if (counting) {
            if (silences == late.length) {
                late = Arrays.copyOf(late, 2 * silences);
            }
            late[silences++] = now - deadlineMillis;
        }
    }

    @Override
    public void returned(int slot, long seenMillis) {}

    @Override
    public void gap(long fromMillis, long toMillis) {
        System.out.printf("a gap of %d ms: the run counts for nothing%n", toMillis - fromMillis);
    }

    private static int[] inOrder(int[] phase) {
        long[] keys = new long[phase.length];
        for (int slot = 0; slot < phase.length; slot++) {
            keys[slot] = ((long) phase[slot] << 32) | slot;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
