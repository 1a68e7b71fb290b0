package care.convoy.ingest.coap;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.observe.ObserveManager;
import org.eclipse.californium.elements.config.Configuration;
import org.jspecify.annotations.Nullable;

/** {@code GET /down}: with Observe the device is sent what is for it from then on; without, the oldest that waits. */
final class CoapDownlink {
    /** After so long without a word a device is to observe anew, for the gateway may have been started anew. */
    static final long FRESH_SECONDS = 900;

    private final ObserveManager observers;

    CoapDownlink(Configuration config) {
        observers = new ObserveManager(config);
    }

    /** Devices that observe now. */
    int observers() {
        return observers.getNumberOfObserverRelations();
    }

    void get(Exchange exchange, CoapDevice device) {
        Request request = exchange.getRequest();
        Format format = accepted(request);
        if (format == null) {
            CoapRoutes.fail(
                    exchange,
                    ResponseCode.NOT_ACCEPTABLE,
                    "Accept: 42 (native message), 50 (JSON, also without Accept) or 60 (CBOR)");
            return;
        }
        if (request.isObserve()) {
            device.speaks(format);
            observers.addObserveRelation(exchange, device);
            request.setProtectFromOffload();
        } else if (request.isObserveCancel()) {
            observers.cancelObserveRelation(exchange);
        }
        Response response = new Response(ResponseCode.CONTENT);
        response.getOptions().setMaxAge(FRESH_SECONDS);
        response.getOptions().setContentFormat(format.number());
        if (!request.isObserve() && !request.isObserveCancel()) {
            device.takeOldest(format, response);
            device.asks();
        }
        exchange.sendResponse(response);
        device.sendNext();
    }

    private static @Nullable Format accepted(Request request) {
        return request.getOptions().hasAccept() ? Format.of(request.getOptions().getAccept()) : Format.JSON;
    }
}
