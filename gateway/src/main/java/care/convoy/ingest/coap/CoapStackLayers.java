package care.convoy.ingest.coap;

import care.convoy.ingest.coap.CoapCounters.Count;
import org.eclipse.californium.core.coap.BlockOption;
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

    /**
     * Lets a request in blocks through only where one is served, before anything is kept for it; and none whose payload is larger than
     * its block, on which the layer above fails without an answer.
     */
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
            BlockOption block = options.getBlock1();
            if (block == null) {
                super.receiveRequest(exchange, request);
            } else if (request.getCode() != Code.POST || !CoapRoutes.UP.equals(options.getUriPathString())) {
                refuse(exchange, request, ResponseCode.BAD_OPTION, "Block1: only POST /up takes a body");
            } else if (request.getPayloadSize() <= block.getSize()) {
                super.receiveRequest(exchange, request);
            } else if (block.getNum() == 0 && !block.isM()) {
                // it is whole all the same, and may be a call for help
                options.removeBlock1();
                super.receiveRequest(exchange, request);
            } else {
                refuse(exchange, request, ResponseCode.BAD_REQUEST, "Block1: the payload is larger than the block");
            }
        }

        private void refuse(Exchange exchange, Request request, ResponseCode code, String diagnostic) {
            parts.coap().add(Count.BLOCKS_REFUSED);
            Response refused = new Response(code, true);
            refused.setDestinationContext(request.getSourceContext());
            refused.setPayload(diagnostic);
            super.sendResponse(exchange, refused);
        }
    }
}
