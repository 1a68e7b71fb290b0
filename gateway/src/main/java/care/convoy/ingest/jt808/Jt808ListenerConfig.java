package care.convoy.ingest.jt808;

import care.convoy.ingest.connection.AllowedNetworks;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The listener of JT/T 808.
 *
 * @param bind address to listen on
 * @param port 0 for any free one
 * @param networks from where connections are taken: whoever knows a telephone number can register
 * @param callBackNumber what a device is told to call: digits, perhaps with + before them; empty if none is
 * @param loginWithin from connecting to a right code
 * @param frameWithin from the first byte of a frame to its last
 * @param idleWithin how long a device may be silent
 * @param maxHalfOpen connections without a right code; of more the oldest is closed
 * @param attendedFailuresPerSecond failed logins that are answered and logged each second
 */
public record Jt808ListenerConfig(
        String bind,
        int port,
        AllowedNetworks networks,
        String callBackNumber,
        Duration loginWithin,
        Duration frameWithin,
        Duration idleWithin,
        int maxHalfOpen,
        int attendedFailuresPerSecond) {

    private static final Pattern CALLABLE = Pattern.compile("\\+?[0-9]{3,19}");

    public Jt808ListenerConfig {
        if (!callBackNumber.isEmpty() && !isCallable(callBackNumber)) {
            throw new IllegalArgumentException("JT/T 808: a number to call has 3 to 19 digits");
        }
        if (port < 0 || port > 65_535 || maxHalfOpen < 1 || attendedFailuresPerSecond < 0) {
            throw new IllegalArgumentException("JT/T 808: port within 65535, bounds at least 1");
        }
        for (Duration each : new Duration[] {loginWithin, frameWithin, idleWithin}) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("JT/T 808: deadlines are longer than nothing");
            }
        }
    }

    /** Whether a device can be told to call it. */
    public static boolean isCallable(String number) {
        return CALLABLE.matcher(number).matches();
    }

    /** The same with a number that devices can be told to call. @param number empty for none */
    public Jt808ListenerConfig callingBack(String number) {
        return new Jt808ListenerConfig(
                bind,
                port,
                networks,
                number,
                loginWithin,
                frameWithin,
                idleWithin,
                maxHalfOpen,
                attendedFailuresPerSecond);
    }

    /** With the bounds of the house. */
    public static Jt808ListenerConfig of(String bind, int port, AllowedNetworks networks) {
        return new Jt808ListenerConfig(
                bind,
                port,
                networks,
                "",
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(20),
                10_000,
                50);
    }
}
