package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of the messages down (PROTOCOL.md §6). */
final class DownwardBody {

    private DownwardBody() {}

    /** Null, with a fault in the cursor, when no message can be made of the body. */
    static @Nullable Downward read(MessageType type, Cursor cursor) {
        Downward message = switch (type) {
            case ACK -> cursor.has(4, Member.OF) ? new Downward.Ack(cursor.u32()) : null;
            case REJECTED -> rejected(cursor);
            case RECEIVED -> received(cursor);
            case ACCEPTED -> accepted(cursor);
            case RESOLVED -> resolved(cursor);
            case CONFIGURE -> SettingCodec.configure(cursor);
            case LOCATE -> locate(cursor);
            case MEASURE -> measure(cursor);
            case RING -> ring(cursor);
            case SHOW -> show(cursor);
            default -> throw new IllegalStateException("not a message down: " + type);
        };
        if (type != MessageType.CONFIGURE) {
            Extensions.skip(cursor);
        }
        return message;
    }

    private static @Nullable Downward rejected(Cursor cursor) {
        if (!cursor.has(9, Member.OF)) {
            return null;
        }
        long ofEpoch = cursor.u32();
        long ofSequence = cursor.u32();
        Reason reason = Reason.of(cursor.u8());
        if (reason == null) {
            cursor.fault(Member.OUTCOME);
            return null;
        }
        return new Downward.Rejected(ofEpoch, ofSequence, reason);
    }

    private static @Nullable Downward received(Cursor cursor) {
        if (!cursor.has(25, Member.OF)) {
            return null;
        }
        long ofEpoch = cursor.u32();
        long ofSequence = cursor.u32();
        Durability durability = Durability.of(cursor.u8());
        UUID alertId = alertId(cursor);
        if (durability == null) {
            cursor.fault(Member.OUTCOME);
            return null;
        }
        return new Downward.Received(ofEpoch, ofSequence, durability, alertId);
    }

    private static @Nullable Downward accepted(Cursor cursor) {
        if (!cursor.has(19, Member.OF)) {
            return null;
        }
        UUID alertId = alertId(cursor);
        AcceptedBy by = AcceptedBy.of(cursor.u8());
        int etaMinutes = cursor.measured(2, Range.ETA_MINUTES, Member.OUTCOME);
        if (by == null) {
            cursor.fault(Member.OUTCOME);
            return null;
        }
        return new Downward.Accepted(alertId, by, etaMinutes);
    }

    private static @Nullable Downward resolved(Cursor cursor) {
        if (!cursor.has(17, Member.OF)) {
            return null;
        }
        UUID alertId = alertId(cursor);
        ResolvedOutcome outcome = ResolvedOutcome.of(cursor.u8());
        // a later gateway may know more outcomes; the device only needs to know that the case is closed
        return new Downward.Resolved(alertId, outcome == null ? ResolvedOutcome.NOT_SAID : outcome);
    }

    private static @Nullable Downward locate(Cursor cursor) {
        if (!cursor.has(6, Member.COMMAND)) {
            return null;
        }
        return new Downward.Locate(cursor.u32(), cursor.bounded16(1, 0xFFFF, Member.COMMAND));
    }

    private static @Nullable Downward measure(Cursor cursor) {
        if (!cursor.has(5, Member.COMMAND)) {
            return null;
        }
        long commandId = cursor.u32();
        int quantities = cursor.u8();
        if (quantities == 0) {
            cursor.fault(Member.COMMAND);
            return null;
        }
        return new Downward.Measure(commandId, quantities);
    }

    private static @Nullable Downward ring(Cursor cursor) {
        if (!cursor.has(5, Member.COMMAND)) {
            return null;
        }
        long commandId = cursor.u32();
        int seconds = cursor.u8();
        if (seconds == 0) {
            cursor.fault(Member.COMMAND);
            return null;
        }
        return new Downward.Ring(commandId, seconds);
    }

    private static @Nullable Downward show(Cursor cursor) {
        if (!cursor.has(5, Member.COMMAND)) {
            return null;
        }
        long commandId = cursor.u32();
        int characters = cursor.u8();
        if (!cursor.has(2 * characters, Member.COMMAND)) {
            return null;
        }
        StringBuilder text = new StringBuilder(characters);
        boolean shown = characters >= 1 && characters <= Text.MAX_SHOWN;
        for (int i = 0; i < characters; i++) {
            int character = cursor.u16();
            shown &= Text.isShown(character);
            text.append((char) character);
        }
        if (!shown) {
            cursor.fault(Member.COMMAND);
            return null;
        }
        return new Downward.Show(commandId, text.toString());
    }

    private static UUID alertId(Cursor cursor) {
        return new UUID(cursor.i64(), cursor.i64());
    }

    static void write(Downward message, ByteBuffer out) {
        switch (message) {
            case Downward.Ack m -> out.putInt((int) m.upToSequence());
            case Downward.Rejected m ->
                out.putInt((int) m.ofEpoch()).putInt((int) m.ofSequence()).put((byte)
                        m.reason().code());
            case Downward.Received m -> {
                out.putInt((int) m.ofEpoch()).putInt((int) m.ofSequence());
                out.put((byte) m.durability().code());
                putAlertId(m.alertId(), out);
            }
            case Downward.Accepted m -> {
                putAlertId(m.alertId(), out);
                out.put((byte) m.by().code()).putShort((short) Range.ETA_MINUTES.toWire(m.etaMinutes()));
            }
            case Downward.Resolved m -> {
                putAlertId(m.alertId(), out);
                out.put((byte) m.outcome().code());
            }
            case Downward.Configure m -> SettingCodec.write(m, out);
            case Downward.Locate m -> out.putInt((int) m.commandId()).putShort((short) m.withinSeconds());
            case Downward.Ring m -> out.putInt((int) m.commandId()).put((byte) m.seconds());
            case Downward.Show m -> {
                out.putInt((int) m.commandId()).put((byte) m.text().length());
                m.text().chars().forEach(character -> out.putShort((short) character));
            }
            case Downward.Measure m -> out.putInt((int) m.commandId()).put((byte) m.quantities());
        }
    }

    private static void putAlertId(UUID alertId, ByteBuffer out) {
        out.putLong(alertId.getMostSignificantBits()).putLong(alertId.getLeastSignificantBits());
    }
}
