package care.convoy.firmware;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bodies of the messages up (PROTOCOL.md §5). */
final class UpwardBody {

    private UpwardBody() {}

    /** Null, with a fault in the cursor, when no message can be made of the body. */
    static @Nullable Upward read(MessageType type, Cursor cursor) {
        return switch (type) {
            case HEARTBEAT -> withoutExtensions(heartbeat(cursor), cursor);
            case VITALS -> withoutExtensions(vitals(cursor), cursor);
            case LOCATION -> withoutExtensions(location(cursor), cursor);
            case REMOVED -> withoutExtensions(new Upward.Removed(), cursor);
            case WORN -> withoutExtensions(new Upward.Worn(), cursor);
            case LOW_BATTERY -> withoutExtensions(lowBattery(cursor), cursor);
            case ACTIVITY -> withoutExtensions(activity(cursor), cursor);
            case COMMAND_RESULT -> withoutExtensions(commandResult(cursor), cursor);
            case CANCEL -> withoutExtensions(cancel(cursor), cursor);
            case TEST -> withoutExtensions(new Upward.Test(), cursor);
            case SOS -> sos(cursor);
            case FALL -> fall(cursor);
            default -> throw new IllegalStateException("not a message up: " + type);
        };
    }

    private static @Nullable Upward withoutExtensions(@Nullable Upward message, Cursor cursor) {
        Extensions.skip(cursor);
        return message;
    }

    private static Upward heartbeat(Cursor cursor) {
        return new Upward.Heartbeat(
                cursor.measured(1, Range.BATTERY_PERCENT, Member.BATTERY),
                cursor.measured(1, Range.SIGNAL_PERCENT, Member.SIGNAL),
                cursor.yesNo(Member.WORN),
                cursor.measured(3, Range.STEPS, Member.STEPS));
    }

    private static Upward vitals(Cursor cursor) {
        int heartRateBpm = cursor.measured(2, Range.HEART_RATE_BPM, Member.HEART_RATE);
        int spo2Percent = cursor.measured(1, Range.SPO2_PERCENT, Member.SPO2);
        int systolicMmhg = cursor.measured(2, Range.PRESSURE_MMHG, Member.SYSTOLIC);
        int diastolicMmhg = cursor.measured(2, Range.PRESSURE_MMHG, Member.DIASTOLIC);
        int temperature = cursor.measured(2, Range.TEMPERATURE_CENTI_CELSIUS, Member.TEMPERATURE);
        TemperatureSite site = cursor.has(1, Member.TEMPERATURE_SITE) ? TemperatureSite.of(cursor.u8()) : null;
        if (site == null) {
            cursor.fault(Member.TEMPERATURE_SITE);
            site = TemperatureSite.SKIN;
        }
        return new Upward.Vitals(
                heartRateBpm,
                spo2Percent,
                systolicMmhg,
                diastolicMmhg,
                temperature,
                site,
                cursor.measured(1, Range.RESPIRATION_PER_MINUTE, Member.RESPIRATION),
                cursor.measured(3, Range.STEPS, Member.STEPS));
    }

    private static @Nullable Upward location(Cursor cursor) {
        Position position = cursor.position();
        return position == null ? null : new Upward.Location(position);
    }

    private static Upward lowBattery(Cursor cursor) {
        return new Upward.LowBattery(cursor.measured(1, Range.BATTERY_PERCENT, Member.BATTERY));
    }

    private static Upward activity(Cursor cursor) {
        return new Upward.Activity(cursor.measured(1, Range.LEVEL_PERCENT, Member.LEVEL));
    }

    private static @Nullable Upward commandResult(Cursor cursor) {
        if (!cursor.has(5, Member.COMMAND)) {
            return null;
        }
        long commandId = cursor.u32();
        CommandOutcome outcome = CommandOutcome.of(cursor.u8());
        if (outcome == null) {
            cursor.fault(Member.OUTCOME);
            return null;
        }
        return new Upward.CommandResult(commandId, outcome);
    }

    private static @Nullable Upward cancel(Cursor cursor) {
        if (!cursor.has(8, Member.OF)) {
            return null;
        }
        long ofEpoch = cursor.u32();
        long ofSequence = cursor.u32();
        if (ofSequence == 0) {
            cursor.fault(Member.OF);
            return null;
        }
        return new Upward.Cancel(ofEpoch, ofSequence);
    }

    static Upward sos(Cursor cursor) {
        int presses = cursor.measured(1, Range.PRESSES, Member.PRESSES);
        return new Upward.Sos(presses, Extensions.position(cursor));
    }

    static Upward fall(Cursor cursor) {
        YesNo moving = cursor.yesNo(Member.MOVING);
        int confidencePercent = cursor.measured(1, Range.CONFIDENCE_PERCENT, Member.CONFIDENCE);
        return new Upward.Fall(moving, confidencePercent, Extensions.position(cursor));
    }

    static void write(Upward message, ByteBuffer out) {
        switch (message) {
            case Upward.Heartbeat m -> {
                out.put((byte) Range.BATTERY_PERCENT.toWire(m.batteryPercent()));
                out.put((byte) Range.SIGNAL_PERCENT.toWire(m.signalPercent()));
                out.put((byte) m.worn().code());
                put24(Range.STEPS.toWire(m.steps()), out);
            }
            case Upward.Vitals m -> writeVitals(m, out);
            case Upward.Location m -> Extensions.putPosition(m.position(), out);
            case Upward.LowBattery m -> out.put((byte) Range.BATTERY_PERCENT.toWire(m.batteryPercent()));
            case Upward.Activity m -> out.put((byte) Range.LEVEL_PERCENT.toWire(m.levelPercent()));
            case Upward.CommandResult m ->
                out.putInt((int) m.commandId()).put((byte) m.outcome().code());
            case Upward.Sos m -> {
                out.put((byte) Range.PRESSES.toWire(m.presses()));
                Extensions.writePosition(m.location(), out);
            }
            case Upward.Fall m -> {
                out.put((byte) m.moving().code());
                out.put((byte) Range.CONFIDENCE_PERCENT.toWire(m.confidencePercent()));
                Extensions.writePosition(m.location(), out);
            }
            case Upward.Cancel m -> out.putInt((int) m.ofEpoch()).putInt((int) m.ofSequence());
            case Upward.Removed _, Upward.Worn _, Upward.Test _ -> {
                // these say everything by their type
            }
        }
    }

    private static void writeVitals(Upward.Vitals m, ByteBuffer out) {
        out.putShort((short) Range.HEART_RATE_BPM.toWire(m.heartRateBpm()))
                .put((byte) Range.SPO2_PERCENT.toWire(m.spo2Percent()))
                .putShort((short) Range.PRESSURE_MMHG.toWire(m.systolicMmhg()))
                .putShort((short) Range.PRESSURE_MMHG.toWire(m.diastolicMmhg()))
                .putShort((short) Range.TEMPERATURE_CENTI_CELSIUS.toWire(m.temperatureCentiCelsius()))
                .put((byte) m.temperatureSite().code())
                .put((byte) Range.RESPIRATION_PER_MINUTE.toWire(m.respirationPerMinute()));
        put24(Range.STEPS.toWire(m.steps()), out);
    }

    private static void put24(int value, ByteBuffer out) {
        out.put((byte) (value >>> 16)).putShort((short) value);
    }
}
