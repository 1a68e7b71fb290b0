package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one message (header and body; no length, no checksum) to a value, as MQTT and CoAP payloads and frames carry it
 * (PROTOCOL.md §4 to §7). Pure and safe on any thread; never throws on any bytes within the buffer; keeps no reference to
 * the buffer and leaves its position and limit as they are.
 */
public final class MessageDecoder {

    private static final int LEAST_VERSION_OF_A_CALL = 1;
    private static final int GREATEST_VERSION_OF_A_CALL = 15;

    private MessageDecoder() {}

    /** Decodes a whole array. */
    public static Decoded decode(byte[] message) {
        return decode(ByteBuffer.wrap(message), 0, message.length);
    }

    /** Decodes from position to limit, without moving them. */
    public static Decoded decode(ByteBuffer message) {
        return decode(message, message.position(), message.remaining());
    }

    /**
     * Decodes {@code length} bytes at {@code offset} (absolute, within the limit).
     *
     * @throws IndexOutOfBoundsException if that range is not in the buffer: a mistake of the caller, never of the bytes
     */
    public static Decoded decode(ByteBuffer buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.limit());
        if (length < 2) {
            return Malformed.of(Reason.TRUNCATED);
        }
        Cursor cursor = new Cursor(buffer, offset, length);
        int version = cursor.u8();
        int typeCode = cursor.u8();
        MessageType type = MessageType.of(typeCode);
        boolean plausible = version >= LEAST_VERSION_OF_A_CALL && version <= GREATEST_VERSION_OF_A_CALL;
        boolean call =
                plausible && (MessageType.isFutureCallForHelp(typeCode) || (type != null && type.callsForHelp()));
        if (length < Header.BYTES) {
            return call ? cutCall(version, type) : new Malformed(Reason.TRUNCATED, typeCode, null, Member.HEADER);
        }
        Header header = new Header(version, cursor.u8(), cursor.u32(), cursor.u32(), cursor.u48());
        if (call) {
            return callForHelp(header, type, cursor);
        }
        if (version != Header.VERSION) {
            return new Malformed(Reason.BAD_VERSION, typeCode, header, Member.VERSION);
        }
        if (type == null) {
            return new Malformed(Reason.UNKNOWN_TYPE, typeCode, header, Member.TYPE);
        }
        if ((header.flags() & Header.FLAG_SEALED) != 0) {
            return new Malformed(Reason.SEALED, typeCode, header, Member.BODY);
        }
        return ordinary(header, type, cursor);
    }

    private static Decoded ordinary(Header header, MessageType type, Cursor cursor) {
        Message message = body(type, cursor);
        Member fault = cursor.firstFault();
        if (cursor.isShortBody()) {
            return new Malformed(Reason.BAD_BODY, type.code(), header, fault);
        }
        if (fault != null || message == null) {
            return new Malformed(Reason.OUT_OF_RANGE, type.code(), header, fault);
        }
        return new NativeMessage(header, message);
    }

    private static @Nullable Message body(MessageType type, Cursor cursor) {
        if (type.isSession()) {
            return SessionBody.read(type, cursor);
        }
        return type.isUpward() ? UpwardBody.read(type, cursor) : DownwardBody.read(type, cursor);
    }

    /** An SOS or fall is taken whatever its members are; what could not be read is named. */
    private static Decoded callForHelp(Header header, @Nullable MessageType type, Cursor cursor) {
        boolean sealed = (header.flags() & Header.FLAG_SEALED) != 0;
        if (type == null || sealed) {
            EnumSet<Member> dropped = EnumSet.of(sealed ? Member.BODY : Member.TYPE);
            return new NativeMessage(header, bareCall(type), alsoVersion(header.version(), dropped));
        }
        Message message = type == MessageType.FALL ? UpwardBody.fall(cursor) : UpwardBody.sos(cursor);
        Set<Member> faults = cursor.faults();
        if (header.version() == Header.VERSION && faults.isEmpty()) {
            return new NativeMessage(header, message);
        }
        EnumSet<Member> dropped = EnumSet.noneOf(Member.class);
        dropped.addAll(faults);
        return new NativeMessage(header, message, alsoVersion(header.version(), dropped));
    }

    private static Decoded cutCall(int version, @Nullable MessageType type) {
        EnumSet<Member> dropped = EnumSet.of(Member.HEADER, Member.BODY);
        if (type == null) {
            dropped.add(Member.TYPE);
        }
        return new NativeMessage(new Header(version, 0, 0, 0, 0), bareCall(type), alsoVersion(version, dropped));
    }

    private static Message bareCall(@Nullable MessageType type) {
        return type == MessageType.FALL
                ? new Upward.Fall(YesNo.NOT_KNOWN, Message.NOT_MEASURED, null)
                : new Upward.Sos(Message.NOT_MEASURED, null);
    }

    private static Set<Member> alsoVersion(int version, EnumSet<Member> dropped) {
        if (version != Header.VERSION) {
            dropped.add(Member.VERSION);
        }
        return dropped;
    }
}
