package care.convoy.firmware;

import java.util.List;
import java.util.UUID;

/** What the gateway tells a device (PROTOCOL.md §6). Immutable. */
public sealed interface Downward extends Message {

    /** The alert id of what made no alert (a test press, a band put on). */
    UUID NO_ALERT = new UUID(0, 0);

    /**
     * Every ordinary frame of the session's epoch up to this number was taken, refused or shed: the device forgets
     * them.
     *
     * @param upToSequence 0..2^32-1
     */
    record Ack(long upToSequence) implements Downward {
        public Ack {
            Range.requireWithin("upToSequence", upToSequence, 0, Header.MAX_U32);
        }

        @Override
        public MessageType type() {
            return MessageType.ACK;
        }
    }

    /**
     * A message was refused and must not be repeated.
     *
     * @param ofEpoch epoch of the message, 0 if it could not be read
     * @param ofSequence sequence of the message, 0 if it could not be read
     */
    record Rejected(long ofEpoch, long ofSequence, Reason reason) implements Downward {
        public Rejected {
            Range.requireWithin("ofEpoch", ofEpoch, 0, Header.MAX_U32);
            Range.requireWithin("ofSequence", ofSequence, 0, Header.MAX_U32);
        }

        @Override
        public MessageType type() {
            return MessageType.REJECTED;
        }
    }

    /**
     * The alarm or state change is durable: only now may the device say so to its wearer.
     *
     * @param ofEpoch epoch of the alarm
     * @param ofSequence sequence of the alarm
     * @param alertId 16 bytes; {@link #NO_ALERT} if it made none
     */
    record Received(long ofEpoch, long ofSequence, Durability durability, UUID alertId) implements Downward {
        public Received {
            Range.requireWithin("ofEpoch", ofEpoch, 0, Header.MAX_U32);
            Range.requireWithin("ofSequence", ofSequence, 0, Header.MAX_U32);
        }

        @Override
        public MessageType type() {
            return MessageType.RECEIVED;
        }
    }

    /**
     * Somebody took the case on, or is on the way.
     *
     * @param etaMinutes until they arrive, 0..65,534 or not measured
     */
    record Accepted(UUID alertId, AcceptedBy by, int etaMinutes) implements Downward {
        public Accepted {
            Range.ETA_MINUTES.require("etaMinutes", etaMinutes);
        }

        @Override
        public MessageType type() {
            return MessageType.ACCEPTED;
        }
    }

    /** The case is closed. */
    record Resolved(UUID alertId, ResolvedOutcome outcome) implements Downward {
        @Override
        public MessageType type() {
            return MessageType.RESOLVED;
        }
    }

    /**
     * New settings. Those not named stay as they are.
     *
     * @param commandId 0..2^32-1, the same in every repeat of this command
     */
    record Configure(long commandId, List<Setting> settings) implements Downward {
        public Configure {
            Range.requireWithin("commandId", commandId, 0, Header.MAX_U32);
            settings = List.copyOf(settings);
        }

        @Override
        public MessageType type() {
            return MessageType.CONFIGURE;
        }
    }

    /**
     * Send a fresh location.
     *
     * @param commandId 0..2^32-1
     * @param withinSeconds how long the device may search, 1..65,535
     */
    record Locate(long commandId, int withinSeconds) implements Downward {
        public Locate {
            Range.requireWithin("commandId", commandId, 0, Header.MAX_U32);
            Range.requireWithin("withinSeconds", withinSeconds, 1, 0xFFFF);
        }

        @Override
        public MessageType type() {
            return MessageType.LOCATE;
        }
    }

    /**
     * Sound and vibrate, until a key is pressed or the time is over.
     *
     * @param commandId 0..2^32-1
     * @param seconds for how long, 1..255
     */
    record Ring(long commandId, int seconds) implements Downward {
        public Ring {
            Range.requireWithin("commandId", commandId, 0, Header.MAX_U32);
            Range.requireWithin("seconds", seconds, 1, 0xFF);
        }

        @Override
        public MessageType type() {
            return MessageType.RING;
        }
    }

    /**
     * Show a text to the wearer.
     *
     * @param commandId 0..2^32-1
     * @param text 1..60 characters of Unicode's basic plane, without control characters
     */
    record Show(long commandId, String text) implements Downward {
        public Show {
            Range.requireWithin("commandId", commandId, 0, Header.MAX_U32);
            Text.requireShown("text", text);
        }

        @Override
        public MessageType type() {
            return MessageType.SHOW;
        }
    }

    /**
     * Measure now and send the values.
     *
     * @param commandId 0..2^32-1
     * @param quantities bit set of the constants here, 1..255
     */
    record Measure(long commandId, int quantities) implements Downward {
        public static final int HEART_RATE = 0x01;
        public static final int SPO2 = 0x02;
        public static final int BLOOD_PRESSURE = 0x04;
        public static final int TEMPERATURE = 0x08;
        public static final int RESPIRATION = 0x10;
        /** Whatever the device can measure. */
        public static final int EVERYTHING = 0xFF;

        public Measure {
            Range.requireWithin("commandId", commandId, 0, Header.MAX_U32);
            Range.requireWithin("quantities", quantities, 1, 0xFF);
        }

        @Override
        public MessageType type() {
            return MessageType.MEASURE;
        }
    }
}
