package care.convoy.console.web;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's TLS for Vert.x, computed beside the loop, with the bounds of {@link Handshakes}; over renewals too. */
final class GuardedEngines extends JdkSSLEngineOptions {
    private final Handshakes handshakes;

    GuardedEngines(Handshakes handshakes) {
        this.handshakes = handshakes;
        setUseWorkerThread(true);
    }

    @Override
    public GuardedEngines copy() {
        return new GuardedEngines(handshakes);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Factory(super.sslContextFactory(), handshakes);
    }

    private record Factory(SslContextFactory made, Handshakes handshakes) implements SslContextFactory {
        @Override
        public SslContextFactory useAlpn(boolean use) {
            made.useAlpn(use);
            return this;
        }

        @Override
        public SslContextFactory forServer(ClientAuth auth) {
            made.forServer(auth);
            return this;
        }

        @Override
        public SslContextFactory enabledProtocols(Set<String> protocols) {
            made.enabledProtocols(protocols);
            return this;
        }

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory keys) {
            made.keyMananagerFactory(keys);
            return this;
        }

        @Override
        public SslContextFactory trustManagerFactory(TrustManagerFactory trust) {
            made.trustManagerFactory(trust);
            return this;
        }

        @Override
        public SslContextFactory enabledCipherSuites(Set<String> suites) {
            made.enabledCipherSuites(suites);
            return this;
        }

        @Override
        public SslContextFactory applicationProtocols(List<String> protocols) {
            made.applicationProtocols(protocols);
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            return handshakes.guard(made.create());
        }
    }
}
