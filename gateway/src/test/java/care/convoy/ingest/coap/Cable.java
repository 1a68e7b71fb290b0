package care.convoy.ingest.coap;

import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.RawDataChannel;
import org.jspecify.annotations.Nullable;

/** A connector without a socket: what is put in comes to the endpoint, what the endpoint sends is kept. Thread-safe. */
final class Cable implements Connector {
    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 5_683);

    private final String protocol;
    private final List<byte[]> sent = new ArrayList<>();
    private @Nullable RawDataChannel endpoint;
    private volatile boolean refusing;
    private int refused;

    /** @param protocol as Californium names it: {@code UDP} or {@code DTLS} */
    Cable(String protocol) {
        this.protocol = protocol;
    }

    /** A datagram comes. */
    void receive(byte[] datagram, EndpointContext from) {
        Objects.requireNonNull(endpoint).receiveData(RawData.inbound(datagram, from, false, System.nanoTime(), HERE));
    }

    /** What was sent since the last time. */
    synchronized List<byte[]> sent() {
        List<byte[]> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** From now on the endpoint is refused what it sends, at once, as by a port that is being closed; or not any more. */
    void refuse(boolean refuses) {
        refusing = refuses;
    }

    /** How often it was refused. */
    synchronized int refused() {
        return refused;
    }

    @Override
    public void send(RawData message) {
        if (refusing) {
            synchronized (this) {
                refused++;
            }
            message.onError(new IllegalStateException("closed"));
            return;
        }
        synchronized (this) {
            sent.add(message.getBytes());
        }
        message.onContextEstablished(message.getEndpointContext());
        message.onSent();
    }

    @Override
    public void setRawDataReceiver(RawDataChannel receiver) {
        endpoint = receiver;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void destroy() {}

    @Override
    public void setEndpointContextMatcher(EndpointContextMatcher matcher) {}

    @Override
    public InetSocketAddress getAddress() {
        return HERE;
    }

    @Override
    public String getProtocol() {
        return protocol;
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public void processDatagram(DatagramPacket datagram) {
        throw new UnsupportedOperationException("it has no socket");
    }
}
