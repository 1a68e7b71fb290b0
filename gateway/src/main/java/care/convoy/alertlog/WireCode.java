package care.convoy.alertlog;

import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.alert.Disposition;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.Outcome;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.escalation.EscalationStep;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;

/**
 * The byte that stands for each constant of an enum: its place in a list that is only ever appended to, so the enum's
 * own order is free to change. Immutable.
 */
final class WireCode<E extends Enum<E>> {
    static final WireCode<Priority> PRIORITY =
            of(Priority.class, List.of(Priority.P1, Priority.P2, Priority.P3, Priority.P4, Priority.P5));

    static final WireCode<AlertKind> KIND = of(
            AlertKind.class,
            List.of(
                    AlertKind.SOS,
                    AlertKind.FALL,
                    AlertKind.VITALS,
                    AlertKind.SMOKE,
                    AlertKind.FENCE,
                    AlertKind.SILENCE,
                    AlertKind.REMOVED,
                    AlertKind.INACTIVITY,
                    AlertKind.LOW_BATTERY,
                    AlertKind.MISSED_TEST,
                    AlertKind.CONTACT,
                    AlertKind.INFORMATION,
                    AlertKind.VISIT,
                    AlertKind.GENERAL));

    static final WireCode<AlertState> STATE = of(
            AlertState.class,
            List.of(
                    AlertState.RECEIVED,
                    AlertState.PRE_ALARM,
                    AlertState.QUEUED,
                    AlertState.CLAIMED,
                    AlertState.CONTACTING,
                    AlertState.RESPONDING,
                    AlertState.DISPATCHED,
                    AlertState.ON_SCENE,
                    AlertState.HANDED_OVER,
                    AlertState.RESOLVED,
                    AlertState.FOLLOW_UP,
                    AlertState.CLOSED,
                    AlertState.ON_TEST,
                    AlertState.DEFERRED));

    static final WireCode<AlertStatus> STATUS =
            of(AlertStatus.class, List.of(AlertStatus.ACTUAL, AlertStatus.EXERCISE, AlertStatus.TEST));

    static final WireCode<DeviceMessage.Movement> MOVEMENT = of(
            DeviceMessage.Movement.class,
            List.of(DeviceMessage.Movement.STILL, DeviceMessage.Movement.MOVING, DeviceMessage.Movement.UNKNOWN));

    static final WireCode<DeviceMessage.AlarmRaised.Reason> ALARM_REASON = of(
            DeviceMessage.AlarmRaised.Reason.class,
            List.of(
                    DeviceMessage.AlarmRaised.Reason.LEFT_FENCE,
                    DeviceMessage.AlarmRaised.Reason.ENTERED_FENCE,
                    DeviceMessage.AlarmRaised.Reason.UNSPECIFIED));

    static final WireCode<DeviceMessage.Matter> MATTER = of(
            DeviceMessage.Matter.class,
            List.of(
                    DeviceMessage.Matter.VITALS,
                    DeviceMessage.Matter.SILENCE,
                    DeviceMessage.Matter.INACTIVITY,
                    DeviceMessage.Matter.FENCE,
                    DeviceMessage.Matter.FALL,
                    DeviceMessage.Matter.REMOVED,
                    DeviceMessage.Matter.LOW_BATTERY,
                    DeviceMessage.Matter.MISSED_TEST,
                    DeviceMessage.Matter.INFORMATION));

    static final WireCode<Position.Source> SOURCE = of(
            Position.Source.class,
            List.of(
                    Position.Source.GNSS,
                    Position.Source.WIFI,
                    Position.Source.CELL,
                    Position.Source.BEACON,
                    Position.Source.UNKNOWN));

    static final WireCode<EscalationStep.Condition> CONDITION = of(
            EscalationStep.Condition.class,
            List.of(
                    EscalationStep.Condition.ALWAYS,
                    EscalationStep.Condition.UNCLAIMED,
                    EscalationStep.Condition.UNCLAIMED_GRAVE));

    static final WireCode<EscalationStep.Action> ACTION = of(
            EscalationStep.Action.class,
            List.of(
                    EscalationStep.Action.SHOW_ALL_CONSOLES,
                    EscalationStep.Action.ALL_CONSOLES_LOUD,
                    EscalationStep.Action.CALL_SUPERVISOR,
                    EscalationStep.Action.CALL,
                    EscalationStep.Action.MESSAGE,
                    EscalationStep.Action.REQUEST_AMBULANCE,
                    EscalationStep.Action.INFORM));

