package care.convoy.ingest.tcp;

import java.time.Duration;

/**
 * The listener of the native protocol. Times are those of PROTOCOL.md §9.4.
 *
 * @param bind address to listen on
 * @param port 0 for any free one
 * @param loginWithin from connecting to the right proof
 * @param frameWithin from the first byte of a frame to its last
 * @param heartbeatEvery what a device is told; it is called silent after three of them and 10 s
 * @param maxHalfOpen connections without login; of more the oldest is closed
 * @param sealing whether sessions are sealed
 * @param attendedFailuresPerSecond refused logins that are answered with a reason and logged; others are just closed
 */
public record NativeListenerConfig(
        String bind,
        int port,
        Duration loginWithin,
        Duration frameWithin,
        Duration heartbeatEvery,
        int maxHalfOpen,
        NativeSealing sealing,
        int attendedFailuresPerSecond) {
    public static final int DEFAULT_PORT = 7700;

    private static final int SILENT_INTERVALS = 3;
    private static final int SILENT_EXTRA_SECONDS = 10;

    public NativeListenerConfig {
        if (port < 0 || port > 65_535 || maxHalfOpen < 1 || attendedFailuresPerSecond < 0) {
            throw new IllegalArgumentException("native TCP: port within 65535, bounds at least 1");
        }
        if (heartbeatEvery.toSeconds() < 10 || heartbeatEvery.toSeconds() > 3_600) {
            throw new IllegalArgumentException("native TCP: a heartbeat every 10 to 3600 seconds");
        }
        if (loginWithin.isNegative() || frameWithin.isNegative()) {
            throw new IllegalArgumentException("native TCP: deadlines are not negative");
        }
    }

    /** With the bounds of the house. */
    public static NativeListenerConfig of(String bind, int port) {
        return new NativeListenerConfig(
                bind,
                port,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                10_000,
                NativeSealing.ACCEPTED,
                50);
    }

    /** The same with another rule for sealed frames. */
    public NativeListenerConfig with(NativeSealing other) {
        return new NativeListenerConfig(
                bind, port, loginWithin, frameWithin, heartbeatEvery, maxHalfOpen, other, attendedFailuresPerSecond);
    }

    int heartbeatSeconds() {
        return (int) heartbeatEvery.toSeconds();
    }

    /** How long a device may send no whole frame. */
    int idleSeconds() {
        return SILENT_INTERVALS * heartbeatSeconds() + SILENT_EXTRA_SECONDS;
    }
}
