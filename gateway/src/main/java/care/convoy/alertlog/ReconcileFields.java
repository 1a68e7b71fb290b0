package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.Command.Reconcile;
import care.convoy.alert.CommandId;
import care.convoy.alert.Disposition;
import care.convoy.alert.EffectReport;
import care.convoy.alert.OperatorId;
import care.convoy.device.SignalKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How {@link Reconcile} looks in a frame. */
final class ReconcileFields {
    private ReconcileFields() {}

    static void write(FrameWriter out, Reconcile reconcile) {
        AlertFields.writeCommandId(out, reconcile.id());
        AlertFields.writeAlert(out, reconcile.alert());
        writeKnown(out, reconcile.known());
        writeHands(out, reconcile.hands());
        WireCode.STATE.write(out, reconcile.reached().progress());
        writeSteps(out, reconcile.reached().steps());
        out.unsigned(reconcile.reached().sentFor().size());
        for (Reconcile.SentFor sent : reconcile.reached().sentFor()) {
            AlertFields.writeOperator(out, sent.operator());
            WireCode.ACTION.write(out, sent.action());
            writeTold(out, sent.told());
        }
        writeAge(out, reconcile.reached().age());
    }

    static Reconcile read(FrameReader in) throws MalformedFrame {
        if (!in.has(3)) {
            return readShort(in);
        }
        return new Reconcile(
                AlertFields.readCommandId(in),
                AlertFields.readAlert(in),
                readKnown(in),
                readHands(in),
                new Reconcile.Reached(WireCode.STATE.read(in), readSteps(in), readSentFor(in), readAge(in)));
    }

    /** Of version 2: how many signals were known, 0 if they were not answered; who owned it in the end, and how it ended. */
    private static Reconcile readShort(FrameReader in) throws MalformedFrame {
        CommandId id = AlertFields.readCommandId(in);
        AlertId alert = AlertFields.readAlert(in);
        OperatorId owner = AlertFields.readOptionalOperator(in);
        List<Reconcile.StepDone> steps = readSteps(in);
        int signals = in.signedInt();
        Disposition disposition = AlertFields.readOptionalDisposition(in);
        return new Reconcile(
                id,
                alert,
                new Reconcile.Known(true, signals > 0, signals, List.of()),
                new Reconcile.Hands(owner, List.of(), false, null, disposition),
                new Reconcile.Reached(AlertState.CLAIMED, steps, List.of()));
    }

    private static void writeKnown(FrameWriter out, Reconcile.Known known) {
        out.flag(known.same());
        out.flag(known.answered());
        out.signed(known.first());
        out.unsigned(known.heard().size());
        SignalKey before = null;
        for (SignalKey key : known.heard()) {
            // mostly one device, and its numbers grow
            boolean sameDevice =
                    before != null && before.device().equals(key.device()) && before.epoch() == key.epoch();
            out.flag(sameDevice);
            if (before != null && sameDevice) {
                out.signed(key.sequence() - before.sequence());
            } else {
                DeviceFields.writeKey(out, key);
            }
            before = key;
        }
    }

    private static Reconcile.Known readKnown(FrameReader in) throws MalformedFrame {
        boolean same = in.flag();
        boolean answered = in.flag();
        int first = in.signedInt();
        int count = in.count();
        List<SignalKey> heard = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (!in.flag()) {
                heard.add(DeviceFields.readKey(in));
            } else if (heard.isEmpty()) {
                throw new MalformedFrame("the first signal names no device");
            } else {
                SignalKey before = heard.getLast();
                heard.add(new SignalKey(before.device(), before.epoch(), before.sequence() + in.signed()));
            }
        }
        return new Reconcile.Known(same, answered, first, heard);
    }

    private static void writeHands(FrameWriter out, Reconcile.Hands hands) {
        AlertFields.writeOptionalOperator(out, hands.owner());
        out.unsigned(hands.former().size());
        hands.former().forEach(operator -> AlertFields.writeOperator(out, operator));
        out.flag(hands.asks());
        Reconcile.PutOff putOff = hands.putOff();
        out.flag(putOff != null);
        if (putOff != null) {
            AlertFields.writeOperator(out, putOff.operator());
            out.signed(putOff.untilMillis());
            WireCode.DEFERRAL.write(out, putOff.reason());
        }
        AlertFields.writeOptionalDisposition(out, hands.disposition());
    }

    private static Reconcile.Hands readHands(FrameReader in) throws MalformedFrame {
        OperatorId owner = AlertFields.readOptionalOperator(in);
        int count = in.count();
        List<OperatorId> former = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            former.add(AlertFields.readOperator(in));
        }
        return new Reconcile.Hands(owner, former, in.flag(), readPutOff(in), AlertFields.readOptionalDisposition(in));
    }

    private static Reconcile.@Nullable PutOff readPutOff(FrameReader in) throws MalformedFrame {
        return in.flag()
                ? new Reconcile.PutOff(AlertFields.readOperator(in), in.signed(), WireCode.DEFERRAL.read(in))
                : null;
    }

    private static void writeSteps(FrameWriter out, List<Reconcile.StepDone> steps) {
        out.unsigned(steps.size());
        for (Reconcile.StepDone step : steps) {
            WireCode.PRIORITY.write(out, step.priority());
            out.signed(step.step());
            writeTold(out, step.told());
        }
    }

    private static List<Reconcile.StepDone> readSteps(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<Reconcile.StepDone> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(new Reconcile.StepDone(WireCode.PRIORITY.read(in), in.signedInt(), readTold(in)));
        }
        return steps;
    }

    private static List<Reconcile.SentFor> readSentFor(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<Reconcile.SentFor> sent = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sent.add(new Reconcile.SentFor(AlertFields.readOperator(in), WireCode.ACTION.read(in), readTold(in)));
        }
        return sent;
    }

    private static void writeAge(FrameWriter out, Reconcile.Age age) {
        boolean any = !age.equals(Reconcile.Age.NONE);
        out.flag(any);
        if (any) {
            WireCode.PRIORITY.write(out, age.priority());
            out.signed(age.sinceMillis());
            out.signed(age.raiseAtMillis());
        }
    }

    private static Reconcile.Age readAge(FrameReader in) throws MalformedFrame {
        return in.has(4) && in.flag()
                ? new Reconcile.Age(WireCode.PRIORITY.read(in), in.signed(), in.signed())
                : Reconcile.Age.NONE;
    }

    private static void writeTold(FrameWriter out, List<Reconcile.Told> all) {
        out.unsigned(all.size());
        for (Reconcile.Told told : all) {
            out.text(told.contact());
            WireCode.REPORT.write(out, told.report());
        }
    }

    private static List<Reconcile.Told> readTold(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<Reconcile.Told> told = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String contact = in.text();
            EffectReport report = WireCode.REPORT.read(in);
            told.add(new Reconcile.Told(contact, report));
        }
        return told;
    }
}
