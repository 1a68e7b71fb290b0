package care.convoy.alertlog;

import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.List;

/** How the values of package {@code escalation} look in a frame. */
final class PlanFields {
    private static final int MAX_NAME_BYTES = 256;
    private static final int MAX_CONTACT_BYTES = 256;
    private static final int MAX_STEPS = 256;
    private static final int MAX_CONTACTS = 256;
    private static final int MAX_CHANNELS = 64;

    private PlanFields() {}

    static void writePlan(FrameWriter out, EscalationPlan plan) {
        out.text(plan.name());
        writeSteps(out, plan.p1());
        writeSteps(out, plan.p2());
        writeSteps(out, plan.p3());
    }

    static EscalationPlan readPlan(FrameReader in) throws MalformedFrame {
        return new EscalationPlan(in.text(MAX_NAME_BYTES), readSteps(in), readSteps(in), readSteps(in));
    }

    private static void writeSteps(FrameWriter out, List<EscalationStep> steps) {
        out.unsigned(steps.size());
        for (EscalationStep step : steps) {
            writeStep(out, step);
        }
    }

    private static List<EscalationStep> readSteps(FrameReader in) throws MalformedFrame {
        int count = in.count(MAX_STEPS);
        List<EscalationStep> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(readStep(in));
        }
        return steps;
    }

    static void writeStep(FrameWriter out, EscalationStep step) {
        out.signed(step.afterMillis());
        WireCode.CONDITION.write(out, step.condition());
        WireCode.ACTION.write(out, step.action());
        out.signed(step.ring());
        out.unsigned(step.contacts().size());
        for (String contact : step.contacts()) {
            out.text(contact);
        }
        out.unsigned(step.channels().size());
        for (EscalationStep.ChannelKind channel : step.channels()) {
            WireCode.CHANNEL.write(out, channel);
        }
    }

    static EscalationStep readStep(FrameReader in) throws MalformedFrame {
        long afterMillis = in.signed();
        EscalationStep.Condition condition = WireCode.CONDITION.read(in);
        EscalationStep.Action action = WireCode.ACTION.read(in);
        int ring = in.signedInt();
        int contactCount = in.count(MAX_CONTACTS);
        List<String> contacts = new ArrayList<>(contactCount);
        for (int i = 0; i < contactCount; i++) {
            contacts.add(in.text(MAX_CONTACT_BYTES));
        }
        int channelCount = in.count(MAX_CHANNELS);
        List<EscalationStep.ChannelKind> channels = new ArrayList<>(channelCount);
        for (int i = 0; i < channelCount; i++) {
            channels.add(WireCode.CHANNEL.read(in));
        }
        return new EscalationStep(afterMillis, condition, action, ring, contacts, channels);
    }
}
