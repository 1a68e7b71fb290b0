package care.convoy.canary;

import care.convoy.device.DeviceId;
import care.convoy.firmware.DeviceKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presses the test button over each way in, at once after the start and then each minute. A probe counts as a success
 * when the device was told {@code received} <em>and</em> the press came out of the core on the other side. Thread-safe.
 */
public final class Canary implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);
    private static final long PERIOD_SECONDS = 60;
    private static final long RETRY_SECONDS = 5;
    private static final long FEED_WAIT_SECONDS = 5;

    /** Without success for so long, the gateway no longer counts as ready. */
    private static final long TOO_OLD_SECONDS = 180;

    private final List<Probe> probes;
    private final @Nullable URI heartbeat;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Map<DeviceId, Semaphore> heard = new ConcurrentHashMap<>();
    private final Map<String, Long> succeededAtNanos = new ConcurrentHashMap<>();
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * What it connects to.
     *
     * @param key of the native canary device
     * @param secret of the MQTT canary device
     * @param heartbeatUrl fetched after each round in which every probe succeeded, or null
     */
    public record Config(
            DeviceId nativeDevice,
            DeviceKey key,
            InetSocketAddress nativeAddress,
            DeviceId mqttDevice,
            String secret,
            InetSocketAddress mqttAddress,
            @Nullable String heartbeatUrl) {}

    public Canary(Config config) {
        InetSocketAddress mqtt = config.mqttAddress();
        this.probes = List.of(
                new NativeProbe(config.nativeDevice(), config.key(), config.nativeAddress()),
                new MqttProbe(
                        config.mqttDevice(), config.secret(), "tcp://" + mqtt.getHostString() + ":" + mqtt.getPort()));
        this.heartbeat = config.heartbeatUrl() == null ? null : URI.create(config.heartbeatUrl());
        for (Probe probe : probes) {
            heard.put(probe.device(), new Semaphore(0));
        }
        this.thread = Thread.ofPlatform().name("canary").daemon().unstarted(this::pressForEver);
    }

    public void start() {
        thread.start();
    }

    /** Tells that a test press came out of the core; any thread. Presses of other devices are ignored. */
    public void heard(DeviceId device) {
        Semaphore waiting = heard.get(device);
        if (waiting != null) {
            waiting.release();
        }
    }

    /** Seconds since the last success by name of the probe; a probe that never succeeded is absent. */
    public Map<String, Long> agesSeconds() {
        Map<String, Long> ages = new java.util.TreeMap<>();
        long now = System.nanoTime();
        succeededAtNanos.forEach((name, at) -> ages.put(name, TimeUnit.NANOSECONDS.toSeconds(now - at)));
        return ages;
    }

    /** Failures since start by name of the probe. */
    public Map<String, Long> failures() {
        return Map.copyOf(failures);
    }

    /** Why the gateway is not to be trusted, or null when every way in was proved lately. */
    public @Nullable String complaint() {
        Map<String, Long> ages = agesSeconds();
        for (Probe probe : probes) {
            Long age = ages.get(probe.name());
            if (age == null) {
                return "no test press has come through over " + probe.name() + " yet";
            }
            if (age > TOO_OLD_SECONDS) {
                return "no test press came through over " + probe.name() + " for " + age + " s";
            }
        }
        return null;
    }

    private void pressForEver() {
        try {
            while (!closing) {
                boolean all = pressAll();
                if (all && heartbeat != null) {
                    tellWatchdog(heartbeat);
                }
                TimeUnit.SECONDS.sleep(all ? PERIOD_SECONDS : RETRY_SECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean pressAll() throws InterruptedException {
        boolean all = true;
        for (Probe probe : probes) {
            all &= press(probe);
        }
        return all;
    }

    private boolean press(Probe probe) throws InterruptedException {
        Semaphore ear = heard.get(probe.device());
        if (ear == null) {
            throw new IllegalStateException("no ear for " + probe.device());
        }
        ear.drainPermits();
        try {
            probe.press();
            if (!ear.tryAcquire(FEED_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("`received` was said, but nothing came out of the core");
            }
            succeededAtNanos.put(probe.name(), System.nanoTime());
            return true;
        } catch (IOException failed) {
            failures.merge(probe.name(), 1L, Long::sum);
            LOG.warn("canary probe={} failed: {}", probe.name(), failed.getMessage());
            return false;
        }
    }

    private void tellWatchdog(URI url) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(10))
                .GET()
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status >= 400) {
                LOG.warn("canary watchdog answered {}", status);
            }
        } catch (IOException unreachable) {
            LOG.warn("canary watchdog cannot be reached: {}", unreachable.toString());
        }
    }

    @Override
    public void close() {
        // a probe's client may swallow the interrupt
        closing = true;
        thread.interrupt();
        http.shutdownNow();
    }
}
