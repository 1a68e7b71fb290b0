package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.Event;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.List;

/** How the events look that version 2 brought: the whole life of an alert, its effects, and the merge of an emergency. */
final class LifeCycleFields {
    private static final int TAKEN_OVER = 17;
    private static final int DEFERRED = 18;
    private static final int RETURNED = 19;
    private static final int HELD_ON_TEST = 20;
    private static final int TEST_OVER = 21;
    private static final int PROGRESSED = 22;
    private static final int SUMMONED = 23;
    private static final int EFFECT_DUE = 24;
    private static final int EFFECT_REPORTED = 25;
    private static final int NOBODY_LEFT = 26;
    private static final int FOLLOW_UP_OPENED = 27;
    private static final int FOLLOW_UP_OVERDUE = 28;
    private static final int REOPENED = 29;
    private static final int CLOSED = 30;
    private static final int RECONCILED = 31;
    /** 32 and 33 are of {@link EventFields}. Version 3 of events; the same in a snapshot of any version. */
    private static final int RECONCILED_AND_LEFT = 34;

    /** Since version 6, as the next. */
    private static final int CARD_SENT = 35;

    private static final int SCENE_REPORTED = 36;

    private LifeCycleFields() {}

    static void write(FrameWriter out, Event.OfAlert event) {
        if (IntentFields.isOfIntent(event)) {
            IntentFields.write(out, event);
            return;
        }
        out.octet(typeOf(event));
        AlertFields.writeAlert(out, event.alert());
        switch (event) {
            case Event.TakenOver taken -> {
                AlertFields.writeOperator(out, taken.operator());
                AlertFields.writeOperator(out, taken.from());
                out.signed(taken.leaseUntilMillis());
            }
            case Event.Deferred deferred -> {
                AlertFields.writeOperator(out, deferred.operator());
                out.signed(deferred.untilMillis());
                WireCode.DEFERRAL.write(out, deferred.reason());
                AlertFields.writeOptionalSealed(out, deferred.note());
            }
            case Event.HeldOnTest held -> out.signed(held.untilMillis());
            case Event.TestOver over -> WireCode.TEST_OVER.write(out, over.why());
            case Event.Progressed progressed -> {
                AlertFields.writeOptionalOperator(out, progressed.operator());
                WireCode.STATE.write(out, progressed.to());
            }
            case Event.Summoned summoned -> {
                AlertFields.writeOperator(out, summoned.operator());
                writeActions(out, summoned.actions());
            }
            case Event.CardSent card -> {
                AlertFields.writeOperator(out, card.operator());
                AlertFields.writeSealed(out, card.content());
            }
            case Event.SceneReported reported -> {
                out.text(reported.contact());
                WireCode.SCENE.write(out, reported.stage());
                AlertFields.writeOptionalSealed(out, reported.detail());
            }
            case Event.EffectDue due -> writeEffect(out, due.effect(), due.alert());
            case Event.EffectReported reported -> {
                writeEffect(out, reported.effect(), reported.alert());
                WireCode.REPORT.write(out, reported.report());
            }
            case Event.NobodyLeft left -> out.signed(left.step());
            case Event.FollowUpOpened opened -> out.signed(opened.dueAtMillis());
            case Event.Reopened reopened -> {
                AlertFields.writeOperator(out, reopened.operator());
                out.signed(reopened.leaseUntilMillis());
                AlertFields.writeOptionalSealed(out, reopened.note());
            }
            case Event.Closed closed -> {
                AlertFields.writeOptionalOperator(out, closed.operator());
                AlertFields.writeOptionalSealed(out, closed.note());
            }
            case Event.Reconciled reconciled -> writeReconciled(out, reconciled);
            default -> {}
        }
    }

    private static int typeOf(Event.OfAlert event) {
        return switch (event) {
            case Event.TakenOver _ -> TAKEN_OVER;
            case Event.Deferred _ -> DEFERRED;
            case Event.Returned _ -> RETURNED;
            case Event.HeldOnTest _ -> HELD_ON_TEST;
            case Event.TestOver _ -> TEST_OVER;
            case Event.Progressed _ -> PROGRESSED;
            case Event.Summoned _ -> SUMMONED;
            case Event.CardSent _ -> CARD_SENT;
            case Event.SceneReported _ -> SCENE_REPORTED;
            case Event.EffectDue _ -> EFFECT_DUE;
            case Event.EffectReported _ -> EFFECT_REPORTED;
            case Event.NobodyLeft _ -> NOBODY_LEFT;
            case Event.FollowUpOpened _ -> FOLLOW_UP_OPENED;
            case Event.FollowUpOverdue _ -> FOLLOW_UP_OVERDUE;
            case Event.Reopened _ -> REOPENED;
            case Event.Closed _ -> CLOSED;
            case Event.Reconciled reconciled -> wasLeft(reconciled) ? RECONCILED_AND_LEFT : RECONCILED;
            default -> throw new IllegalStateException("an event without a form: " + event.getClass());
        };
    }

