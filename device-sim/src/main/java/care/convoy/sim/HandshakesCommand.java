package care.convoy.sim;

import care.convoy.sim.coap.Handshakes;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A flood for {@code trials/flood}, with what it asks of one: 'ready', an end with standard input, figures as JSON. */
@Command(
        name = "handshakes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "One CoAP device completes DTLS handshakes again and again, each a new session that is left standing,"
                        + " until standard input ends; then says how many, as JSON. Wants a device that is provisioned.")
final class HandshakesCommand implements Callable<Integer> {
    private static final double NANOS = 1e9;

    @Option(
            names = "--host",
            paramLabel = "ADDR",
            description = "Where the gateway listens. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "P", description = "Its DTLS port. Default: ${DEFAULT-VALUE}.")
    private int port = 5684;

    @Option(names = "--device", required = true, paramLabel = "ID", description = "The device.")
    private String device = "";

    @Option(names = "--key", required = true, paramLabel = "HEX", description = "Its key, in hexadecimal digits.")
    private String key = "";

    @Option(names = "--at-once", paramLabel = "N", description = "Under way at once. Default: ${DEFAULT-VALUE}.")
    private int atOnce = 64;

    @Option(
            names = "--share",
            paramLabel = "S",
            description = "Of one core, this process's own time, once it is ready. Default: ${DEFAULT-VALUE}.")
    private double share = 0.25;

    private final AtomicBoolean running = new AtomicBoolean(true);
    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long sinceNanos;
    private long usedNanos;

    @Override
    public Integer call() throws Exception {
        StandardInput.whenClosed(() -> running.set(false));
        Handshakes handshakes = new Handshakes(new InetSocketAddress(host, port), device, key, atOnce);
        long began = System.nanoTime();
        long before = machine.getProcessCpuTime();
        sinceNanos = began;
        usedNanos = before;
        System.out.println("ready");
        Handshakes.Figures figures = handshakes.run(running::get, this::rest);
        double seconds = (System.nanoTime() - began) / NANOS;
        System.out.printf(
                Locale.ROOT,
                "{\"connections\": %d, \"completed\": %d, \"refused\": %d, \"givenUp\": %d, \"afterReady\": %d, \"seconds\": %.2f,"
                        + " \"core\": %.3f}%n",
                figures.begun(),
                figures.completed(),
                figures.refused(),
                figures.givenUp(),
                figures.completed(),
                seconds,
                (machine.getProcessCpuTime() - before) / NANOS / seconds);
        return Main.CLEAN;
    }

    /** Until the share is kept; what was not used of it is forgotten after a quarter of a second. */
    private void rest() {
        long passed = System.nanoTime() - sinceNanos;
        long ahead = Math.round((machine.getProcessCpuTime() - usedNanos) / share) - passed;
        if (ahead > 0) {
            LockSupport.parkNanos(Math.min(ahead, TimeUnit.MILLISECONDS.toNanos(200)));
        } else if (passed > TimeUnit.MILLISECONDS.toNanos(250)) {
            sinceNanos += passed;
            usedNanos = machine.getProcessCpuTime();
        }
    }
}
