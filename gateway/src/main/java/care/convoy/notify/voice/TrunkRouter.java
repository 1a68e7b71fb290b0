package care.convoy.notify.voice;

import java.util.ListIterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes: within a call to the other side's Route or Contact (RFC 3261 clause 12.2.1.1), else to the trunk. JAIN SIP makes it by its name, with the
 * stack's outbound proxy as an argument, which here is the name under which the trunk's address stands.
 */
public final class TrunkRouter implements Router {
    private static final Map<String, Hop> TRUNKS = new ConcurrentHashMap<>();
    private final String trunk;

    /** What JAIN SIP calls. */
    public TrunkRouter(@Nullable SipStack stack, String trunk) {
        this.trunk = trunk;
    }

    /** Where calls of that trunk go from now on. @param host in digits */
    static void set(String trunk, String host, int port, boolean tcp) {
        TRUNKS.put(trunk, new To(host, port, tcp ? ListeningPoint.TCP : ListeningPoint.UDP));
    }

    static void forget(String trunk) {
        TRUNKS.remove(trunk);
    }

    private record To(String host, int port, String transport) implements Hop {
        @Override
        public String getHost() {
            return host;
        }

        @Override
        public int getPort() {
            return port;
        }

        @Override
        public String getTransport() {
            return transport;
        }
    }

    @Override
    public @Nullable Hop getNextHop(Request request) throws SipException {
        Hop outbound = TRUNKS.get(trunk);
        if (request.getHeader(RouteHeader.NAME) instanceof RouteHeader route
                && route.getAddress().getURI() instanceof SipURI uri) {
            return hop(uri, outbound);
        }
        boolean within = request.getHeader(ToHeader.NAME) instanceof ToHeader to && to.getTag() != null;
        return within && request.getRequestURI() instanceof SipURI uri ? hop(uri, outbound) : outbound;
    }

    private static Hop hop(SipURI uri, @Nullable Hop outbound) {
        String host = uri.getMAddrParam() == null ? uri.getHost() : uri.getMAddrParam();
        String usual = outbound == null ? ListeningPoint.UDP : outbound.getTransport();
        String transport = uri.getTransportParam() == null ? usual : uri.getTransportParam();
        return new To(host.replaceAll("[\\[\\]]", ""), uri.getPort() < 1 ? 5_060 : uri.getPort(), transport);
    }

    @Override
    public @Nullable Hop getOutboundProxy() {
        return TRUNKS.get(trunk);
    }

    @Override
    @Deprecated
    public ListIterator<Hop> getNextHops(Request request) {
        throw new UnsupportedOperationException("replaced by getNextHop");
    }
}
