package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.device.DeviceId;

/** How what a device is to be told looks in a frame: kind, then the fields in the order of the record. Version 4. */
final class IntentFields {
    private static final int INTENDED = 50;
    private static final int INTENT_MOVED = 51;

    private IntentFields() {}

    static boolean isOfIntent(Event.OfAlert event) {
        return event instanceof Event.Intended || event instanceof Event.IntentMoved;
    }

    static void write(FrameWriter out, Event.OfAlert event) {
        out.octet(event instanceof Event.Intended ? INTENDED : INTENT_MOVED);
        AlertFields.writeAlert(out, event.alert());
        if (event instanceof Event.Intended intended) {
            writeIntent(out, intended.intent());
        } else if (event instanceof Event.IntentMoved moved) {
            out.unsigned(moved.intent());
            DeviceFields.writeDevice(out, moved.device());
            WireCode.INTENT_KIND.write(out, moved.kind());
            WireCode.INTENT_STATE.write(out, moved.to());
        }
    }

    static Event.OfAlert read(FrameReader in, int type, AlertId alert) throws MalformedFrame {
        return switch (type) {
            case INTENDED -> new Event.Intended(alert, readIntent(in));
            case INTENT_MOVED ->
                new Event.IntentMoved(
                        alert,
                        in.unsigned(),
                        DeviceFields.readDevice(in),
                        WireCode.INTENT_KIND.read(in),
                        WireCode.INTENT_STATE.read(in));
            default -> throw new MalformedFrame("unknown event " + type);
        };
    }

    static void writeIntent(FrameWriter out, Intent intent) {
        out.unsigned(intent.id());
        DeviceFields.writeDevice(out, intent.device());
        AlertFields.writeOptionalAlert(out, intent.alert());
        writeWhat(out, intent.what());
        AlertFields.writeOptionalOperator(out, intent.by());
        out.signed(intent.expiresAtMillis());
        out.flag(intent.sent());
    }

    static Intent readIntent(FrameReader in) throws MalformedFrame {
        return new Intent(
                in.unsigned(),
                DeviceFields.readDevice(in),
                AlertFields.readOptionalAlert(in),
                readWhat(in),
                AlertFields.readOptionalOperator(in),
                in.signed(),
                in.flag());
    }

    static void writeOrder(FrameWriter out, Command.Order order) {
        AlertFields.writeCommandId(out, order.id());
        DeviceFields.writeDevice(out, order.device());
        AlertFields.writeOptionalAlert(out, order.alert());
        writeWhat(out, order.what());
    }

    static Command.Order readOrder(FrameReader in) throws MalformedFrame {
        CommandId id = AlertFields.readCommandId(in);
        DeviceId device = DeviceFields.readDevice(in);
        return new Command.Order(id, device, AlertFields.readOptionalAlert(in), readWhat(in));
    }

    private static void writeWhat(FrameWriter out, Intent.What what) {
        WireCode.INTENT_KIND.write(out, what.kind());
        switch (what) {
            case Intent.Accepted accepted -> WireCode.HELPER.write(out, accepted.by());
            case Intent.Show show -> AlertFields.writeSealed(out, show.text());
            case Intent.Configure configure -> {
                out.signed(configure.heartbeatSeconds());
                out.signed(configure.vitalsSeconds());
                out.signed(configure.locationSeconds());
            }
            case Intent.SosNumbers numbers -> AlertFields.writeSealed(out, numbers.numbers());
            case Intent.FallAlarm alarm -> out.flag(alarm.on());
            case Intent.Resolved _, Intent.Locate _, Intent.Measure _, Intent.Ring _ -> {}
            case Intent.CallBack _ -> {}
        }
    }

    private static Intent.What readWhat(FrameReader in) throws MalformedFrame {
        return switch (WireCode.INTENT_KIND.read(in)) {
            case ACCEPTED -> new Intent.Accepted(WireCode.HELPER.read(in));
            case RESOLVED -> new Intent.Resolved();
            case LOCATE -> new Intent.Locate();
            case MEASURE -> new Intent.Measure();
            case RING -> new Intent.Ring();
            case MESSAGE -> new Intent.Show(AlertFields.readSealed(in));
            case CONFIGURE -> new Intent.Configure(in.signedInt(), in.signedInt(), in.signedInt());
            case SOS_NUMBERS -> new Intent.SosNumbers(AlertFields.readSealed(in));
            case FALL_ALARM -> new Intent.FallAlarm(in.flag());
            case CALL_BACK -> new Intent.CallBack();
        };
    }
}
