package care.convoy.ingest.coap;

import care.convoy.ingest.coap.CoapCounters.Count;
import care.convoy.ingest.connection.AllowedNetworks;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.RawDataChannel;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an endpoint: what comes from a foreign network, too fast, or finds too many waiting, is dropped unread and counted. A
 * device repeats what is not answered.
 */
final class Inbox implements RawDataChannel {
    private final RawDataChannel endpoint;
    private final AllowedNetworks networks;
    private final CoapThreads threads;
    private final @Nullable PeerPace pace;
    private final CoapParts parts;

    /** @param pace null where only sessions speak, whose strangers come no further than their handshake */
    Inbox(
            RawDataChannel endpoint,
            AllowedNetworks networks,
            CoapThreads threads,
            @Nullable PeerPace pace,
            CoapParts parts) {
        this.endpoint = endpoint;
        this.networks = networks;
        this.threads = threads;
        this.pace = pace;
        this.parts = parts;
    }

    @Override
    public void receiveData(RawData datagram) {
        parts.counters().read(datagram.getSize());
        if (!networks.allows(datagram.getInetSocketAddress())) {
            parts.coap().add(Count.FOREIGN_NETWORK);
        } else if (threads.backlog() >= parts.config().bounds().inbox()) {
            parts.coap().add(Count.OVERLOADED);
        } else if (pace == null) {
            endpoint.receiveData(datagram);
        } else {
            switch (pace.heard(datagram.getInetSocketAddress())) {
                case READ -> endpoint.receiveData(datagram);
                case TOO_FAST -> parts.coap().add(Count.TOO_FAST);
                case STRANGER -> parts.coap().add(Count.STRANGERS_PUT_OFF);
            }
        }
    }
}
