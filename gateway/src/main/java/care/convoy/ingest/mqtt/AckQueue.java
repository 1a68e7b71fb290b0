package care.convoy.ingest.mqtt;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the acknowledgements of one connection in the order in which its messages came (MQTT 3.1.1 and 5.0 §4.6): one that
 * waits for the alert log holds up those behind it. Confined to the connection's loop; its size is bounded by the session,
 * which stops reading at {@link Offer#receiveMaximum}.
 */
final class AckQueue {
    private final Outbox outbox;
    private @Nullable ArrayDeque<Slot> inOrder;

    AckQueue(Outbox outbox) {
        this.outbox = outbox;
    }

    /** The place of one acknowledgement. */
    static final class Slot {
        private final AckKind kind;
        private final int packetId;
        private int reason;
        private String why = "";
        private boolean settled;

        private Slot(AckKind kind, int packetId) {
            this.kind = kind;
            this.packetId = packetId;
        }
    }

    /** Acknowledgements not sent yet. */
    int size() {
        return inOrder == null ? 0 : inOrder.size();
    }

    /** Acknowledgements of one kind not sent yet. */
    int size(AckKind kind) {
        int count = 0;
        if (inOrder != null) {
            for (Slot slot : inOrder) {
                count += slot.kind == kind ? 1 : 0;
            }
        }
        return count;
    }

    /** Whether that acknowledgement has its place and is not sent yet. */
    boolean waitsFor(AckKind kind, int packetId) {
        if (inOrder != null) {
            for (Slot slot : inOrder) {
                if (slot.kind == kind && slot.packetId == packetId) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Acknowledges as soon as everything before it is. @param why for people, may be empty */
    void acknowledge(AckKind kind, int packetId, int reason, String why) {
        if (size() == 0) {
            outbox.acknowledge(kind, packetId, reason, why);
            return;
        }
        Slot slot = reserve(kind, packetId);
        slot.why = why;
        settle(slot, reason);
    }

    /** Takes a place for an acknowledgement that is to come. */
    Slot reserve(AckKind kind, int packetId) {
        Slot slot = new Slot(kind, packetId);
        if (inOrder == null) {
            inOrder = new ArrayDeque<>(4);
        }
        inOrder.add(slot);
        return slot;
    }

    /** Acknowledges in that place. */
    void settle(Slot slot, int reason) {
        slot.reason = reason;
        slot.settled = true;
        ArrayDeque<Slot> slots = inOrder;
        while (slots != null && !slots.isEmpty() && slots.peek().settled) {
            Slot next = slots.remove();
            outbox.acknowledge(next.kind, next.packetId, next.reason, next.why);
        }
        if (slots != null && slots.isEmpty()) {
            inOrder = null;
        }
    }
}
