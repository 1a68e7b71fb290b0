package care.convoy.alertlog;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the values of package {@code device} look in a frame. */
final class DeviceFields {

    private static final int SOS_PRESSED = 1;
    private static final int FALL_DETECTED = 2;
    private static final int WEARER_CANCELLED = 3;
    private static final int TEST_PRESSED = 4;
    private static final int BAND_REMOVED = 5;
    private static final int BAND_WORN = 6;
    private static final int BATTERY_LOW = 7;
    private static final int ALARM_RAISED = 8;
    /** Since version 5 of commands, events and snapshots. */
    private static final int RULE_FOUND = 9;

    private static final int RULE_CLEARED = 10;

    private DeviceFields() {}

    static void writeDevice(FrameWriter out, DeviceId device) {
        out.text(device.value());
    }

    static DeviceId readDevice(FrameReader in) throws MalformedFrame {
        return new DeviceId(in.text());
    }

    static void writeOptionalDevice(FrameWriter out, @Nullable DeviceId device) {
        out.text(device == null ? "" : device.value());
    }

    static @Nullable DeviceId readOptionalDevice(FrameReader in) throws MalformedFrame {
        String value = in.text();
        return value.isEmpty() ? null : new DeviceId(value);
    }

    static void writeResident(FrameWriter out, @Nullable ResidentId resident) {
        out.text(resident == null ? "" : resident.value());
    }

    static @Nullable ResidentId readResident(FrameReader in) throws MalformedFrame {
        String value = in.text();
        return value.isEmpty() ? null : new ResidentId(value);
    }

    static void writeKey(FrameWriter out, SignalKey key) {
        writeDevice(out, key.device());
        out.signed(key.epoch());
        out.signed(key.sequence());
    }

    static SignalKey readKey(FrameReader in) throws MalformedFrame {
        return new SignalKey(readDevice(in), in.signed(), in.signed());
    }

    static void writePosition(FrameWriter out, @Nullable Position position) {
        out.flag(position != null);
        if (position != null) {
            out.real(position.latitude());
            out.real(position.longitude());
            out.real(position.accuracyMetres());
            WireCode.SOURCE.write(out, position.source());
            out.flag(position.valid());
            out.signed(position.atMillis());
        }
    }

    static @Nullable Position readPosition(FrameReader in) throws MalformedFrame {
        if (!in.flag()) {
            return null;
        }
        return new Position(in.real(), in.real(), in.real(), WireCode.SOURCE.read(in), in.flag(), in.signed());
    }

    static void writeNames(FrameWriter out, List<String> names) {
        out.unsigned(names.size());
        for (String name : names) {
            out.text(name);
        }
    }

    static List<String> readNames(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(in.text());
        }
        return names;
    }

    static void writeAlarm(FrameWriter out, DeviceMessage.Alarm alarm) {
        switch (alarm) {
            case DeviceMessage.SosPressed sos -> {
                out.octet(SOS_PRESSED);
                out.signed(sos.presses());
                writePosition(out, sos.position());
            }
            case DeviceMessage.FallDetected fall -> {
                out.octet(FALL_DETECTED);
                WireCode.MOVEMENT.write(out, fall.movement());
                out.signed(fall.confidencePercent());
                writePosition(out, fall.position());
            }
            case DeviceMessage.WearerCancelled cancelled -> {
                out.octet(WEARER_CANCELLED);
                out.signed(cancelled.ofSequence());
            }
            case DeviceMessage.TestPressed _ -> out.octet(TEST_PRESSED);
            case DeviceMessage.BandRemoved _ -> out.octet(BAND_REMOVED);
            case DeviceMessage.BandWorn _ -> out.octet(BAND_WORN);
            case DeviceMessage.BatteryLow low -> {
                out.octet(BATTERY_LOW);
                out.signed(low.batteryPercent());
            }
            case DeviceMessage.RuleFound found -> {
                out.octet(RULE_FOUND);
                WireCode.MATTER.write(out, found.matter());
                out.octet(found.urgency());
                AlertFields.writeSealed(out, found.evidence());
            }
            case DeviceMessage.RuleCleared cleared -> {
                out.octet(RULE_CLEARED);
                WireCode.MATTER.write(out, cleared.matter());
            }
            case DeviceMessage.AlarmRaised raised -> {
                out.octet(ALARM_RAISED);
                WireCode.ALARM_REASON.write(out, raised.reason());
                writePosition(out, raised.position());
            }
        }
    }

    static DeviceMessage.Alarm readAlarm(FrameReader in) throws MalformedFrame {
        int type = in.octet();
        return switch (type) {
            case SOS_PRESSED -> new DeviceMessage.SosPressed(in.signedInt(), readPosition(in));
            case FALL_DETECTED ->
                new DeviceMessage.FallDetected(WireCode.MOVEMENT.read(in), in.signedInt(), readPosition(in));
            case WEARER_CANCELLED -> new DeviceMessage.WearerCancelled(in.signed());
            case TEST_PRESSED -> new DeviceMessage.TestPressed();
            case BAND_REMOVED -> new DeviceMessage.BandRemoved();
            case BAND_WORN -> new DeviceMessage.BandWorn();
            case BATTERY_LOW -> new DeviceMessage.BatteryLow(in.signedInt());
            case ALARM_RAISED -> new DeviceMessage.AlarmRaised(WireCode.ALARM_REASON.read(in), readPosition(in));
            case RULE_FOUND ->
                new DeviceMessage.RuleFound(WireCode.MATTER.read(in), in.octet(), AlertFields.readSealed(in));
            case RULE_CLEARED -> new DeviceMessage.RuleCleared(WireCode.MATTER.read(in));
            default -> throw new MalformedFrame("unknown alarm " + type);
        };
    }
}
