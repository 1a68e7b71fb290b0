package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.CommandId;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Task;
import care.convoy.device.Sealed;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the small values of package {@code alert} look in a frame. */
final class AlertFields {

    /** The version of events and snapshots since which a task has evidence. */
    private static final int EVIDENCE_SINCE = 5;

    private AlertFields() {}

    static void writeUuid(FrameWriter out, UUID value) {
        out.fixed64(value.getMostSignificantBits());
        out.fixed64(value.getLeastSignificantBits());
    }

    static UUID readUuid(FrameReader in) throws MalformedFrame {
        return new UUID(in.fixed64(), in.fixed64());
    }

    static void writeAlert(FrameWriter out, AlertId alert) {
        writeUuid(out, alert.value());
    }

    static AlertId readAlert(FrameReader in) throws MalformedFrame {
        return new AlertId(readUuid(in));
    }

    static void writeOptionalAlert(FrameWriter out, @Nullable AlertId alert) {
        out.flag(alert != null);
        if (alert != null) {
            writeAlert(out, alert);
        }
    }

    static @Nullable AlertId readOptionalAlert(FrameReader in) throws MalformedFrame {
        return in.flag() ? readAlert(in) : null;
    }

    static void writeOperator(FrameWriter out, OperatorId operator) {
        out.text(operator.value());
    }

    static OperatorId readOperator(FrameReader in) throws MalformedFrame {
        return new OperatorId(in.text());
    }

    static void writeOptionalOperator(FrameWriter out, @Nullable OperatorId operator) {
        out.text(operator == null ? "" : operator.value());
    }

    static @Nullable OperatorId readOptionalOperator(FrameReader in) throws MalformedFrame {
        String value = in.text();
        return value.isEmpty() ? null : new OperatorId(value);
    }

    static void writeCommandId(FrameWriter out, CommandId id) {
        writeOperator(out, id.actor());
        writeUuid(out, id.value());
    }

    static CommandId readCommandId(FrameReader in) throws MalformedFrame {
        return new CommandId(readOperator(in), readUuid(in));
    }

    static void writeSealed(FrameWriter out, Sealed sealed) {
        out.octets(sealed.toBytes());
    }

    static Sealed readSealed(FrameReader in) throws MalformedFrame {
        return Sealed.copyOf(in.octets());
    }

    static void writeOptionalSealed(FrameWriter out, @Nullable Sealed sealed) {
        out.flag(sealed != null);
        if (sealed != null) {
            writeSealed(out, sealed);
        }
    }

    static @Nullable Sealed readOptionalSealed(FrameReader in) throws MalformedFrame {
        return in.flag() ? readSealed(in) : null;
    }

    static void writeDisposition(FrameWriter out, Disposition disposition) {
        WireCode.CAUSE.write(out, disposition.cause());
        WireCode.DISPOSAL.write(out, disposition.outcome());
        out.flag(disposition.falseAlarm());
        WireCode.VERIFICATION.write(out, disposition.verified());
        writeOptionalOperator(out, disposition.cosigner());
    }

    static Disposition readDisposition(FrameReader in) throws MalformedFrame {
        return new Disposition(
                WireCode.CAUSE.read(in),
                WireCode.DISPOSAL.read(in),
                in.flag(),
                WireCode.VERIFICATION.read(in),
                readOptionalOperator(in));
    }

    static void writeOptionalDisposition(FrameWriter out, @Nullable Disposition disposition) {
        out.flag(disposition != null);
        if (disposition != null) {
            writeDisposition(out, disposition);
        }
    }

    static @Nullable Disposition readOptionalDisposition(FrameReader in) throws MalformedFrame {
        return in.flag() ? readDisposition(in) : null;
    }

    static void writeTask(FrameWriter out, Task task) {
        DeviceFields.writeDevice(out, task.device());
        WireCode.KIND.write(out, task.kind());
        DeviceFields.writeResident(out, task.resident());
        WireCode.PRIORITY.write(out, task.priority());
        WireCode.STATUS.write(out, task.status());
        out.signed(task.openedAtMillis());
        out.signed(task.lastAtMillis());
        out.signed(task.times());
        writeOptionalSealed(out, task.evidence());
    }

    static Task readTask(FrameReader in) throws MalformedFrame {
        return new Task(
                DeviceFields.readDevice(in),
                WireCode.KIND.read(in),
                DeviceFields.readResident(in),
                WireCode.PRIORITY.read(in),
                WireCode.STATUS.read(in),
                in.signed(),
                in.signed(),
                in.signedInt(),
                in.has(EVIDENCE_SINCE) ? readOptionalSealed(in) : null);
    }
}
