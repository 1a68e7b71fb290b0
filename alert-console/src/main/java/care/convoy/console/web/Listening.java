package care.convoy.console.web;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;

/** How every HTTP port of this module listens: what bounds a request before anybody looks at it. */
final class Listening {
    private static final int IDLE_SECONDS = 75;
    private static final int DEAD_PEER_MILLIS = 60_000;

    private Listening() {}

    static HttpServerOptions plain(String bind, int port) {
        return new HttpServerOptions()
                .setHost(bind)
                .setPort(port)
                .setIdleTimeout(IDLE_SECONDS)
                .setTcpUserTimeout(DEAD_PEER_MILLIS)
                .setMaxInitialLineLength(4_096)
                .setMaxHeaderSize(16_384)
                .setHttp2ClearTextEnabled(false);
    }

    /** The same with TLS, whose handshakes are computed beside the loop, at most two at once. */
    static HttpServerOptions secure(String bind, int port, ConsoleConfig.Https https, Handshakes handshakes) {
        HttpServerOptions options = plain(bind, port)
                .setSsl(true)
                .setUseAlpn(false)
                .setSslHandshakeTimeout(https.handshakes().withinMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(https.protocols()))
                .setSslEngineOptions(new GuardedEngines(handshakes));
        options.setKeyCertOptions(KeyCertOptions.wrap(https.keys()));
        https.suites().forEach(options::addEnabledCipherSuite);
        return options;
    }

    /** For a certificate that follows. */
    static ServerSSLOptions renewed(ConsoleConfig.Https https, X509KeyManager keys) {
        ServerSSLOptions options = new ServerSSLOptions()
                .setKeyCertOptions(KeyCertOptions.wrap(keys))
                .setUseAlpn(false)
                .setSslHandshakeTimeout(https.handshakes().withinMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(https.protocols()));
        https.suites().forEach(options::addEnabledCipherSuite);
        return options;
    }
}
