package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command.Reconcile;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreState.Answered;
import care.convoy.alert.EffectReport;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.alertlog.CommandCodec;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the log is told of an alert that was handled here. Stateless. */
final class Reconciliation {
    private static final OperatorId GATEWAY = new OperatorId("gateway");
    private static final UUID NOT_YET = new UUID(0, 0);

    private Reconciliation() {}

    /**
     * Under which name the log has an alert.
     *
     * @param sameLog whether it is the log that the alert was taken up from
     * @param raiseAtMillis when age raises the priority here next; 0 if it does not
     */
    record Name(AlertId here, AlertId there, boolean sameLog, long raiseAtMillis) {}

    /**
     * The command, or null if there is nothing to tell. Its id follows from its content and from how often the alert
     * has changed hands: the same news told again after a crash is known as a repeat, further news are not.
     *
     * @param generation of the journal
     */
    static @Nullable Reconcile of(EmergencyCore.Handled handled, Name name, long generation) {
        Reconcile.Hands hands = hands(handled);
        Reconcile.Reached reached = reached(handled, name.raiseAtMillis());
        if (isNothing(hands, reached)) {
            return null;
        }
        Reconcile news =
                new Reconcile(new CommandId(GATEWAY, NOT_YET), name.there(), known(handled, name), hands, reached);
        byte[] content = encode(news);
        while (content == null) {
            news = shorter(news);
            content = encode(news);
        }
        byte[] named = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + content.length)
                .putLong(generation)
                .putInt(handled.doings().turns())
                .put(content)
                .array();
        CommandId id = new CommandId(GATEWAY, UUID.nameUUIDFromBytes(named));
        return new Reconcile(id, news.alert(), news.known(), news.hands(), news.reached());
    }

    /** An answer as the log is to give it again: the version is this gateway's own, so it is negative there. */
    static Answered ofThisGateway(Answered answered) {
        Outcome outcome = switch (answered.outcome()) {
            case Outcome.Done done -> new Outcome.Done(done.alert(), -Math.abs(done.version()), done.duplicate());
            case Outcome.Refused refused ->
                new Outcome.Refused(
                        refused.reason(), refused.owner(), refused.ownedSinceMillis(), -Math.abs(refused.version()));
        };
        return new Answered(
                answered.id(), answered.type(), answered.alert(), answered.device(), answered.fingerprint(), outcome);
    }

    private static boolean isNothing(Reconcile.Hands hands, Reconcile.Reached reached) {
        boolean untouched = hands.owner() == null && hands.former().isEmpty() && hands.disposition() == null;
        return untouched
                && !hands.asks()
                && reached.age().sinceMillis() == 0
                && reached.steps().isEmpty()
                && reached.sentFor().isEmpty();
    }

    /** Null if it is too long. */
    private static byte @Nullable [] encode(Reconcile news) {
        try {
            return CommandCodec.encode(news);
        } catch (IllegalArgumentException tooLong) {
            return null;
        }
    }

    /** First without what came of the steps, then with ever fewer signals: the others count as unknown, and ring. */
    private static Reconcile shorter(Reconcile news) {
        Reconcile.Reached reached = news.reached();
        boolean told = reached.steps().stream().anyMatch(step -> !step.told().isEmpty())
                || reached.sentFor().stream().anyMatch(sent -> !sent.told().isEmpty());
        if (told) {
            return new Reconcile(news.id(), news.alert(), news.known(), news.hands(), withoutReports(reached));
        }
        Reconcile.Known known = news.known();
        List<SignalKey> heard = known.heard();
        if (heard.isEmpty()) {
            throw new IllegalStateException("the handling of an alert does not fit: " + news.alert());
        }
        List<SignalKey> latest = heard.subList((heard.size() + 1) / 2, heard.size());
        Reconcile.Known fewer = new Reconcile.Known(known.same(), known.answered(), known.first(), latest);
        return new Reconcile(news.id(), news.alert(), fewer, news.hands(), reached);
    }

    private static Reconcile.Reached withoutReports(Reconcile.Reached reached) {
        return new Reconcile.Reached(
                reached.progress(),
                reached.steps().stream()
                        .map(step -> new Reconcile.StepDone(step.priority(), step.step(), List.of()))
                        .toList(),
                reached.sentFor().stream()
                        .map(sent -> new Reconcile.SentFor(sent.operator(), sent.action(), List.of()))
                        .toList(),
                reached.age());
    }

    /** A signal that nobody has acknowledged here is to go on asking there. */
    private static Reconcile.Known known(EmergencyCore.Handled handled, Name name) {
        Doings doings = handled.doings();
        boolean began = doings.first() == 0;
        boolean same = name.here().equals(name.there()) && (began || name.sameLog());
        return new Reconcile.Known(same, !handled.last().attentionPending(), same ? doings.first() : 0, doings.heard());
    }

    private static Reconcile.Hands hands(EmergencyCore.Handled handled) {
        AlertView view = handled.last();
        return new Reconcile.Hands(
                view.owner(),
                handled.doings().former(),
                view.attentionPending(),
                handled.doings().putOff(view),
                view.disposition());
    }

    private static Reconcile.Reached reached(EmergencyCore.Handled handled, long raiseAtMillis) {
        AlertView view = handled.last();
        List<Reconcile.SentFor> sentFor = new ArrayList<>();
        handled.doings()
                .sentFor()
                .forEach((action, operator) ->
                        sentFor.add(new Reconcile.SentFor(operator, action, toldBeside(view, action))));
        return new Reconcile.Reached(
                view.progress(),
                steps(handled),
                sentFor,
                age(view, handled.doings().age(), raiseAtMillis));
    }

    private static Reconcile.Age age(AlertView view, Reconcile.Age raised, long raiseAtMillis) {
        return raised.equals(Reconcile.Age.NONE) && raiseAtMillis == 0
                ? raised
                : new Reconcile.Age(view.priority(), raised.sinceMillis(), raiseAtMillis);
    }

    /** What came of the step that was added for this. */
    private static List<Reconcile.Told> toldBeside(AlertView view, Action action) {
        return view.steps().stream()
                .filter(step -> step.isAdded() && step.step().action() == action)
                .flatMap(step -> told(step.reaches()).stream())
                .toList();
    }

    private static List<Reconcile.StepDone> steps(EmergencyCore.Handled handled) {
        AlertView view = handled.last();
        int presentFrom = handled.doings().presentFrom();
        List<Reconcile.StepDone> steps = new ArrayList<>();
        for (AlertView.Step step : view.steps()) {
            // what was done under a lower priority is to be done once more, also if both lists have it
            boolean former = !step.isAdded() && step.index() < presentFrom;
            Place place = step.doneAtMillis() == 0
                    ? null
                    : former
                            ? formerPlace(step.step(), view.priority(), handled.plans())
                            : place(step.step(), view.priority(), handled.plans());
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
            int number = numberOf(step, steps(plan, present));
            Place place = number >= 0 ? new Place(present, number) : formerPlace(step, present, List.of(plan));
            if (place != null) {
                return place;
            }
        }
        return null;
    }

    /** In the newest plan that has it among the steps of another priority than the present one, or null. */
    private static @Nullable Place formerPlace(EscalationStep step, Priority present, List<EscalationPlan> plans) {
        for (EscalationPlan plan : plans.reversed()) {
            for (Priority priority : List.of(Priority.P1, Priority.P2, Priority.P3)) {
                int number = priority == present ? -1 : numberOf(step, steps(plan, priority));
                if (number >= 0) {
                    return new Place(priority, number);
                }
            }
        }
        return null;
    }

    private static List<EscalationStep> steps(EscalationPlan plan, Priority priority) {
        return switch (priority) {
            case P1 -> plan.p1();
            case P2 -> plan.p2();
            case P3 -> plan.p3();
            case P4, P5 -> List.of();
        };
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
                case WAITING, STARTED, QUEUED, STOPPED -> null;
            };
            if (report != null) {
                told.add(new Reconcile.Told(reach.contact(), report));
            }
        }
        return told;
    }
}
