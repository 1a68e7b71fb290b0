package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command.Reconcile;
import care.convoy.alert.CommandId;
import care.convoy.alert.EffectReport;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.alertlog.CommandCodec;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the log is told of an alert that was handled here. Stateless. */
final class Reconciliation {
    private static final OperatorId GATEWAY = new OperatorId("gateway");
    private static final UUID NOT_YET = new UUID(0, 0);

    private Reconciliation() {}

    /**
     * The command, or null if there is nothing to tell. Its id follows from its content: the same news told again after a
     * crash is known as a repeat, further news are not.
     *
     * @param generation of the journal
     * @param there how the log names the alert
     */
    static @Nullable Reconcile of(EmergencyCore.Handled handled, AlertId there, long generation) {
        AlertView view = handled.last();
        List<Reconcile.StepDone> steps = steps(view, handled.plans());
        if (view.owner() == null && steps.isEmpty() && view.disposition() == null) {
            return null;
        }
        Reconcile news = new Reconcile(
                new CommandId(GATEWAY, NOT_YET), there, view.owner(), steps, answered(view), view.disposition());
        byte[] content;
        try {
            content = CommandCodec.encode(news);
        } catch (IllegalArgumentException tooLong) {
            news = withoutReports(news);
            content = CommandCodec.encode(news);
        }
        byte[] named = ByteBuffer.allocate(Long.BYTES + content.length)
                .putLong(generation)
                .put(content)
                .array();
        return new Reconcile(
                new CommandId(GATEWAY, UUID.nameUUIDFromBytes(named)),
                there,
                news.owner(),
                news.steps(),
                news.signals(),
                news.disposition());
    }

    /** A signal that nobody has acknowledged here is to go on asking there, as one that was not known here. */
    private static int answered(AlertView view) {
        return view.attentionPending() ? 0 : view.signals();
    }

    private static Reconcile withoutReports(Reconcile news) {
        List<Reconcile.StepDone> bare = news.steps().stream()
                .map(step -> new Reconcile.StepDone(step.priority(), step.step(), List.of()))
                .toList();
        return new Reconcile(news.id(), news.alert(), news.owner(), bare, news.signals(), news.disposition());
    }

    private static List<Reconcile.StepDone> steps(AlertView view, List<EscalationPlan> plans) {
        List<Reconcile.StepDone> steps = new ArrayList<>();
        for (AlertView.Step step : view.steps()) {
            Place place = step.doneAtMillis() == 0 ? null : place(step.step(), view.priority(), plans);
            if (place != null) {
                steps.add(new Reconcile.StepDone(place.priority(), place.number(), told(step.reaches())));
            }
        }
        return steps;
    }

    /** Where a step stands in a plan. */
    private record Place(Priority priority, int number) {}

    /** In the newest plan that has it, first among the steps of the present priority; null for one that no plan has. */
    private static @Nullable Place place(EscalationStep step, Priority present, List<EscalationPlan> plans) {
        for (EscalationPlan plan : plans.reversed()) {
            Map<Priority, List<EscalationStep>> lists = new EnumMap<>(Priority.class);
            lists.put(Priority.P1, plan.p1());
            lists.put(Priority.P2, plan.p2());
            lists.put(Priority.P3, plan.p3());
            int number = numberOf(step, lists.getOrDefault(present, List.of()));
            if (number >= 0) {
                return new Place(present, number);
            }
            for (Map.Entry<Priority, List<EscalationStep>> list : lists.entrySet()) {
                number = numberOf(step, list.getValue());
                if (number >= 0) {
                    return new Place(list.getKey(), number);
                }
            }
        }
        return null;
    }

    /** A step that was sent for applies always from then on, whatever its plan says. */
    private static int numberOf(EscalationStep step, List<EscalationStep> planned) {
        for (int i = 0; i < planned.size(); i++) {
            EscalationStep plan = planned.get(i);
            EscalationStep sameCondition = new EscalationStep(
                    step.afterMillis(),
                    plan.condition(),
                    step.action(),
                    step.ring(),
                    step.contacts(),
                    step.channels(),
                    step.order());
            if (plan.equals(sameCondition)) {
                return i;
            }
        }
        return -1;
    }

    private static List<Reconcile.Told> told(List<Reach> reaches) {
        List<Reconcile.Told> told = new ArrayList<>();
        for (Reach reach : reaches) {
            EffectReport report = switch (reach.state()) {
                case DELIVERED -> EffectReport.DELIVERED;
                case ACCEPTED -> EffectReport.ACCEPTED;
                case DECLINED -> EffectReport.DECLINED;
                case FAILED -> EffectReport.NO_ANSWER;
                case WAITING, STARTED, STOPPED -> null;
            };
            if (report != null) {
                told.add(new Reconcile.Told(reach.contact(), report));
            }
        }
        return told;
    }
}
