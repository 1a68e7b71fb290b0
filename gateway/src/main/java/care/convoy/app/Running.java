package care.convoy.app;

import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.aeron.MembershipConflict;
import care.convoy.ingest.connection.BindFailed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** From the start of the process to its end. */
final class Running {
    /** Exit code that tells a supervisor to start the process again (EX_SOFTWARE of sysexits.h). */
    private static final int LOG_STOPPED = 70;

    private static final long CANARY_WAIT_MILLIS = 15_000;

    private Running() {}

    /** Starts a gateway, says so, and stays until the process is told to stop. */
    static int untilStopped(GatewayConfig config) throws IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicReference<@Nullable Thread> starting = new AtomicReference<>(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(stop, stopped, starting), "stop"));
        // before anything logs, because the log lies in this directory
        DataDirectory data = DataDirectory.open(config.data(), config.demo());
        try (Parts parts = new Parts()) {
            parts.opened(data);
            FreePorts.require(config);
            Gateway gateway = parts.opened(start(config));
            awaitCanary(gateway);
            starting.set(null);
            StartTable.print(gateway);
            double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
            System.out.printf("ready in %.1f s%n", seconds);
            System.out.flush();
            startFleet(config, parts);
            if (!stoppedByPerson(stop, gateway)) {
                System.err.println(
                        "convoy: the alert log has stopped and there is no emergency journal (logs/gateway.log says"
                                + " why); no alarm is taken until the gateway is started again");
                return LOG_STOPPED;
            }
        } catch (InterruptedException stoppedWhileStarting) {
            return 0;
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    /** Waits; false if the alert log died and nothing can be made durable without it. */
    private static boolean stoppedByPerson(CountDownLatch stop, Gateway gateway) throws InterruptedException {
        while (!stop.await(1, TimeUnit.SECONDS)) {
            if (gateway.log().health() == AlertLog.Health.STOPPED) {
                return false;
            }
        }
        return true;
    }

    /** On SIGTERM or Ctrl-C: lets the main thread close everything, at most 15 s; one that still waits for others gives up. */
    private static void awaitEnd(
            CountDownLatch stop, CountDownLatch stopped, AtomicReference<@Nullable Thread> starting) {
        stop.countDown();
        Thread waiting = starting.get();
        if (waiting != null) {
            waiting.interrupt();
        }
        try {
            stopped.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static Gateway start(GatewayConfig config) throws IOException, InterruptedException {
        try {
            return Gateway.start(config);
        } catch (BindFailed taken) {
            throw new Refusal(String.valueOf(taken.getMessage()));
        } catch (MembershipConflict conflict) {
            throw new Refusal(String.valueOf(conflict.getMessage()));
        } catch (BindException taken) {
            throw new Refusal("a port is taken (" + taken.getMessage() + "); stop who holds it, or give --port-offset");
        }
    }

    private static void awaitCanary(Gateway gateway) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CANARY_WAIT_MILLIS);
        while (gateway.canary().complaint() != null && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void startFleet(GatewayConfig config, Parts parts) throws IOException {
        String simulator = System.getProperty("convoy.sim");
        if (config.demo() && config.fleet() && simulator != null) {
            parts.opened(DemoFleet.start(Path.of(simulator), config));
        }
    }
}
