package care.convoy.ingest.watch;

import care.convoy.ingest.connection.AllowedNetworks;
import java.time.Duration;

/**
 * The listener of the watch text protocol.
 *
 * @param bind address to listen on
 * @param port 0 for any free one
 * @param networks from where connections are taken; the protocol knows no authentication
 * @param knownWithin from connecting to the first frame of a provisioned device
 * @param frameWithin from the first byte of a frame to its last
 * @param mediaWithin the same for sound and pictures
 * @param idleWithin how long no provisioned device may speak
 * @param maxHalfOpen connections on which no provisioned device has spoken; of more the oldest is closed
 * @param attendedFailuresPerSecond unknown ids that are logged each second
 * @param addressAsSg whether commands to devices that call themselves {@code 3G} are addressed to {@code SG}
 */
public record WatchListenerConfig(
        String bind,
        int port,
        AllowedNetworks networks,
        Duration knownWithin,
        Duration frameWithin,
        Duration mediaWithin,
        Duration idleWithin,
        int maxHalfOpen,
        int attendedFailuresPerSecond,
        boolean addressAsSg) {
    public static final int DEFAULT_PORT = 7710;

    public WatchListenerConfig {
        if (port < 0 || port > 65_535 || maxHalfOpen < 1 || attendedFailuresPerSecond < 0) {
            throw new IllegalArgumentException("watch TCP: port within 65535, bounds at least 1");
        }
        for (Duration each : new Duration[] {knownWithin, frameWithin, mediaWithin, idleWithin}) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("watch TCP: deadlines are longer than nothing");
            }
        }
    }

    /** With the bounds of the house. @param addressAsSg see {@code addressAsSg} */
    public static WatchListenerConfig of(String bind, int port, AllowedNetworks networks, boolean addressAsSg) {
        return new WatchListenerConfig(
                bind,
                port,
                networks,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(3),
                Duration.ofMinutes(20),
                10_000,
                50,
                addressAsSg);
    }
}
