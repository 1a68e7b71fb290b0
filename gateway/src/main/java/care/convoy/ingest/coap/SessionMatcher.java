package care.convoy.ingest.coap;

import java.util.Objects;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.PrincipalEndpointContextMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Messages belong together if they are of the same DTLS session, from whatever address (RFC 7252, §9.1.1 with RFC 9146). Of
 * another session of the same device they do not: it may have restarted, and its numbers with it.
 */
final class SessionMatcher extends PrincipalEndpointContextMatcher {
    SessionMatcher() {
        super(true);
    }

    @Override
    public String getName() {
        return "DTLS session";
    }

    @Override
    public boolean isResponseRelatedToRequest(EndpointContext request, EndpointContext response) {
        return super.isResponseRelatedToRequest(request, response) && isSameSession(request, response);
    }

    @Override
    public boolean isToBeSent(EndpointContext message, @Nullable EndpointContext connection) {
        return connection == null || (super.isToBeSent(message, connection) && isSameSession(message, connection));
    }

    static boolean isSameSession(EndpointContext one, EndpointContext other) {
        return Objects.equals(
                one.get(DtlsEndpointContext.KEY_HANDSHAKE_TIMESTAMP),
                other.get(DtlsEndpointContext.KEY_HANDSHAKE_TIMESTAMP));
    }
}
