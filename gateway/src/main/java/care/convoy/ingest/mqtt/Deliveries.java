package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages of one session on their way down: those that wait and those in flight (MQTT 3.1.1 and 5.0 §4.3, §4.4). Used
 * under the session's lock.
 *
 * <pre>
 *   waiting ---> PUBLISH sent ----- PUBACK ------------------------------------> done      QoS 1
 *                     |
 *                     +------------ PUBREC ---> PUBREL sent ------- PUBCOMP ---> done      QoS 2
 * </pre>
 *
 * <p>At most {@link #WINDOW} in flight (fewer if the client says so) and {@link #MAX_WAITING} waiting, of 256 kB together; of more the newest is
 * dropped and counted. After a reconnect what is in flight is sent again first, in the same order with the same ids.
 */
final class Deliveries {
    static final int WINDOW = 16;
    static final int MAX_WAITING = 64;

    /** Of those that wait; a larger one may wait alone. */
    private static final int MAX_WAITING_BYTES = 256 * 1024;

    private static final int MAX_PACKET_ID = 65_535;

    private final IngestCounters counters;
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>(2);
    private final Map<Integer, InFlight> inFlight = LinkedHashMap.newLinkedHashMap(4);
    private int window = WINDOW;
    private int lastPacketId;
    private int sent;

    /** A numbered message that the client has not acknowledged to the end. */
    private static final class InFlight {
        private final Outgoing outgoing;
        private boolean received;
        private boolean sentHere;

        InFlight(Outgoing outgoing) {
            this.outgoing = outgoing;
        }
    }

    Deliveries(IngestCounters counters) {
        this.counters = counters;
    }

    /** A connection takes them over. @param receiveMaximum what the client takes at once */
    void resume(int receiveMaximum) {
        window = Math.min(WINDOW, receiveMaximum);
        sent = 0;
        for (InFlight each : inFlight.values()) {
            each.sentHere = false;
        }
    }

    /** Takes one more, or drops it. */
    void offer(Outgoing outgoing, long nowNanos) {
        if (isFullFor(outgoing)) {
            dropExpired(nowNanos);
        }
        if (isFullFor(outgoing)) {
            counters.downlinkDropped();
        } else {
            waiting.add(outgoing);
        }
    }

    private boolean isFullFor(Outgoing one) {
        int bytes = one.message().bytes();
        for (Outgoing each : waiting) {
            bytes += each.message().bytes();
        }
        return waiting.size() >= MAX_WAITING || (bytes > MAX_WAITING_BYTES && !waiting.isEmpty());
    }

    private void dropExpired(long nowNanos) {
        int before = waiting.size();
        waiting.removeIf(each -> each.message().isExpired(nowNanos));
        for (int i = waiting.size(); i < before; i++) {
            counters.downlinkDropped();
        }
    }

    /** The connection has ended: what has no quality of service is not kept (§4.3.1). */
    void pause() {
        waiting.removeIf(each -> each.qos() == 0);
    }

    /** Writes what may be sent now. */
    void pump(Outbox outbox, long nowNanos) {
        if (sent < inFlight.size() && !sendAgain(outbox, nowNanos)) {
            return;
        }
        for (Iterator<Outgoing> all = waiting.iterator(); all.hasNext() && outbox.isWritable(); ) {
            Outgoing next = all.next();
            if (next.message().isExpired(nowNanos) || !outbox.fits(next, nowNanos)) {
                all.remove();
                counters.downlinkDropped();
            } else if (next.qos() == 0) {
                all.remove();
                outbox.publish(next, 0, false, nowNanos);
            } else if (sent < window) {
                all.remove();
                sendNumbered(next, outbox, nowNanos);
            }
        }
    }

    /** Whether all that was in flight before this connection is in flight again. */
    private boolean sendAgain(Outbox outbox, long nowNanos) {
        for (Iterator<Map.Entry<Integer, InFlight>> all = inFlight.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Integer, InFlight> next = all.next();
            InFlight flight = next.getValue();
            if (flight.sentHere) {
                continue;
            }
            if (sent >= window || !outbox.isWritable()) {
                return false;
            }
            if (flight.received) {
                outbox.acknowledge(AckKind.PUBREL, next.getKey(), Reasons.SUCCESS);
            } else if (outbox.fits(flight.outgoing, nowNanos)) {
                outbox.publish(flight.outgoing, next.getKey(), true, nowNanos);
            } else {
                all.remove();
                counters.downlinkDropped();
                continue;
            }
            flight.sentHere = true;
            sent++;
        }
        return true;
    }

    private void sendNumbered(Outgoing outgoing, Outbox outbox, long nowNanos) {
        do {
            lastPacketId = lastPacketId == MAX_PACKET_ID ? 1 : lastPacketId + 1;
        } while (inFlight.containsKey(lastPacketId));
        InFlight flight = new InFlight(outgoing);
        flight.sentHere = true;
        sent++;
        inFlight.put(lastPacketId, flight);
        outbox.publish(outgoing, lastPacketId, false, nowNanos);
    }

    /** PUBACK. @return why the connection must be closed, or success */
    int acknowledged(int packetId) {
        InFlight flight = inFlight.get(packetId);
        if (flight == null) {
            return Reasons.SUCCESS;
        }
        if (flight.outgoing.qos() != 1) {
            return Reasons.PROTOCOL_ERROR;
        }
        done(packetId);
        return Reasons.SUCCESS;
    }

    /** PUBREC, answered here unless it says that the message was refused. @return why to close, or success */
    int received(int packetId, int reason, Outbox outbox) {
        InFlight flight = inFlight.get(packetId);
        if (flight != null && flight.outgoing.qos() != 2) {
            return Reasons.PROTOCOL_ERROR;
        }
        if (reason >= Reasons.FAILURE) {
            done(packetId);
            return Reasons.SUCCESS;
        }
        if (flight != null) {
            flight.received = true;
        }
        outbox.acknowledge(AckKind.PUBREL, packetId, flight == null ? Reasons.PACKET_ID_NOT_FOUND : Reasons.SUCCESS);
        return Reasons.SUCCESS;
    }

    /** PUBCOMP. @return why to close, or success */
    int completed(int packetId) {
        InFlight flight = inFlight.get(packetId);
        if (flight == null) {
            return Reasons.SUCCESS;
        }
        if (!flight.received) {
            return Reasons.PROTOCOL_ERROR;
        }
        done(packetId);
        return Reasons.SUCCESS;
    }

    private void done(int packetId) {
        InFlight flight = inFlight.remove(packetId);
        if (flight != null && flight.sentHere) {
            sent--;
        }
    }

    /** Messages that wait, not counting those in flight. */
    int waiting() {
        return waiting.size();
    }
}
