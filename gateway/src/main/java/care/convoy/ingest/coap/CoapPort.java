package care.convoy.ingest.coap;

import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.coap.CoapCounters.Count;
import care.convoy.ingest.connection.BindFailed;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.ExtendedCoapStackFactory;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.RandomTokenGenerator;
import org.eclipse.californium.core.network.interceptors.MalformedMessageInterceptor;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.core.network.stack.CoapStack;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.config.Configuration;
import org.jspecify.annotations.Nullable;

/** One port with its endpoint: a socket, the layers of CoAP, what was heard a moment ago. */
final class CoapPort implements AutoCloseable {
    private final CoapEndpoint endpoint;
    private final RecentRequests recent;

    /** What a port is made of. @param name for the message of a failure, as {@code CoAP DTLS}. @param pace told of what is refused */
    record Make(
            String name,
            Connector connector,
            EndpointContextMatcher matcher,
            MessageDeliverer routes,
            @Nullable PeerPace pace) {}

    /** @throws BindFailed if the port cannot be taken */
    CoapPort(Make make, InetSocketAddress bind, Configuration config, CoapThreads threads, CoapParts parts) {
        recent = new RecentRequests(
                parts.config().bounds().recentRequests(), parts.clock().nanos(), parts.coap());
        RandomTokenGenerator tokens = new RandomTokenGenerator(config);
        InMemoryMessageExchangeStore store = new InMemoryMessageExchangeStore(make.name(), config, tokens);
        store.setDeduplicator(recent);
        endpoint = CoapEndpoint.builder()
                .setConfiguration(config)
                .setConnector(make.connector())
                .setEndpointContextMatcher(make.matcher())
                .setTokenGenerator(tokens)
                .setMessageExchangeStore(store)
                .setCoapStackFactory(new Layers(parts))
                .setDataSerializerAndParser(new UdpDataSerializer(), new CoapParser())
                .build();
        endpoint.addPostProcessInterceptor(new Refusals(parts, make.pace()));
        endpoint.setExecutors(threads, threads);
        endpoint.setMessageDeliverer(make.routes());
        try {
            endpoint.start();
        } catch (IOException taken) {
            endpoint.destroy();
            throw new BindFailed(make.name(), bind.getHostString(), bind.getPort(), taken);
        }
    }

    /** Counts what is no CoAP message, and holds it and every request that was refused against their sender. */
    private static final class Refusals extends MessageInterceptorAdapter implements MalformedMessageInterceptor {
        private final CoapParts parts;
        private final @Nullable PeerPace pace;

        Refusals(CoapParts parts, @Nullable PeerPace pace) {
            this.parts = parts;
            this.pace = pace;
        }

        @Override
        public void sendResponse(Response response) {
            if (pace != null && response.isClientError()) {
                pace.refused(response.getDestinationContext().getPeerAddress());
            }
        }

        @Override
        public void receivedMalformedMessage(RawData datagram) {
            parts.coap().add(Count.MALFORMED);
            parts.counters().reject(Reject.MALFORMED);
            if (pace != null) {
                pace.refused(datagram.getInetSocketAddress());
            }
        }
    }

    private record Layers(CoapParts parts) implements ExtendedCoapStackFactory {
        @Override
        public CoapStack createCoapStack(
                String protocol,
                String tag,
                Configuration config,
                EndpointContextMatcher matcher,
                Outbox outbox,
                Object argument) {
            return new CoapStackLayers(tag, config, matcher, outbox, parts);
        }

        /** Asked for only where there is no matcher. */
        @Override
        @Deprecated
        public CoapStack createCoapStack(
                String protocol, String tag, Configuration config, Outbox outbox, Object argument) {
            throw new UnsupportedOperationException("no stack without a matcher");
        }
    }

    int port() {
        return endpoint.getAddress().getPort();
    }

    /** Requests remembered now. */
    int remembered() {
        return recent.size();
    }

    @Override
    public void close() {
        endpoint.stop();
        endpoint.destroy();
        recent.clear();
    }
}
