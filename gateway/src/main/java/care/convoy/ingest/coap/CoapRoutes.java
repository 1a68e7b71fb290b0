package care.convoy.ingest.coap;

import care.convoy.ingest.RegisteredDevice;
import java.nio.charset.StandardCharsets;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which request goes where. Called on the exchange's own turn of a {@code coap-*} thread; never waits. */
final class CoapRoutes implements MessageDeliverer {
    static final String UP = "up";
    static final String DOWN = "down";

    private static final Logger LOG = LoggerFactory.getLogger(CoapRoutes.class);
    private static final String CORE = ".well-known/core";
    private static final byte[] LINKS =
            "</up>;ct=\"42 50 60\",</down>;ct=\"42 50 60\";obs".getBytes(StandardCharsets.UTF_8);

    private final Identity identity;
    private final CoapUplink uplink;
    private final CoapDownlink downlink;
    private final CoapParts parts;

    CoapRoutes(Identity identity, CoapUplink uplink, CoapDownlink downlink, CoapParts parts) {
        this.identity = identity;
        this.uplink = uplink;
        this.downlink = downlink;
        this.parts = parts;
    }

    @Override
    public void deliverRequest(Exchange exchange) {
        try {
            Request request = exchange.getRequest();
            switch (request.getOptions().getUriPathString()) {
                case UP -> up(exchange, request);
                case DOWN -> down(exchange, request);
                case CORE -> core(exchange, request);
                default -> fail(exchange, ResponseCode.NOT_FOUND, "path: /up or /down");
            }
        } catch (RuntimeException mistakeOfOurs) {
            if (parts.lines().allows()) {
                LOG.error("CoAP request failed", mistakeOfOurs);
            }
            fail(exchange, ResponseCode.INTERNAL_SERVER_ERROR, "");
        }
    }

    private void up(Exchange exchange, Request request) {
        if (request.getCode() != Code.POST) {
            fail(exchange, ResponseCode.METHOD_NOT_ALLOWED, "method: POST /up");
            return;
        }
        RegisteredDevice device = identified(exchange, request);
        if (device != null) {
            uplink.post(exchange, device);
        }
    }

    private void down(Exchange exchange, Request request) {
        if (request.getCode() != Code.GET) {
            fail(exchange, ResponseCode.METHOD_NOT_ALLOWED, "method: GET /down with Observe");
            return;
        }
        RegisteredDevice device = identified(exchange, request);
        if (device != null) {
            downlink.get(exchange, parts.device(device.id()));
        }
    }

    private @Nullable RegisteredDevice identified(Exchange exchange, Request request) {
        RegisteredDevice device = identity.of(request);
        if (device == null) {
            fail(exchange, ResponseCode.UNAUTHORIZED, identity.mend());
            identity.refused(request);
        } else {
            parts.device(device.id()).heardFrom(request.getSourceContext());
        }
        return device;
    }

    private static void core(Exchange exchange, Request request) {
        if (request.getCode() != Code.GET) {
            fail(exchange, ResponseCode.METHOD_NOT_ALLOWED, "");
            return;
        }
        Response links = new Response(ResponseCode.CONTENT);
        links.setPayload(LINKS);
        links.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_LINK_FORMAT);
        exchange.sendResponse(links);
    }

    /** @param diagnostic names what is wrong and the mend */
    static void fail(Exchange exchange, ResponseCode code, String diagnostic) {
        Response response = new Response(code, true);
        response.setPayload(diagnostic);
        exchange.sendResponse(response);
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
        // nothing is asked of devices
    }
}
