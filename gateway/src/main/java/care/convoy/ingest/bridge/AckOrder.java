package care.convoy.ingest.bridge;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgements of one connection, sent in the order in which the messages came (MQTT 5.0 §4.6). Bounded by what was
 * agreed with the broker (its receive maximum). Thread-safe: messages come on the client's thread, answers on the bridge's.
 */
final class AckOrder {
    private final int most;
    private final Sender sender;
    private final ArrayDeque<Slot> inOrder = new ArrayDeque<>();
    private boolean closed;

    /** Sends one acknowledgement on this very connection; must not block. */
    interface Sender {
        void acknowledge(int packetId);
    }

    /** The place of one acknowledgement. */
    static final class Slot {
        private final int packetId;
        private boolean settled;

        private Slot(int packetId) {
            this.packetId = packetId;
        }
    }

    AckOrder(int most, Sender sender) {
        this.most = most;
        this.sender = sender;
    }

    /** A place for a message that came; null if there are as many as may be, or the connection has ended. */
    synchronized @Nullable Slot reserve(int packetId) {
        if (closed || inOrder.size() >= most) {
            return null;
        }
        Slot slot = new Slot(packetId);
        inOrder.add(slot);
        return slot;
    }

    /** The message is safe: acknowledged as soon as those before it are. After the end of the connection nothing is sent. */
    synchronized void settle(Slot slot) {
        slot.settled = true;
        while (!closed && !inOrder.isEmpty() && inOrder.peek().settled) {
            sender.acknowledge(inOrder.remove().packetId);
        }
    }

    /** What is not acknowledged yet never is on this connection. */
    synchronized void close() {
        closed = true;
    }

    /** Messages without an acknowledgement. */
    synchronized int size() {
        return closed ? 0 : inOrder.size();
    }
}
