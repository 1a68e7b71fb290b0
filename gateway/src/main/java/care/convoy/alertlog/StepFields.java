package care.convoy.alertlog;

import care.convoy.alert.AlertView;
import care.convoy.alert.Reach;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.List;

/** How an alert's escalation steps look in a frame, with how far each contact was reached. */
final class StepFields {
    private StepFields() {}

    static void writeSteps(FrameWriter out, List<AlertView.Step> steps) {
        out.unsigned(steps.size());
        for (AlertView.Step step : steps) {
            out.signed(step.index());
            PlanFields.writeStep(out, step.step());
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

    static List<AlertView.Step> readSteps(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<AlertView.Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int index = in.signedInt();
            EscalationStep step = PlanFields.readStep(in);
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
