package care.convoy.ingest.mqtt;

import java.time.Duration;

/**
 * The MQTT listener.
 *
 * @param bind address to listen on
 * @param port 0 for any free one
 * @param loginWithin from connecting to a complete CONNECT
 * @param maxHalfOpen connections without login; of more the oldest is closed
 * @param silenceAllowed how long a device without keep-alive may say nothing; a 5.0 device is told it as server keep-alive
 * @param attendedFailuresPerSecond refused logins that are answered with a reason and logged; others are just closed
 * @param sessions what is kept between connections
 */
public record MqttListenerConfig(
        String bind,
        int port,
        Duration loginWithin,
        int maxHalfOpen,
        Duration silenceAllowed,
        int attendedFailuresPerSecond,
        Sessions sessions) {
    /**
     * How many sessions are kept, and for how long.
     *
     * @param max with and without a connection; of more, the one without that would end first gives way
     * @param longest what a client may ask for at most, and what one of 3.1.1 gets that does not ask for a clean session
     */
    public record Sessions(int max, Duration longest) {
        /** One for each device of a large county; a day's queue of a few messages each. */
        public static final Sessions DEVICES = new Sessions(200_000, Duration.ofDays(1));

        /** Of a test tenant. */
        public static final Sessions TENANT = new Sessions(1_000, Duration.ofSeconds(Terms.ENDLESS));

        public Sessions {
            if (max < 1 || longest.isNegative()) {
                throw new IllegalArgumentException("MQTT sessions: at least 1, kept for no negative time");
            }
        }
    }

    public static final int DEFAULT_PORT = 1883;

    public MqttListenerConfig {
        if (port < 0 || port > 65_535 || maxHalfOpen < 1 || attendedFailuresPerSecond < 0) {
            throw new IllegalArgumentException("MQTT: port within 65535, bounds at least 1");
        }
        if (loginWithin.isNegative() || silenceAllowed.toSeconds() < 1 || silenceAllowed.toSeconds() > 65_535) {
            throw new IllegalArgumentException("MQTT: silence of 1 to 65535 seconds");
        }
    }

    /** With the bounds of the house. */
    public static MqttListenerConfig of(String bind, int port) {
        return new MqttListenerConfig(
                bind, port, Duration.ofSeconds(10), 10_000, Duration.ofMinutes(20), 50, Sessions.DEVICES);
    }

    /** For a test tenant. */
    public static MqttListenerConfig testTenant(String bind, int port) {
        return new MqttListenerConfig(
                bind, port, Duration.ofSeconds(10), 100, Duration.ofMinutes(20), 50, Sessions.TENANT);
    }
}
