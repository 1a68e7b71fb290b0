package care.convoy.ingest.coap;

import care.convoy.ingest.coap.CoapCounters.Count;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.stack.AbstractLayer;
import org.eclipse.californium.core.network.stack.BaseCoapStack;
import org.eclipse.californium.core.network.stack.BlockwiseLayer;
import org.eclipse.californium.core.network.stack.CongestionControlLayer;
import org.eclipse.californium.core.network.stack.ExchangeCleanupLayer;
import org.eclipse.californium.core.network.stack.Layer;
import org.eclipse.californium.core.network.stack.ObserveLayer;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;

/**
 * The layers of an endpoint: Californium's, with a bound on block-wise transfers. They are kept by peer and resource; as only
 * one resource takes them, a peer has one at a time.
 */
final class CoapStackLayers extends BaseCoapStack {
    CoapStackLayers(String tag, Configuration config, EndpointContextMatcher matcher, Outbox outbox, CoapParts parts) {
        super(outbox);
        Configuration bounded = new Configuration(config);
        bounded.set(CoapConfig.MAX_ACTIVE_PEERS, parts.config().bounds().transfers());
        setLayers(new Layer[] {
            new ExchangeCleanupLayer(config),
            new ObserveLayer(config),
            new BlockwiseLayer(tag, false, bounded, matcher),
            new BlockDoor(parts),
            CongestionControlLayer.newImplementation(tag, config)
        });
    }

    /** Lets a request in blocks through only where one is served, before anything is kept for it. */
    private static final class BlockDoor extends AbstractLayer {
        private final CoapParts parts;

        BlockDoor(CoapParts parts) {
            this.parts = parts;
        }

        @Override
        public void receiveRequest(Exchange exchange, Request request) {
            OptionSet options = request.getOptions();
            if (request.getSourceContext().getPeerIdentity() != null) {
                // a peer that is known by its session needs none, and each query would be a transfer of its own
                options.clearUriQuery();
            }
            if (!options.hasBlock1()
                    || (request.getCode() == Code.POST && CoapRoutes.UP.equals(options.getUriPathString()))) {
                super.receiveRequest(exchange, request);
                return;
            }
            parts.coap().add(Count.BLOCKS_REFUSED);
            Response refused = new Response(ResponseCode.BAD_OPTION, true);
            refused.setDestinationContext(request.getSourceContext());
            refused.setPayload("Block1: only POST /up takes a body");
            super.sendResponse(exchange, refused);
        }
    }
}