    static Event.OfAlert read(FrameReader in, int type, AlertId alert) throws MalformedFrame {
        return switch (type) {
            case TAKEN_OVER ->
                new Event.TakenOver(alert, AlertFields.readOperator(in), AlertFields.readOperator(in), in.signed());
            case DEFERRED ->
                new Event.Deferred(
                        alert,
                        AlertFields.readOperator(in),
                        in.signed(),
                        WireCode.DEFERRAL.read(in),
                        AlertFields.readOptionalSealed(in));
            case RETURNED -> new Event.Returned(alert);
            case HELD_ON_TEST -> new Event.HeldOnTest(alert, in.signed());
            case TEST_OVER -> new Event.TestOver(alert, WireCode.TEST_OVER.read(in));
            case PROGRESSED ->
                new Event.Progressed(alert, AlertFields.readOptionalOperator(in), WireCode.STATE.read(in));
            case SUMMONED -> new Event.Summoned(alert, AlertFields.readOperator(in), readActions(in));
            case CARD_SENT -> new Event.CardSent(alert, AlertFields.readOperator(in), AlertFields.readSealed(in));
            case SCENE_REPORTED ->
                new Event.SceneReported(alert, in.text(), WireCode.SCENE.read(in), AlertFields.readOptionalSealed(in));
            case EFFECT_DUE -> new Event.EffectDue(alert, readEffect(in, alert));
            case EFFECT_REPORTED -> new Event.EffectReported(alert, readEffect(in, alert), WireCode.REPORT.read(in));
            case NOBODY_LEFT -> new Event.NobodyLeft(alert, in.signedInt());
            case FOLLOW_UP_OPENED -> new Event.FollowUpOpened(alert, in.signed());
            case FOLLOW_UP_OVERDUE -> new Event.FollowUpOverdue(alert);
            case REOPENED ->
                new Event.Reopened(
                        alert, AlertFields.readOperator(in), in.signed(), AlertFields.readOptionalSealed(in));
            case CLOSED ->
                new Event.Closed(alert, AlertFields.readOptionalOperator(in), AlertFields.readOptionalSealed(in));
            case RECONCILED -> readReconciled(in, alert, false);
            case RECONCILED_AND_LEFT -> readReconciled(in, alert, true);
            default -> IntentFields.read(in, type, alert);
        };
    }

    static void writeActions(FrameWriter out, List<EscalationStep.Action> actions) {
        out.unsigned(actions.size());
        for (EscalationStep.Action action : actions) {
            WireCode.ACTION.write(out, action);
        }
    }

    static List<EscalationStep.Action> readActions(FrameReader in) throws MalformedFrame {
        int count = in.count();
        List<EscalationStep.Action> actions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            actions.add(WireCode.ACTION.read(in));
        }
        return actions;
    }

    static void writeEffectKey(FrameWriter out, EffectKey key) {
        AlertFields.writeAlert(out, key.alert());
        out.signed(key.step());
        out.signed(key.attempt());
    }

    static EffectKey readEffectKey(FrameReader in) throws MalformedFrame {
        return new EffectKey(AlertFields.readAlert(in), in.signedInt(), in.signedInt());
    }

    /** An effect's alert is the event's own but for a fault of the core, which is to be seen as it was. */
    private static void writeEffect(FrameWriter out, Effect effect, AlertId ofEvent) {
        EffectKey key = effect.key();
        AlertFields.writeOptionalAlert(out, key.alert().equals(ofEvent) ? null : key.alert());
        out.signed(key.step());
        out.signed(key.attempt());
        WireCode.ACTION.write(out, effect.action());
        out.text(effect.contact());
        WireCode.CHANNEL.write(out, effect.channel());
    }

    private static Effect readEffect(FrameReader in, AlertId ofEvent) throws MalformedFrame {
        AlertId other = AlertFields.readOptionalAlert(in);
        EffectKey key = new EffectKey(other == null ? ofEvent : other, in.signedInt(), in.signedInt());
        return new Effect(key, WireCode.ACTION.read(in), in.text(), WireCode.CHANNEL.read(in));
    }

    private static void writeReconciled(FrameWriter out, Event.Reconciled reconciled) {
        AlertFields.writeOptionalOperator(out, reconciled.owner());
        out.flag(reconciled.ownerKept());
        out.signed(reconciled.steps());
        AlertFields.writeOptionalDisposition(out, reconciled.disposition());
        out.flag(reconciled.resolved());
        if (wasLeft(reconciled)) {
            AlertFields.writeOptionalOperator(out, reconciled.leftBy());
            out.signed(reconciled.putOffUntilMillis());
        }
    }

    private static boolean wasLeft(Event.Reconciled reconciled) {
        return reconciled.leftBy() != null || reconciled.putOffUntilMillis() != 0;
    }

    private static Event.Reconciled readReconciled(FrameReader in, AlertId alert, boolean left) throws MalformedFrame {
        return new Event.Reconciled(
                alert,
                AlertFields.readOptionalOperator(in),
                in.flag(),
                in.signedInt(),
                AlertFields.readOptionalDisposition(in),
                in.flag(),
                left ? AlertFields.readOptionalOperator(in) : null,
                left ? in.signed() : 0);
    }
}
