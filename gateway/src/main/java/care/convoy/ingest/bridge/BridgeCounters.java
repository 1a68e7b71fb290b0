package care.convoy.ingest.bridge;

import care.convoy.ingest.EventCounts;
import care.convoy.ingest.IngestCounters.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What one bridge has seen since start. Thread-safe. */
public final class BridgeCounters extends EventCounts<BridgeCounters.Count> {
    private final Map<Kind, LongAdder> messages = new EnumMap<>(Kind.class);
    private final Map<Unread, LongAdder> unread = new EnumMap<>(Unread.class);
    private volatile long lastMessageMillis;

    /** Why something could not be read. */
    public enum Unread {
        /** No topic of the mapping matches: a subscription of an earlier mapping, which the broker still keeps. */
        NO_TOPIC,
        NOT_JSON,
        /** Nothing stands where the list should. */
        NO_LIST,
        /** More items than a message may hold; those beyond are not read one by one. */
        TOO_MANY,
        /** No device id of the right shape where the mapping says it stands. */
        NO_DEVICE,
        /** No message rule's conditions hold. */
        NO_RULE,
        /** The vendor's type is not in the mapping. */
        UNKNOWN_TYPE,
        /** A value out of range or of a wrong type, in a message that is no call for help. */
        REFUSED
    }

    /** What is counted. */
    public enum Count {
        /** Messages that the broker delivered. */
        RECEIVED,
        ACKNOWLEDGED,
        /** With an alarm that could not be made durable: not acknowledged, the connection begun anew. */
        NOT_DURABLE,
        /** Published with quality 0: what is lost on the way nobody sends again. */
        WITHOUT_ACKNOWLEDGEMENT,
        /** Of these, with nothing that may call for help, and more than is taken of such at once or in a second. */
        QUALITY_ZERO_DROPPED,
        /** That cannot be read by the mapping. */
        UNMAPPED,
        /** Of them those that may be a call for help: told as another alarm. */
        UNCLEAR_ALARMS,
        /** That the mapping leaves out on purpose. */
        IGNORED,
        /** Of a device that is not provisioned, or names none. */
        UNKNOWN_DEVICE,
        /** Of a device that is provisioned for another way in. */
        FOREIGN_DEVICE,
        /** No room in the telemetry lane. */
        SHED,
        /** More at once than was agreed with the broker. */
        OVER_RECEIVE_MAXIMUM,
        /** A larger packet announced than was agreed: the connection is cut before room is reserved for it. */
        OVER_PACKET_SIZE,
        CONNECTED,
        CONNECTIONS_LOST,
        CONNECTIONS_FAILED,
        /** The broker no longer knew the session: what came in between is gone. */
        SESSIONS_LOST,
        /** Told to a device: the broker took it for somebody who has subscribed. */
        DOWN_SENT,
        /** Answers of devices to what they were told. */
        DOWN_ANSWERED,
        /** Not told: nobody has subscribed to the device's topic. Tried again. */
        DOWN_NOBODY,
        /** Not told: the broker refused it, or the connection did. Tried again. */
        DOWN_REFUSED,
        /** Not told: too many were on their way. Tried again. */
        DOWN_NO_ROOM,
        /** The mapping has no words for it. */
        DOWN_UNSUPPORTED
    }

    BridgeCounters() {
        super(Count.class);
        for (Kind kind : Kind.values()) {
            messages.put(kind, new LongAdder());
        }
        for (Unread why : Unread.values()) {
            unread.put(why, new LongAdder());
        }
    }

    void unmapped(Unread why) {
        add(Count.UNMAPPED);
        Objects.requireNonNull(unread.get(why)).increment();
    }

    void received(long atMillis) {
        add(Count.RECEIVED);
        lastMessageMillis = atMillis;
    }

    void message(Kind kind) {
        Objects.requireNonNull(messages.get(kind)).increment();
    }

    /** Messages, or items of a list, that cannot be read for this reason; all together are {@link Count#UNMAPPED}. */
    public long unread(Unread why) {
        return Objects.requireNonNull(unread.get(why)).sum();
    }

    /** When the broker last delivered something, epoch milliseconds; 0 if it has not since start. */
    public long lastMessageMillis() {
        return lastMessageMillis;
    }

    /** Messages handed to the intake, in our words. */
    public long messages(Kind kind) {
        return Objects.requireNonNull(messages.get(kind)).sum();
    }
}
