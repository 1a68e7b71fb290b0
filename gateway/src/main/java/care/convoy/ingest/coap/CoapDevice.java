package care.convoy.ingest.coap;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fate;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.observe.ObserveNotificationOrderer;
import org.eclipse.californium.core.observe.ObserveRelation;
import org.eclipse.californium.core.server.resources.ObservableResource;
import org.eclipse.californium.elements.EndpointContext;
import org.jspecify.annotations.Nullable;

/**
 * One device: how many of its alarms wait, what waits for it, and who observes for it. Thread-safe.
 *
 * <p>Observe may leave out states that were overtaken (RFC 7641, §1.3); a message to a device must not be left out. So the next
 * is sent only when the one before was acknowledged, and one that was not stays first until the device observes anew. At most
 * {@link CoapListenerConfig#MAX_DOWNLINKS_WAITING} wait; of more the newest is dropped, counted.
 */
@SuppressWarnings("ReferenceEquality") // this very message, this very observer
final class CoapDevice implements DeviceSession, ObservableResource {
    /** A command that the device could not be told by then is not wanted any more. */
    static final long COMMAND_NANOS = TimeUnit.SECONDS.toNanos(300);

    /** Answers that wait for their acknowledgement; further ones do not ask for it. */
    static final int MAX_UNCONFIRMED = 16;

    private final DeviceId id;
    private final CoapParts parts;
    private final AtomicInteger alarmsWaiting = new AtomicInteger();
    private final AtomicInteger unconfirmed = new AtomicInteger();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(2);
    private final ObserveNotificationOrderer order = new ObserveNotificationOrderer();
    private Format format = Format.JSON;
    private @Nullable ObserveRelation observer;
    private @Nullable Response underWay;
    private @Nullable EndpointContext lastHeardFrom;

    private record Waiting(Downlink downlink, long untilNanos, boolean expires) {
        boolean repeats(Waiting other) {
            return downlink.commandId() != Downlink.NOBODY && downlink.commandId() == other.downlink.commandId();
        }
    }

    CoapDevice(DeviceId id, CoapParts parts) {
        this.id = id;
        this.parts = parts;
    }

    /** Takes a place among the alarms that wait for the log, if there is one. */
    boolean beginAlarm() {
        if (alarmsWaiting.incrementAndGet() <= CoapListenerConfig.MAX_ALARMS_WAITING) {
            return true;
        }
        alarmsWaiting.decrementAndGet();
        return false;
    }

    void endAlarm() {
        alarmsWaiting.decrementAndGet();
    }

    /** A request came from there: what is on its way goes there from now on. */
    synchronized void heardFrom(EndpointContext context) {
        lastHeardFrom = context;
        Response response = underWay;
        if (response != null && isSameSession(response.getDestinationContext(), context)) {
            response.setEffectiveDestinationContext(context);
        }
    }

    /**
     * Only a session moves from address to address. In the clear an address is all there is of a peer; and in another session of
     * the device the token of this one may mean another press.
     */
    private static boolean isSameSession(@Nullable EndpointContext one, EndpointContext other) {
        return one != null
                && one.getPeerIdentity() != null
                && one.getPeerIdentity().equals(other.getPeerIdentity())
                && SessionMatcher.isSameSession(one, other);
    }

    /** Sends an answer to where the device was heard last, which may have moved since its request. */
    synchronized void reachableAt(Response response, Request request) {
        EndpointContext last = lastHeardFrom;
        if (last != null && isSameSession(request.getSourceContext(), last)) {
            response.setDestinationContext(last);
        }
    }

    /** Asks for an acknowledgement of an answer, if not too many are missing; else the answer is sent without. */
    boolean confirm(Response response) {
        if (unconfirmed.incrementAndGet() > MAX_UNCONFIRMED) {
            unconfirmed.decrementAndGet();
            parts.coap().add(CoapCounters.Count.UNCONFIRMED);
            return false;
        }
        response.addMessageObserver(new Settled(unconfirmed::decrementAndGet));
        return true;
    }

    synchronized void speaks(Format spoken) {
        format = spoken;
    }

    @Override
    public void deliver(Downlink downlink) {
        boolean expires = downlink instanceof Downlink.Locate || downlink instanceof Downlink.Measure;
        deliver(new Waiting(downlink, parts.clock().nanos().getAsLong() + COMMAND_NANOS, expires));
    }

    @Override
    public void deliver(Downlink downlink, long validMillis) {
        long until = parts.clock().nanos().getAsLong() + TimeUnit.MILLISECONDS.toNanos(validMillis);
        deliver(new Waiting(downlink, until, true));
    }

    /** Somebody who only asks now and then has it at the next time. */
    @Override
    public synchronized boolean isConnected() {
        return observer != null;
    }

    /** It asks without observing: what is to be told it is kept here for the next time. */
    void asks() {
        parts.services().router().register(id, this);
    }

    /** A repeat of one that waits goes with that one; nothing is said of it before it goes out. */
    private void deliver(Waiting one) {
        boolean room;
        boolean observed;
        synchronized (this) {
            dropExpired();
            observed = observer != null;
            boolean waits = waiting.stream().anyMatch(one::repeats);
            room = waits || waiting.size() < CoapListenerConfig.MAX_DOWNLINKS_WAITING;
            if (room && !waits) {
                waiting.addLast(one);
            }
        }
        if (room && observed) {
            told(one.downlink(), Fate.AWAITED);
            sendNext();
        } else if (!room) {
            parts.counters().downlinkDropped();
            told(one.downlink(), Fate.DROPPED);
        }
    }