    static final WireCode<EscalationStep.ChannelKind> CHANNEL = of(
            EscalationStep.ChannelKind.class,
            List.of(
                    EscalationStep.ChannelKind.VOICE,
                    EscalationStep.ChannelKind.SMS,
                    EscalationStep.ChannelKind.WEBHOOK,
                    EscalationStep.ChannelKind.MAIL,
                    EscalationStep.ChannelKind.DISPATCH));

    static final WireCode<Disposition.Cause> CAUSE = of(
            Disposition.Cause.class,
            List.of(
                    Disposition.Cause.FALL,
                    Disposition.Cause.CARDIAC_BREATHING,
                    Disposition.Cause.OTHER_ILLNESS,
                    Disposition.Cause.ASSISTANCE,
                    Disposition.Cause.ACCIDENTAL_PRESS,
                    Disposition.Cause.TEST,
                    Disposition.Cause.DEVICE_FAULT,
                    Disposition.Cause.LONELINESS,
                    Disposition.Cause.NO_RESPONSE,
                    Disposition.Cause.UNKNOWN));

    static final WireCode<Disposition.Outcome> DISPOSAL = of(
            Disposition.Outcome.class,
            List.of(
                    Disposition.Outcome.AMBULANCE_SENT,
                    Disposition.Outcome.CONTACT_ATTENDED,
                    Disposition.Outcome.ADVISED_BY_PHONE,
                    Disposition.Outcome.WEARER_CANCELLED,
                    Disposition.Outcome.REFUSED,
                    Disposition.Outcome.DECEASED));

    static final WireCode<Disposition.Verification> VERIFICATION = of(
            Disposition.Verification.class,
            List.of(
                    Disposition.Verification.NONE,
                    Disposition.Verification.VOICE,
                    Disposition.Verification.PHYSICAL,
                    Disposition.Verification.COSIGN));

    static final WireCode<Event.Abandoned.Why> WHY =
            of(Event.Abandoned.Why.class, List.of(Event.Abandoned.Why.LEASE_LAPSED, Event.Abandoned.Why.RELEASED));

    static final WireCode<Outcome.Reason> REASON = of(
            Outcome.Reason.class,
            List.of(
                    Outcome.Reason.UNKNOWN_ALERT,
                    Outcome.Reason.OWNED_BY_OTHER,
                    Outcome.Reason.VERSION_MISMATCH,
                    Outcome.Reason.NOT_OWNER,
                    Outcome.Reason.WRONG_STATE,
                    Outcome.Reason.NOT_VERIFIED,
                    Outcome.Reason.COSIGNER_MISSING,
                    Outcome.Reason.TOO_MANY_NOTES,
                    Outcome.Reason.FULL,
                    Outcome.Reason.ATTENTION_PENDING,
                    Outcome.Reason.KEY_REUSED,
                    Outcome.Reason.P1_NEVER_WAITS,
                    Outcome.Reason.TOO_LONG,
                    Outcome.Reason.OTHER_ALERT_OPEN,
                    Outcome.Reason.UNKNOWN_EFFECT,
                    Outcome.Reason.UNKNOWN_CONTACT));

    static final WireCode<CoreState.SignalType> SIGNAL_TYPE = of(
            CoreState.SignalType.class,
            List.of(
                    CoreState.SignalType.SOS,
                    CoreState.SignalType.FALL,
                    CoreState.SignalType.CANCEL,
                    CoreState.SignalType.TEST,
                    CoreState.SignalType.REMOVED,
                    CoreState.SignalType.WORN,
                    CoreState.SignalType.BATTERY,
                    CoreState.SignalType.LEFT_FENCE,
                    CoreState.SignalType.ENTERED_FENCE,
                    CoreState.SignalType.GENERAL,
                    CoreState.SignalType.RULE_ALERT,
                    CoreState.SignalType.RULE_TASK,
                    CoreState.SignalType.RULE_CLEARED));

    static final WireCode<CoreState.CommandType> COMMAND_TYPE = of(
            CoreState.CommandType.class,
            List.of(
                    CoreState.CommandType.CLAIM,
                    CoreState.CommandType.RELEASE,
                    CoreState.CommandType.NOTE,
                    CoreState.CommandType.RESOLVE,
                    CoreState.CommandType.TAKE_OVER,
                    CoreState.CommandType.DEFER,
                    CoreState.CommandType.PROGRESS,
                    CoreState.CommandType.SUMMON,
                    CoreState.CommandType.REOPEN,
                    CoreState.CommandType.CLOSE,
                    CoreState.CommandType.BEGIN_TEST,
                    CoreState.CommandType.END_TEST,
                    CoreState.CommandType.RECONCILE,
                    CoreState.CommandType.ORDER,
                    CoreState.CommandType.SEND_CARD,
                    CoreState.CommandType.REPORT_SCENE));

