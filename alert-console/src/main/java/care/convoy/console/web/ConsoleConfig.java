package care.convoy.console.web;

import care.convoy.console.feed.FeedLimits;
import care.convoy.console.session.Sessions;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * How the console runs.
 *
 * @param bind address to listen on
 * @param port 0 takes a free one, see {@link ConsoleServer#port}
 * @param behindTls browsers reach it by HTTPS, through a proxy that ends TLS: the cookie is {@code __Host-} and Secure, and
 *     HSTS is sent. Over plain HTTP a browser would refuse such a cookie
 * @param https a second port for HTTPS; null for none
 * @param connections TCP connections at once; of more the one that has asked nothing for longest is closed
 * @param sessionFile keeps sessions over a restart; null: everybody logs in again
 * @param hashing passwords checked at once
 * @param hashingWaiting passwords that may wait to be checked; one more is 503
 */
public record ConsoleConfig(
        String bind,
        int port,
        boolean behindTls,
        @Nullable Https https,
        int connections,
        @Nullable Path sessionFile,
        int hashing,
        int hashingWaiting,
        Sessions.Limits sessions,
        FeedLimits feed) {
    /**
     * The port of HTTPS.
     *
     * @param bind address to listen on
     * @param port 0 takes a free one, see {@link ConsoleServer#httpsPort}
     * @param keys the first certificate; others follow with {@link ConsoleServer#renew}
     * @param protocols TLS versions
     * @param suites that may be agreed on
     * @param handshakes bounds of them
     */
    public record Https(
            String bind,
            int port,
            X509KeyManager keys,
            List<String> protocols,
            List<String> suites,
            Handshakes.Limits handshakes) {
        public Https {
            protocols = List.copyOf(protocols);
            suites = List.copyOf(suites);
        }
    }

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
        return new ConsoleConfig(
                bind, port, false, null, 2_000, null, hashing, 32, Sessions.Limits.usual(), FeedLimits.usual());
    }

    /** The same, keeping its sessions in a file over a restart. */
    public ConsoleConfig keepingSessionsIn(Path file) {
        return new ConsoleConfig(
                bind, port, behindTls, https, connections, file, hashing, hashingWaiting, sessions, feed);
    }

    /** The same, with a port for HTTPS too. */
    public ConsoleConfig withHttps(Https listening) {
        return new ConsoleConfig(
                bind, port, behindTls, listening, connections, sessionFile, hashing, hashingWaiting, sessions, feed);
    }

    /** The same, reached by browsers through a proxy that ends TLS. */
    public ConsoleConfig reachedByHttps() {
        return new ConsoleConfig(
                bind, port, true, https, connections, sessionFile, hashing, hashingWaiting, sessions, feed);
    }

    /** The same, with other bounds of the feed. */
    public ConsoleConfig with(FeedLimits limits) {
        return new ConsoleConfig(
                bind, port, behindTls, https, connections, sessionFile, hashing, hashingWaiting, sessions, limits);
    }

    /** The same, with other bounds of hashing. */
    public ConsoleConfig withHashing(int parallel, int waiting) {
        return new ConsoleConfig(
                bind, port, behindTls, https, connections, sessionFile, parallel, waiting, sessions, feed);
    }
}
