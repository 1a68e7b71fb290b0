package care.convoy.alertlog;

import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.List;

/** How the values of package {@code escalation} look in a frame. */
final class PlanFields {

    private PlanFields() {}

    static void writePlan(FrameWriter out, EscalationPlan plan) {
        out.text(plan.name());
        writeSteps(out, plan.p1());
        writeSteps(out, plan.p2());
        writeSteps(out, plan.p3());
        out.signed(plan.p2RaisedAfterMillis());
        out.signed(plan.p3RaisedAfterMillis());
    }

    static EscalationPlan readPlan(FrameReader in) throws MalformedFrame {
        String name = in.text();
        List<EscalationStep> p1 = readSteps(in);
        List<EscalationStep> p2 = readSteps(in);
        List<EscalationStep> p3 = readSteps(in);
        return in.has(2)
                ? new EscalationPlan(name, p1, p2, p3, in.signed(), in.signed())
                : new EscalationPlan(name, p1, p2, p3);
    }

    /** All steps of a plan, which a frame that has the plan may name by their places here. */
    static List<EscalationStep> steps(EscalationPlan plan) {
        List<EscalationStep> steps =
                new ArrayList<>(plan.p1().size() + plan.p2().size() + plan.p3().size());
        steps.addAll(plan.p1());
        steps.addAll(plan.p2());
        steps.addAll(plan.p3());
        return steps;
    }

    private static void writeSteps(FrameWriter out, List<EscalationStep> steps) {
        out.unsigned(steps.size());
        for (EscalationStep step : steps) {
            writeStep(out, step);
        }
    }

    private static List<EscalationStep> readSteps(FrameReader in) throws MalformedFrame {
        int count = in.count();
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
        DeviceFields.writeNames(out, step.contacts());
        out.unsigned(step.channels().size());
        for (EscalationStep.ChannelKind channel : step.channels()) {
            WireCode.CHANNEL.write(out, channel);
        }
        WireCode.ORDER.write(out, step.order());
    }

    static EscalationStep readStep(FrameReader in) throws MalformedFrame {
        long afterMillis = in.signed();
        EscalationStep.Condition condition = WireCode.CONDITION.read(in);
        EscalationStep.Action action = WireCode.ACTION.read(in);
        int ring = in.signedInt();
        List<String> contacts = DeviceFields.readNames(in);
        int channelCount = in.count();
        List<EscalationStep.ChannelKind> channels = new ArrayList<>(channelCount);
        for (int i = 0; i < channelCount; i++) {
            channels.add(WireCode.CHANNEL.read(in));
        }
        EscalationStep.Order order = in.has(2) ? WireCode.ORDER.read(in) : EscalationStep.Order.PARALLEL;
        return new EscalationStep(afterMillis, condition, action, ring, contacts, channels, order);
    }
}
