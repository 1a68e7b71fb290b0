package care.convoy.alertlog;

import care.convoy.alert.CoreState;
import care.convoy.device.ResidentId;

/** How the parts of a {@link CoreState} look in a snapshot. */
final class StateFields {
    private StateFields() {}

    static void writeClock(FrameWriter out, CoreState.Clock clock) {
        out.flag(clock.started());
        out.signed(clock.nowMillis());
        out.signed(clock.lastCallbackMillis());
        out.signed(clock.backwardJumps());
        out.signed(clock.lostMillis());
    }

    static CoreState.Clock readClock(FrameReader in) throws MalformedFrame {
        return new CoreState.Clock(in.flag(), in.signed(), in.signed(), in.signed(), in.signed());
    }

    static void writeOpen(FrameWriter out, CoreState.Open open) {
        PlanFields.writePlan(out, open.plan());
        out.signed(open.attentionVersion());
        out.flag(open.cancelKey() != null);
        if (open.cancelKey() != null) {
            DeviceFields.writeKey(out, open.cancelKey());
        }
        out.signed(open.nextStepIndex());
        out.signed(open.notes());
        out.signed(open.reminders());
        out.signed(open.remindAtMillis());
        out.signed(open.raiseAtMillis());
        ViewFields.writeView(out, open.view(), PlanFields.steps(open.plan()));
        ViewFields.writeTimeline(out, open.view().timeline());
    }

    static CoreState.Open readOpen(FrameReader in) throws MalformedFrame {
        var plan = PlanFields.readPlan(in);
        long attentionVersion = in.signed();
        var cancelKey = in.flag() ? DeviceFields.readKey(in) : null;
        int nextStepIndex = in.signedInt();
        int notes = in.signedInt();
        int reminders = in.signedInt();
        long remindAtMillis = in.signed();
        long raiseAtMillis = in.has(2) ? in.signed() : 0;
        return new CoreState.Open(
                ViewFields.readView(in, PlanFields.steps(plan), true),
                plan,
                attentionVersion,
                cancelKey,
                nextStepIndex,
                notes,
                reminders,
                remindAtMillis,
                raiseAtMillis);
    }

    static void writeSignal(FrameWriter out, CoreState.KnownSignal signal) {
        DeviceFields.writeKey(out, signal.key());
        WireCode.SIGNAL_TYPE.write(out, signal.type());
        out.signed(signal.heardAtMillis());
        AlertFields.writeOptionalAlert(out, signal.alert());
        out.signed(signal.opened());
    }

    static CoreState.KnownSignal readSignal(FrameReader in) throws MalformedFrame {
        return new CoreState.KnownSignal(
                DeviceFields.readKey(in),
                WireCode.SIGNAL_TYPE.read(in),
                in.signed(),
                AlertFields.readOptionalAlert(in),
                in.signedInt());
    }

    static void writeFormer(FrameWriter out, CoreState.Former former) {
        DeviceFields.writeResident(out, former.resident());
        DeviceFields.writeOptionalDevice(out, former.device());
        AlertFields.writeAlert(out, former.alert());
        out.signed(former.endedAtMillis());
    }

    static CoreState.Former readFormer(FrameReader in) throws MalformedFrame {
        ResidentId resident = DeviceFields.readResident(in);
        return new CoreState.Former(
                resident, DeviceFields.readOptionalDevice(in), AlertFields.readAlert(in), in.signed());
    }

    static void writeAnswered(FrameWriter out, CoreState.Answered answered) {
        AlertFields.writeCommandId(out, answered.id());
        WireCode.COMMAND_TYPE.write(out, answered.type());
        AlertFields.writeOptionalAlert(out, answered.alert());
        DeviceFields.writeOptionalDevice(out, answered.device());
        out.signed(answered.fingerprint());
        OutcomeCodec.write(out, answered.outcome());
    }

    static CoreState.Answered readAnswered(FrameReader in) throws MalformedFrame {
        return new CoreState.Answered(
                AlertFields.readCommandId(in),
                WireCode.COMMAND_TYPE.read(in),
                in.has(2) ? AlertFields.readOptionalAlert(in) : AlertFields.readAlert(in),
                in.has(2) ? DeviceFields.readOptionalDevice(in) : null,
                in.has(2) ? in.signedInt() : 0,
                OutcomeCodec.read(in));
    }

    static void writeTest(FrameWriter out, CoreState.DeviceTest test) {
        DeviceFields.writeDevice(out, test.device());
        AlertFields.writeOperator(out, test.operator());
        out.signed(test.untilMillis());
    }

    static CoreState.DeviceTest readTest(FrameReader in) throws MalformedFrame {
        return new CoreState.DeviceTest(DeviceFields.readDevice(in), AlertFields.readOperator(in), in.signed());
    }

    static void writeEnded(FrameWriter out, CoreState.Ended ended) {
        ViewFields.writeView(out, ended.view(), null);
        ViewFields.writeTimeline(out, ended.view().timeline());
        PlanFields.writePlan(out, ended.plan());
        out.signed(ended.nextStepIndex());
        out.signed(ended.notes());
        out.signed(ended.closesAtMillis());
        out.flag(ended.overdue());
    }

    static CoreState.Ended readEnded(FrameReader in) throws MalformedFrame {
        return new CoreState.Ended(
                ViewFields.readView(in, null, true),
                PlanFields.readPlan(in),
                in.signedInt(),
                in.signedInt(),
                in.signed(),
                in.flag());
    }
}
