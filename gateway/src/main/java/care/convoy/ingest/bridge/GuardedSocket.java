package care.convoy.ingest.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a broker whose bytes pass a guard before the client sees them, in the clear or within TLS. TLS is begun here,
 * while connecting, so that the client knows of a plain socket only; the host name of the certificate is checked.
 */
final class GuardedSocket extends Socket {
    private final @Nullable SSLSocketFactory tls;
    private final UnaryOperator<InputStream> guard;
    private volatile @Nullable InputStream guarded;
    private volatile @Nullable OutputStream outgoing;

    private GuardedSocket(@Nullable SSLSocketFactory tls, UnaryOperator<InputStream> guard) {
        this.tls = tls;
        this.guard = guard;
    }

    /** @param tls null for a connection in the clear */
    static SocketFactory factory(@Nullable SSLSocketFactory tls, UnaryOperator<InputStream> guard) {
        return new Factory(tls, guard);
    }

    /** @param timeout milliseconds, for the connection and once more for each answer of the handshake */
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(endpoint, timeout);
        if (tls != null && endpoint instanceof InetSocketAddress broker) {
            setSoTimeout(timeout);
            SSLSocket secured = (SSLSocket) tls.createSocket(this, broker.getHostString(), broker.getPort(), false);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            outgoing = secured.getOutputStream();
            guarded = guard.apply(secured.getInputStream());
        } else {
            guarded = guard.apply(super.getInputStream());
        }
    }

    /** TLS itself, while it is begun, reads what nobody guards. */
    @Override
    public InputStream getInputStream() throws IOException {
        InputStream known = guarded;
        return known == null ? super.getInputStream() : known;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        OutputStream known = outgoing;
        return known == null ? super.getOutputStream() : known;
    }

    /** As the client uses it: the socket is made first and connected later. */
    private static final class Factory extends SocketFactory {
        private final @Nullable SSLSocketFactory tls;
        private final UnaryOperator<InputStream> guard;

        Factory(@Nullable SSLSocketFactory tls, UnaryOperator<InputStream> guard) {
            this.tls = tls;
            this.guard = guard;
        }

        @Override
        public Socket createSocket() {
            return new GuardedSocket(tls, guard);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return createSocket(host, port);
        }

        private Socket connected(InetSocketAddress broker) throws IOException {
            Socket socket = createSocket();
            socket.connect(broker);
            return socket;
        }
    }
}
