package care.convoy.console.web;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the pages for guests are served: on one port, in the clear or with TLS.
 *
 * @param bind address to listen on
 * @param port 0 takes a free one, see {@link GuestServer#port}
 * @param https with what TLS, whose address and port are not looked at; null: in the clear
 * @param behindTls whether guests come by HTTPS to a proxy in front
 * @param proxies whose {@code X-Forwarded-For} is believed
 * @param limits bounds
 */
public record GuestConfig(
        String bind,
        int port,
        ConsoleConfig.@Nullable Https https,
        boolean behindTls,
        Predicate<InetAddress> proxies,
        Limits limits) {
    /**
     * Bounds; of what is remembered the eldest is forgotten first.
     *
     * @param connections TCP connections at once; of more the one that has asked nothing for longest is closed
     * @param forToken requests that one token may make at once, and how many each minute after that
     * @param foreign the same of an address, of requests that lead to no page
     * @param strangers the same of all addresses together
     * @param remembered tokens and addresses that are counted
     */
    public record Limits(int connections, Allowance forToken, Allowance foreign, Allowance strangers, int remembered) {
        public Limits {
            if (connections < 1 || remembered < 1) {
                throw new IllegalArgumentException("guests: bounds are 1 or more");
            }
        }

        /** A page asks six times a minute; a carrier puts thousands of telephones behind one address. */
        public static Limits usual() {
            return new Limits(1_000, new Allowance(30, 60), new Allowance(30, 20), new Allowance(300, 3_000), 10_000);
        }
    }

    /** So many at once, so many a minute in the long run. */
    public record Allowance(int atOnce, int perMinute) {
        public Allowance {
            if (atOnce < 1 || perMinute < 1) {
                throw new IllegalArgumentException("guests: an allowance is 1 or more");
            }
        }
    }

    public GuestConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("guests: port is 0 to 65535, not " + port);
        }
    }

    /** The usual bounds on this address and port, plain HTTP, no proxy. */
    public static GuestConfig on(String bind, int port) {
        return new GuestConfig(bind, port, null, false, address -> false, Limits.usual());
    }

    /** The same, with TLS. */
    public GuestConfig withHttps(ConsoleConfig.Https tls) {
        return new GuestConfig(bind, port, tls, behindTls, proxies, limits);
    }

    /** The same, behind proxies. */
    public GuestConfig behind(Predicate<InetAddress> known, boolean byHttps) {
        return new GuestConfig(bind, port, https, byHttps, known, limits);
    }

    /** The same, with other bounds. */
    public GuestConfig with(Limits others) {
        return new GuestConfig(bind, port, https, behindTls, proxies, others);
    }
}
