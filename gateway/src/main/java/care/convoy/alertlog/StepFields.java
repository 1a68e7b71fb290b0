package care.convoy.alertlog;

import care.convoy.alert.AlertView;
import care.convoy.alert.Reach;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an alert's escalation steps look in a frame, with how far each contact was reached. */
final class StepFields {
    private StepFields() {}

    /** @param plan steps that stand elsewhere in the frame and are named by their place there; null if none do */
    static void writeSteps(FrameWriter out, List<AlertView.Step> steps, @Nullable List<EscalationStep> plan) {
        out.unsigned(steps.size());
        for (AlertView.Step step : steps) {
            out.signed(step.index());
            writePlanned(out, step.step(), plan);
            out.signed(step.dueAtMillis());
            out.signed(step.doneAtMillis());
            out.flag(step.skipped());
            out.signed(step.attempts());
            out.unsigned(step.reaches().size());
            for (Reach reach : step.reaches()) {
                writeReach(out, reach, step.step().contacts());
            }
        }
    }

    /** 0 and the step itself, or from 1 its place in the plan; without a plan, as before version 3, the step alone. */
    private static void writePlanned(FrameWriter out, EscalationStep step, @Nullable List<EscalationStep> plan) {
        int place = plan == null ? -1 : plan.indexOf(step);
        if (plan != null) {
            out.unsigned(place + 1);
        }
        if (place < 0) {
            PlanFields.writeStep(out, step);
        }
    }

    private static EscalationStep readPlanned(FrameReader in, @Nullable List<EscalationStep> plan)
            throws MalformedFrame {
        long place = plan == null || !in.has(3) ? 0 : in.unsigned();
        if (place == 0) {
            return PlanFields.readStep(in);
        }
        if (plan == null || place < 0 || place > plan.size()) {
            throw new MalformedFrame("a step that is not in the plan");
        }
        return plan.get((int) place - 1);
    }

    static List<AlertView.Step> readSteps(FrameReader in, @Nullable List<EscalationStep> plan) throws MalformedFrame {
        int count = in.count();
        List<AlertView.Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int index = in.signedInt();
            EscalationStep step = readPlanned(in, plan);
            steps.add(new AlertView.Step(
                    index,
                    step,
                    in.signed(),
                    in.signed(),
                    in.flag(),
                    in.signedInt(),
                    in.has(2) ? readReaches(in, step.contacts()) : List.of()));
        }
        return steps;
    }

    private static List<Reach> readReaches(FrameReader in, List<String> contacts) throws MalformedFrame {
        int count = in.count();
        List<Reach> reaches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reaches.add(new Reach(
                    readContact(in, contacts),
                    in.signedInt(),
                    in.signedInt(),
                    in.signedInt(),
                    WireCode.REACH.read(in),
                    in.signed(),
                    in.signedInt(),
                    in.flag()));
        }
        return reaches;
    }

    private static void writeReach(FrameWriter out, Reach reach, List<String> contacts) {
        writeContact(out, reach.contact(), contacts);
        out.signed(reach.channel());
        out.signed(reach.tries());
        out.signed(reach.attempt());
        WireCode.REACH.write(out, reach.state());
        out.signed(reach.atMillis());
        out.signed(reach.open());
        out.flag(reach.told());
    }

    /** 0 for the role, the place from 1 in the step's contacts, or one more and the text itself. */
    private static void writeContact(FrameWriter out, String contact, List<String> contacts) {
        if (contact.isEmpty()) {
            out.unsigned(0);
            return;
        }
        int place = contacts.indexOf(contact);
        out.unsigned(place < 0 ? contacts.size() + 1 : place + 1);
        if (place < 0) {
            out.text(contact);
        }
    }

    private static String readContact(FrameReader in, List<String> contacts) throws MalformedFrame {
        long place = in.unsigned();
        if (place == 0) {
            return "";
        }
        if (place < 0 || place > contacts.size() + 1) {
            throw new MalformedFrame("a reach of no contact");
        }
        return place <= contacts.size() ? contacts.get((int) place - 1) : in.text();
    }
}
