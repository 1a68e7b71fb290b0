package care.convoy.alertlog;

import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import java.util.List;

/**
 * A command as bytes: version, type, fields in the order of the record. What version 1 wrote stays readable for ever; a
 * change is a new version. Pure, any thread.
 */
public final class CommandCodec {
    /** The version that is written. */
    public static final int VERSION = 1;

    /** Longest command; far below what one message of the log may carry. */
    public static final int MAX_BYTES = 4096;

    private static final int SIGNAL = 1;
    private static final int CLAIM = 2;
    private static final int RENEW_LEASE = 3;
    private static final int RELEASE = 4;
    private static final int ADD_NOTE = 5;
    private static final int RESOLVE = 6;
    private static final int TICK = 7;
    private static final int CURE_TASK = 8;

    private CommandCodec() {}

    /** @throws IllegalArgumentException if the command is longer than {@link #MAX_BYTES}: its plan is to be cut first */
    public static byte[] encode(Command command) {
        FrameWriter out = new FrameWriter(MAX_BYTES);
        out.octet(VERSION);
        try {
            write(out, command);
            return out.toBytes();
        } catch (FrameWriter.Overflow tooLong) {
            throw new IllegalArgumentException(
                    command.getClass().getSimpleName() + ": a command has at most " + MAX_BYTES + " bytes", tooLong);
        }
    }

    /** @throws MalformedFrame for anything that {@link #encode} of this or an earlier version did not write */
    public static Command decode(byte[] bytes) throws MalformedFrame {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedFrame("command is longer than " + MAX_BYTES + " bytes");
        }
        FrameReader in = new FrameReader(bytes);
        int version = in.octet();
        if (version != VERSION) {
            throw new MalformedFrame("unknown version " + version + " of a command");
        }
        try {
            Command command = read(in);
            in.end();
            return command;
        } catch (IllegalArgumentException refused) {
            throw new MalformedFrame("a field's value cannot be");
        }
    }

    private static void write(FrameWriter out, Command command) {
        switch (command) {
            case Command.Signal signal -> writeSignal(out, signal);
            case Command.Claim claim -> {
                writeByOperator(out, CLAIM, claim);
                out.signed(claim.expectedVersion());
            }
            case Command.RenewLease renew -> writeByOperator(out, RENEW_LEASE, renew);
            case Command.Release release -> writeByOperator(out, RELEASE, release);
            case Command.AddNote note -> {
                writeByOperator(out, ADD_NOTE, note);
                AlertFields.writeSealed(out, note.sealedText());
            }
            case Command.Resolve resolve -> {
                writeByOperator(out, RESOLVE, resolve);
                out.signed(resolve.expectedVersion());
                AlertFields.writeDisposition(out, resolve.disposition());
                AlertFields.writeOptionalSealed(out, resolve.note());
            }
            case Command.CureTask cure -> {
                out.octet(CURE_TASK);
                DeviceFields.writeDevice(out, cure.device());
                WireCode.KIND.write(out, cure.kind());
            }
            case Command.Tick _ -> out.octet(TICK);
            default -> throw new IllegalStateException();
        }
    }

    private static Command read(FrameReader in) throws MalformedFrame {
        int type = in.octet();
        return switch (type) {
            case SIGNAL -> readSignal(in);
            case CLAIM -> new Command.Claim(AlertFields.readCommandId(in), AlertFields.readAlert(in), in.signed());
            case RENEW_LEASE -> new Command.RenewLease(AlertFields.readCommandId(in), AlertFields.readAlert(in));
            case RELEASE -> new Command.Release(AlertFields.readCommandId(in), AlertFields.readAlert(in));
            case ADD_NOTE ->
                new Command.AddNote(
                        AlertFields.readCommandId(in), AlertFields.readAlert(in), AlertFields.readSealed(in));
            case RESOLVE ->
                new Command.Resolve(
                        AlertFields.readCommandId(in),
                        AlertFields.readAlert(in),
                        in.signed(),
                        AlertFields.readDisposition(in),
                        AlertFields.readOptionalSealed(in));
            case CURE_TASK -> new Command.CureTask(DeviceFields.readDevice(in), WireCode.KIND.read(in));
            case TICK -> new Command.Tick();
            default -> throw new MalformedFrame("unknown command " + type);
        };
    }

    private static void writeByOperator(FrameWriter out, int type, Command.ByOperator command) {
        out.octet(type);
        AlertFields.writeCommandId(out, command.id());
        AlertFields.writeAlert(out, command.alert());
    }

    private static void writeSignal(FrameWriter out, Command.Signal signal) {
        out.octet(SIGNAL);
        DeviceFields.writeKey(out, signal.key());
        out.signed(signal.receivedAtMillis());
        out.signed(signal.deviceTimeMillis());
        DeviceFields.writeResident(out, signal.resident());
        DeviceFields.writeAlarm(out, signal.message());
        WireCode.STATUS.write(out, signal.status());
        PlanFields.writePlan(out, signal.plan());
        DeviceFields.writeNames(out, signal.dropped());
    }

    private static Command.Signal readSignal(FrameReader in) throws MalformedFrame {
        SignalKey key = DeviceFields.readKey(in);
        long receivedAtMillis = in.signed();
        long deviceTimeMillis = in.signed();
        ResidentId resident = DeviceFields.readResident(in);
        DeviceMessage.Alarm message = DeviceFields.readAlarm(in);
        AlertStatus status = WireCode.STATUS.read(in);
        var plan = PlanFields.readPlan(in);
        List<String> dropped = DeviceFields.readNames(in);
        return new Command.Signal(key, receivedAtMillis, deviceTimeMillis, resident, message, status, plan, dropped);
    }
}