    private void told(Downlink downlink, Fate fate) {
        parts.services().router().told(id, downlink.commandId(), fate);
    }

    private void dropExpired() {
        long now = parts.clock().nanos().getAsLong();
        Waiting first = underWay == null ? null : waiting.peekFirst();
        waiting.removeIf(each -> each != first && each.expires() && now - each.untilNanos() >= 0);
    }

    /** Puts the oldest that waits into the answer to somebody who asks without observing. */
    void takeOldest(Format asked, Response response) {
        Downlink oldest;
        synchronized (this) {
            dropExpired();
            if (underWay != null || waiting.isEmpty()) {
                return;
            }
            oldest = waiting.removeFirst().downlink();
        }
        response.setPayload(asked.render(oldest, parts.clock().epochMillis().getAsLong()));
        if (!saysWhatBecomesOf(oldest, asked)) {
            told(oldest, Fate.SENT);
        }
    }

    /** Of an order in the native form the device sends a {@code commandResult}. */
    private static boolean saysWhatBecomesOf(Downlink downlink, Format form) {
        return form == Format.NATIVE && downlink instanceof Downlink.Order;
    }

    /** Sends the first that waits, if somebody observes and nothing is under way. */
    void sendNext() {
        ObserveRelation relation;
        synchronized (this) {
            relation = observer;
        }
        if (relation != null) {
            relation.getExchange().execute(() -> send(relation));
        }
    }

    /** On the observing exchange's own turn. */
    private void send(ObserveRelation relation) {
        Response notification;
        synchronized (this) {
            dropExpired();
            Waiting first = waiting.peekFirst();
            if (observer != relation || underWay != null || first == null) {
                return;
            }
            notification = new Response(ResponseCode.CONTENT);
            notification.setPayload(
                    format.render(first.downlink(), parts.clock().epochMillis().getAsLong()));
            notification.getOptions().setContentFormat(format.number());
            notification.getOptions().setMaxAge(CoapDownlink.FRESH_SECONDS);
            order.getNextObserveNumber();
            reachableAt(notification, relation.getExchange().getRequest());
            underWay = notification;
        }
        Response sent = notification;
        notification.addMessageObserver(new MessageObserverAdapter() {
            @Override
            public void onAcknowledgement() {
                delivered(sent);
            }
        });
        Settled settled = new Settled(() -> free(sent), this::sendNext);
        notification.addMessageObserver(settled);
        relation.getExchange().sendResponse(notification);
        settled.handedOver();
    }

    private void delivered(Response notification) {
        Waiting first;
        Format form;
        synchronized (this) {
            first = underWay == notification ? waiting.pollFirst() : null;
            form = format;
        }
        if (first != null && !saysWhatBecomesOf(first.downlink(), form)) {
            told(first.downlink(), Fate.CONFIRMED);
        }
    }

    private void free(Response notification) {
        synchronized (this) {
            if (underWay == notification) {
                underWay = null;
            }
        }
    }

    /** The same id logged in by another protocol. */
    @Override
    public void supersede() {
        ObserveRelation relation;
        synchronized (this) {
            relation = observer;
            observer = null;
            underWay = null;
            waiting.clear();
        }
        if (relation != null) {
            relation.getExchange().execute(relation::cancel);
        }
    }

    @Override
    public String getURI() {
        return "/" + CoapRoutes.DOWN;
    }

    @Override
    public CoAP.Type getObserveType() {
        return CoAP.Type.CON;
    }

    @Override
    public int getNotificationSequenceNumber() {
        return order.getCurrent();
    }

    @Override
    public boolean isObservable() {
        return true;
    }

    /** The newest observer wins. */
    @Override
    public void addObserveRelation(ObserveRelation relation) {
        ObserveRelation older;
        synchronized (this) {
            older = observer;
            observer = relation;
            underWay = null;
        }
        if (older != null && older != relation) {
            older.getExchange().execute(older::cancel);
        }
        parts.services().router().register(id, this);
    }

    @Override
    public void removeObserveRelation(ObserveRelation relation) {
        synchronized (this) {
            if (observer == relation) {
                observer = null;
                underWay = null;
            }
        }
    }

    @Override
    public synchronized int getObserverCount() {
        return observer == null ? 0 : 1;
    }

    /**
     * Does something once when nothing more becomes of a message that asked for an acknowledgement; then sends the next one, unless
     * the message was refused before it left: a port that is being closed refuses every one at once, and would do so without end.
     */
    private static final class Settled extends MessageObserverAdapter {
        private final Runnable then;
        private final Runnable next;
        private final Thread sender = Thread.currentThread();
        /** Of the sender's thread. */
        private boolean handedOver;

        private boolean done;

        /** Nothing comes next. */
        Settled(Runnable then) {
            this(then, () -> {});
        }

        Settled(Runnable then, Runnable next) {
            this.then = then;
            this.next = next;
        }

        /** On the sender's thread, when sending has returned. */
        void handedOver() {
            handedOver = true;
        }

        private void settle() {
            synchronized (this) {
                if (done) {
                    return;
                }
                done = true;
            }
            then.run();
            if (Thread.currentThread() != sender || handedOver) {
                next.run();
            }
        }

        @Override
        public void onAcknowledgement() {
            settle();
        }

        @Override
        public void onReject() {
            settle();
        }

        @Override
        public void onTimeout() {
            settle();
        }

        @Override
        public void onCancel() {
            settle();
        }

        @Override
        public void onSendError(Throwable error) {
            settle();
        }
    }
}