    static final WireCode<EscalationStep.Order> ORDER =
            of(EscalationStep.Order.class, List.of(EscalationStep.Order.PARALLEL, EscalationStep.Order.IN_TURN));

    static final WireCode<Reach.State> REACH = of(
            Reach.State.class,
            List.of(
                    Reach.State.WAITING,
                    Reach.State.STARTED,
                    Reach.State.DELIVERED,
                    Reach.State.ACCEPTED,
                    Reach.State.DECLINED,
                    Reach.State.FAILED,
                    Reach.State.STOPPED,
                    Reach.State.QUEUED));

    static final WireCode<EffectReport> REPORT = of(
            EffectReport.class,
            List.of(
                    EffectReport.FAILED,
                    EffectReport.UNREACHABLE,
                    EffectReport.NO_ANSWER,
                    EffectReport.DECLINED,
                    EffectReport.DELIVERED,
                    EffectReport.ACCEPTED,
                    EffectReport.QUEUED,
                    EffectReport.UNDER_WAY));

    static final WireCode<Command.DeferralReason> DEFERRAL = of(
            Command.DeferralReason.class,
            List.of(
                    Command.DeferralReason.CALL_BACK_AGREED,
                    Command.DeferralReason.VISIT_UNDER_WAY,
                    Command.DeferralReason.WAITING_FOR_DEVICE,
                    Command.DeferralReason.OTHER));

    static final WireCode<Command.Scene> SCENE = of(
            Command.Scene.class,
            List.of(
                    Command.Scene.RECEIVED,
                    Command.Scene.DISPATCHED,
                    Command.Scene.ARRIVED,
                    Command.Scene.HANDED_OVER,
                    Command.Scene.CANCELLED));

    static final WireCode<Event.TestOver.Why> TEST_OVER = of(
            Event.TestOver.Why.class,
            List.of(Event.TestOver.Why.SIGNAL, Event.TestOver.Why.EXPIRED, Event.TestOver.Why.ENDED));

    static final WireCode<Intent.Kind> INTENT_KIND = of(
            Intent.Kind.class,
            List.of(
                    Intent.Kind.ACCEPTED,
                    Intent.Kind.RESOLVED,
                    Intent.Kind.LOCATE,
                    Intent.Kind.MEASURE,
                    Intent.Kind.RING,
                    Intent.Kind.MESSAGE,
                    Intent.Kind.CONFIGURE,
                    Intent.Kind.SOS_NUMBERS,
                    Intent.Kind.FALL_ALARM,
                    Intent.Kind.CALL_BACK));

    static final WireCode<Intent.By> HELPER =
            of(Intent.By.class, List.of(Intent.By.OPERATOR, Intent.By.CONTACT, Intent.By.AMBULANCE));

    static final WireCode<Intent.State> INTENT_STATE = of(
            Intent.State.class,
            List.of(
                    Intent.State.PENDING,
                    Intent.State.SENT,
                    Intent.State.ACKNOWLEDGED,
                    Intent.State.UNSUPPORTED,
                    Intent.State.REFUSED,
                    Intent.State.FAILED,
                    Intent.State.EXPIRED,
                    Intent.State.SUPERSEDED));

    private final String name;
    private final List<E> byCode;
    private final EnumMap<E, Integer> codes;

    private WireCode(Class<E> type, List<E> byCode) {
        this.name = type.getSimpleName();
        this.byCode = byCode;
        this.codes = new EnumMap<>(type);
        for (int code = 0; code < byCode.size(); code++) {
            codes.put(byCode.get(code), code);
        }
        if (codes.size() != type.getEnumConstants().length) {
            throw new IllegalStateException(type.getName() + " has constants without a code in the encoding");
        }
    }

    private static <E extends Enum<E>> WireCode<E> of(Class<E> type, List<E> inCodeOrder) {
        return new WireCode<>(type, inCodeOrder);
    }

    void write(FrameWriter out, E value) {
        out.octet(Objects.requireNonNull(codes.get(value)));
    }

    E read(FrameReader in) throws MalformedFrame {
        int code = in.octet();
        if (code >= byCode.size()) {
            throw new MalformedFrame("unknown " + name + " " + code);
        }
        return byCode.get(code);
    }
}
