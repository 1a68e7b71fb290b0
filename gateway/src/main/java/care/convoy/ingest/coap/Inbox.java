package care.convoy.ingest.coap;

import care.convoy.ingest.coap.CoapCounters.Count;
import care.convoy.ingest.connection.AllowedNetworks;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.RawDataChannel;

/**
 * Stands before an endpoint: what comes from a foreign network, or finds too many waiting, is dropped unread and counted. A
 * device repeats what is not answered.
 */
final class Inbox implements RawDataChannel {
    private final RawDataChannel endpoint;
    private final AllowedNetworks networks;
    private final CoapThreads threads;
    private final CoapParts parts;

    Inbox(RawDataChannel endpoint, AllowedNetworks networks, CoapThreads threads, CoapParts parts) {
        this.endpoint = endpoint;
        this.networks = networks;
        this.threads = threads;
        this.parts = parts;
    }

    @Override
    public void receiveData(RawData datagram) {
        parts.counters().read(datagram.getSize());
        if (!networks.allows(datagram.getInetSocketAddress())) {
            parts.coap().add(Count.FOREIGN_NETWORK);
        } else if (threads.backlog() >= parts.config().bounds().inbox()) {
            parts.coap().add(Count.OVERLOADED);
        } else {
            endpoint.receiveData(datagram);
        }
    }
}
