package care.convoy.notify.voice;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.AllowHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our end of SIP (RFC 3261): makes requests, and brings what comes to the call that it is about. All but {@link #open}, {@link #lookUp} and what JAIN SIP calls is
 * for the thread "voice". Who knocks from outside is answered without keeping anything: OPTIONS yes, all else no.
 *
 * <p>Bounds: a message is at most {@value #LARGEST_MESSAGE} bytes; {@value #MOST_CONNECTIONS} TCP connections, 500 server transactions.
 */
final class SipTrunk implements SipListener, AutoCloseable {
    static final String METHODS = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO";
    private static final Logger LOG = LoggerFactory.getLogger(SipTrunk.class);
    private static final String LARGEST_MESSAGE = "16384";
    private static final String MOST_CONNECTIONS = "50";
    private static final AtomicLong STACKS = new AtomicLong();

    private final VoiceConfig.Trunk config;
    private final VoiceConfig.Local where;
    private final Executor voice;
    private final String name = "convoy-" + STACKS.incrementAndGet();
    private final Map<String, SipLeg> legs = new ConcurrentHashMap<>();
    final LongAdder strays = new LongAdder();
    private volatile @Nullable Opened opened;

    /** What there is once it is open. */
    record Opened(
            SipStack stack,
            SipProvider provider,
            AddressFactory addresses,
            HeaderFactory headers,
            MessageFactory messages,
            InetAddress local,
            int port) {}

    /** @param voice the thread on which calls live */
    SipTrunk(VoiceConfig.Trunk config, VoiceConfig.Local where, Executor voice) {
        this.config = config;
        this.where = where;
        this.voice = voice;
    }

    boolean isOpen() {
        return opened != null;
    }

    Opened opened() {
        Opened now = opened;
        if (now == null) {
            throw new IllegalStateException("not open");
        }
        return now;
    }

    VoiceConfig.Trunk config() {
        return config;
    }

    /**
     * Takes a port. Waits for the name server.
     *
     * @throws IOException the trunk's name is unknown, no network leads there, or the port is taken
     */
    void open() throws IOException {
        if (opened != null) {
            return;
        }
        InetAddress local = local(lookUp());
        int port = where.port() == 0 ? freePort(local) : where.port();
        try {
            SipFactory factory = SipFactory.getInstance();
            factory.setPathName("gov.nist");
            SipStack stack = factory.createSipStack(properties());
            String transport = config.tcp() ? ListeningPoint.TCP : ListeningPoint.UDP;
            ListeningPoint point = stack.createListeningPoint(local.getHostAddress(), port, transport);
            SipProvider provider = stack.createSipProvider(point);
            provider.addSipListener(this);
            opened = new Opened(
                    stack,
                    provider,
                    factory.createAddressFactory(),
                    factory.createHeaderFactory(),
                    factory.createMessageFactory(),
                    local,
                    port);
        } catch (SipException | InvalidArgumentException | java.util.TooManyListenersException taken) {
            throw new IOException("port " + port + " of " + local.getHostAddress() + " for SIP: " + taken, taken);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", name);
        properties.setProperty("javax.sip.OUTBOUND_PROXY", name);
        properties.setProperty("javax.sip.ROUTER_PATH", TrunkRouter.class.getName());
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SipLog.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SipTrace.class.getName());
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", LARGEST_MESSAGE);
        properties.setProperty("gov.nist.javax.sip.MAX_CONNECTIONS", MOST_CONNECTIONS);
        properties.setProperty("gov.nist.javax.sip.MAX_SERVER_TRANSACTIONS", "500");
        properties.setProperty("gov.nist.javax.sip.READ_TIMEOUT", "10000");
        properties.setProperty("gov.nist.javax.sip.CONNECTION_TIMEOUT", "2000");
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "2");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "262144");
        properties.setProperty("gov.nist.javax.sip.MAX_FORK_TIME_SECONDS", "40");
        properties.setProperty("gov.nist.javax.sip.MAX_TX_LIFETIME_INVITE", "300");
        return properties;
    }

    /** Asks the name server where the trunk is now. */
    InetAddress lookUp() throws IOException {
        InetAddress trunk = InetAddress.getByName(config.host());
        TrunkRouter.set(name, trunk.getHostAddress(), config.port(), config.tcp());
        return trunk;
    }

    private InetAddress local(InetAddress trunk) throws IOException {
        if (!where.address().isEmpty()) {
            return InetAddress.getByName(where.address());
        }
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(trunk, config.port()));
            return probe.getLocalAddress();
        }
    }

    private int freePort(InetAddress local) throws IOException {
        if (config.tcp()) {
            try (ServerSocket probe = new ServerSocket(0, 1, local)) {
                return probe.getLocalPort();
            }
        }
        try (DatagramSocket probe = new DatagramSocket(0, local)) {
            return probe.getLocalPort();
        }
    }

    // ---- calls

    /** A call that is not begun. */
    SipLeg leg(SipLeg.Ear ear) {
        return new SipLeg(this, ear);
    }

    void add(String callId, SipLeg leg) {
        legs.put(callId, leg);
    }

    void remove(String callId) {
        legs.remove(callId);
    }

    /** Calls of which SIP has not ended. */
    int legs() {
        return legs.size();
    }

    ContactHeader contact() throws ParseException {
        Opened now = opened();
        SipURI uri = now.addresses().createSipURI(config.caller(), now.local().getHostAddress());
        uri.setPort(now.port());
        if (config.tcp()) {
            uri.setTransportParam("tcp");
        }
        return now.headers().createContactHeader(now.addresses().createAddress(uri));
    }

    AllowHeader allow() throws ParseException {
        return opened().headers().createAllowHeader(METHODS);
    }

    // ---- what comes

    @Override
    public void processRequest(RequestEvent event) {
        SipLeg leg = find(event.getRequest());
        if (leg != null && event.getDialog() != null) {
            hand(() -> leg.request(event));
        } else {
            hand(() -> stranger(event));
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        SipLeg leg = find(event.getResponse());
        if (leg != null) {
            hand(() -> leg.response(event));
        } else {
            strays.increment();
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction()) {
            SipLeg leg = find(event.getClientTransaction().getRequest());
            if (leg != null) {
                hand(() -> leg.timeout(event.getClientTransaction()));
            }
        }
    }

    private @Nullable SipLeg find(Message message) {
        return message.getHeader(CallIdHeader.NAME) instanceof CallIdHeader id ? legs.get(id.getCallId()) : null;
    }

    private void hand(Runnable work) {
        voice.execute(work);
    }

    private void stranger(RequestEvent event) {
        Request request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            return;
        }
        strays.increment();
        boolean within = request.getHeader(ToHeader.NAME) instanceof ToHeader to && to.getTag() != null;
        int status = switch (request.getMethod()) {
            case Request.OPTIONS -> Response.OK;
            case Request.INVITE -> within ? Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST : Response.FORBIDDEN;
            case Request.BYE, Request.CANCEL, Request.INFO -> Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST;
            default -> Response.METHOD_NOT_ALLOWED;
        };
        try {
            Response response = opened().messages().createResponse(status, request);
            if (response.getHeader(ToHeader.NAME) instanceof ToHeader to && to.getTag() == null) {
                to.setTag(SipLeg.token());
            }
            response.setHeader(allow());
            opened().provider().sendResponse(response);
        } catch (SipException | ParseException | RuntimeException unanswered) {
            LOG.debug("a stranger is not answered: {}", unanswered.toString());
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        // the transaction's own timer tells
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        // told before by its response or timeout
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        SipLeg leg = legs.get(event.getDialog().getCallId().getCallId());
        if (leg != null) {
            hand(() -> leg.gone(event.getDialog()));
        }
    }

    /** Ends what is under way. */
    void endAll() {
        List.copyOf(legs.values()).forEach(SipLeg::end);
    }

    @Override
    public void close() {
        Opened now = opened;
        opened = null;
        if (now != null) {
            now.stack().stop();
        }
        TrunkRouter.forget(name);
    }
}
