package care.convoy.alertlog;

import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A command as bytes: version, type, fields in the order of the record. What version 1 wrote stays readable for ever; a
 * change is a new version. Pure, any thread.
 */
public final class CommandCodec {
    /** The version that is written. */
    public static final int VERSION = 6;

    /** Longest command; far below what one message of the log may carry. */
    public static final int MAX_BYTES = 4096;

    private static final int SIGNAL = 1;
    /** 2 to 6 and 9 to 14 are of {@link CommandFields}. */
    private static final int TICK = 7;

    private static final int CURE_TASK = 8;
    private static final int BEGIN_TEST = 15;
    private static final int END_TEST = 16;
    private static final int REPORT_EFFECT = 17;
    private static final int RECONCILE = 18;
    /** Since version 4. */
    private static final int REMEMBER = 19;
    /** Since version 4; 20 and 21 are of {@link CommandFields}, 22 to 29 are free. */
    private static final int ORDER = 30;

    private static final int REPORT_INTENT = 31;

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
        in.readVersion(VERSION, "a command");
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
            case Command.ByOperator byOperator -> CommandFields.writeByOperator(out, byOperator);
            case Command.BeginTest begin -> {
                writeOnDevice(out, BEGIN_TEST, begin);
                out.signed(begin.forMillis());
            }
            case Command.EndTest end -> writeOnDevice(out, END_TEST, end);
            case Command.ReportEffect report -> {
                out.octet(REPORT_EFFECT);
                LifeCycleFields.writeEffectKey(out, report.key());
                WireCode.REPORT.write(out, report.report());
            }
            case Command.Reconcile reconcile -> {
                out.octet(RECONCILE);
                ReconcileFields.write(out, reconcile);
            }
            case Command.Remember remember -> {
                out.octet(REMEMBER);
                out.unsigned(remember.answers().size());
                remember.answers().forEach(answered -> StateFields.writeAnswered(out, answered));
            }
            case Command.Order order -> {
                out.octet(ORDER);
                IntentFields.writeOrder(out, order);
            }
            case Command.ReportIntent report -> {
                out.octet(REPORT_INTENT);
                DeviceFields.writeDevice(out, report.device());
                out.unsigned(report.intent());
                WireCode.INTENT_STATE.write(out, report.state());
            }
            case Command.CureTask cure -> {
                out.octet(CURE_TASK);
                DeviceFields.writeDevice(out, cure.device());
                WireCode.KIND.write(out, cure.kind());
            }
            case Command.Tick _ -> out.octet(TICK);
        }
    }

    private static Command read(FrameReader in) throws MalformedFrame {
        int type = in.octet();
        return switch (type) {
            case SIGNAL -> readSignal(in);
            case BEGIN_TEST ->
                new Command.BeginTest(AlertFields.readCommandId(in), DeviceFields.readDevice(in), in.signed());
            case END_TEST -> new Command.EndTest(AlertFields.readCommandId(in), DeviceFields.readDevice(in));
            case REPORT_EFFECT -> new Command.ReportEffect(LifeCycleFields.readEffectKey(in), WireCode.REPORT.read(in));
            case RECONCILE -> ReconcileFields.read(in);
            case REMEMBER -> readRemember(in);
            case ORDER -> IntentFields.readOrder(in);
            case REPORT_INTENT ->
                new Command.ReportIntent(DeviceFields.readDevice(in), in.unsigned(), WireCode.INTENT_STATE.read(in));
            case CURE_TASK -> new Command.CureTask(DeviceFields.readDevice(in), WireCode.KIND.read(in));
            case TICK -> new Command.Tick();
            default -> CommandFields.readByOperator(in, type);
        };
    }

    private static Command.Remember readRemember(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<CoreState.Answered> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            answers.add(StateFields.readAnswered(in));
        }
        return new Command.Remember(answers);
    }

    private static void writeOnDevice(FrameWriter out, int type, Command.OnDevice command) {
        out.octet(type);
        AlertFields.writeCommandId(out, command.id());
        DeviceFields.writeDevice(out, command.device());
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
        out.flag(signal.namedByKey());
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
        boolean namedByKey = !in.has(4) || in.flag();
        return new Command.Signal(
                key, receivedAtMillis, deviceTimeMillis, resident, message, status, plan, dropped, namedByKey);
    }
}
