package care.convoy.console.web;

import care.convoy.console.feed.FeedLimits;
import care.convoy.console.session.Sessions;

/**
 * How the console runs.
 *
 * @param bind address to listen on
 * @param port 0 takes a free one, see {@link ConsoleServer#port}
 * @param behindTls browsers reach it by HTTPS, through a proxy that ends TLS: the cookie is {@code __Host-} and Secure, and
 *     HSTS is sent. Over plain HTTP a browser would refuse such a cookie
 * @param connections TCP connections at once; one more is closed
 * @param hashing passwords checked at once
 * @param hashingWaiting passwords that may wait to be checked; one more is 503
 */
public record ConsoleConfig(
        String bind,
        int port,
        boolean behindTls,
        int connections,
        int hashing,
        int hashingWaiting,
        Sessions.Limits sessions,
        FeedLimits feed) {
    public ConsoleConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("console: port is 0 to 65535, not " + port);
        }
        if (connections < 1 || hashing < 1 || hashingWaiting < 1) {
            throw new IllegalArgumentException("console: bounds are 1 or more");
        }
    }

    /** The usual bounds on this address and port, plain HTTP. */
    public static ConsoleConfig on(String bind, int port) {
        int hashing = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new ConsoleConfig(bind, port, false, 2_000, hashing, 32, Sessions.Limits.usual(), FeedLimits.usual());
    }
}
