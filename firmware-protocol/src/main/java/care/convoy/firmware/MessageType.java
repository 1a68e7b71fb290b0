package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** The type byte of the header (PROTOCOL.md §4.2). */
public enum MessageType {
    HEARTBEAT(0x01),
    VITALS(0x02),
    LOCATION(0x03),
    ACTIVITY(0x04),
    COMMAND_RESULT(0x05),

    HELLO(0x41),
    CHALLENGE(0x42),
    PROOF(0x43),
    WELCOME(0x44),
    CLOSE(0x4F),

    ACK(0x61),
    REJECTED(0x62),
    RECEIVED(0x63),
    ACCEPTED(0x64),
    RESOLVED(0x65),

    CONFIGURE(0x71),
    LOCATE(0x72),
    MEASURE(0x73),
    RING(0x74),
    SHOW(0x75),

    REMOVED(0x81),
    WORN(0x82),
    LOW_BATTERY(0x83),

    SOS(0xA1),
    FALL(0xA2),
    CANCEL(0xA3),
    TEST(0xA4);

    private static final @Nullable MessageType[] BY_CODE = new @Nullable MessageType[256];

    static {
        for (MessageType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    /** The type byte, 0 to 255. */
    public int code() {
        return code;
    }

    /** The type of a code byte (0 to 255), or null when this version does not know it. */
    public static @Nullable MessageType of(int code) {
        return BY_CODE[code & 0xFF];
    }

    /**
     * Answered one by one with {@code received} once durable (or {@code rejected}), and repeated by the device until
     * then. All others are acknowledged in batches by {@code ack}.
     */
    public boolean isConfirmed() {
        return code >= 0x80;
    }

    /** An alarm or what belongs to one (sos, fall, cancel, test): confirmed, and sent before everything else. */
    public boolean isAlarm() {
        return code >= 0xA0 && code <= 0xAF;
    }

    /** A person asks for help: never refused, whatever else is odd about the message. */
    public boolean callsForHelp() {
        return this == SOS || this == FALL;
    }

    /** Part of login or of ending a session: exists on streams only, never in an MQTT or CoAP payload. */
    public boolean isSession() {
        return code >= 0x41 && code <= 0x4F;
    }

    /** Sent by devices: reports, state changes and alarms. */
    public boolean isUpward() {
        return code < 0x40 || isConfirmed();
    }

    /**
     * An alarm code of a later version (0xA5 to 0xAB) that is a call for help by definition; this version takes it as
     * an SOS rather than refuse it (PROTOCOL.md §4.2).
     */
    static boolean isFutureCallForHelp(int code) {
        return code >= 0xA5 && code <= 0xAB;
    }
}
