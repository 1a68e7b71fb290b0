package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreState;
import care.convoy.alert.Disposition;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alert.Priority;
import care.convoy.alert.Task;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws every kind of value that travels in the log, by seed. */
final class Samples {
    private static final String ID_LETTERS = "ABCXYZabcxyz0189._:-";
    private static final String NAME_LETTERS = "az09 \u62A4\u822A\u00E9\uD83D\uDE91";

    private final Random random;
    private final IntentSamples intents;
    private final StepSamples steps;

    Samples(long seed) {
        random = new Random(seed);
        intents = new IntentSamples(random, this);
        steps = new StepSamples(random, this);
    }

    Command command() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> signal();
            case 2, 3, 4 -> byOperator();
            case 5 -> new Command.ReportEffect(effectKey(alertId()), one(EffectReport.class));
            case 6 -> reconcile();
            case 7 -> new Command.Remember(list(7, this::answered));
            default -> ofDevice();
        };
    }

    private Command byOperator() {
        return switch (random.nextInt(13)) {
            case 11 -> new Command.SendCard(commandId(), alertId(), sealed(), random.nextBoolean());
            case 12 -> steps.told(commandId(), alertId());
            case 0 -> new Command.Claim(commandId(), alertId(), number());
            case 1 -> new Command.RenewLease(commandId(), alertId());
            case 2 -> new Command.Release(commandId(), alertId());
            case 3 -> new Command.AddNote(commandId(), alertId(), sealed());
            case 4 -> new Command.Resolve(commandId(), alertId(), number(), disposition(), orNull(this::sealed));
            case 5 -> new Command.TakeOver(commandId(), alertId(), number());
            case 6 ->
                new Command.Defer(
                        commandId(),
                        alertId(),
                        number(),
                        number(),
                        one(Command.DeferralReason.class),
                        orNull(this::sealed));
            case 7 -> new Command.Progress(commandId(), alertId(), one(AlertState.class));
            case 8 -> new Command.Summon(commandId(), alertId(), list(4, () -> one(EscalationStep.Action.class)));
            case 9 -> new Command.Reopen(commandId(), alertId(), orNull(this::sealed));
            default -> new Command.Close(commandId(), alertId(), orNull(this::sealed));
        };
    }

    private Command ofDevice() {
        return switch (random.nextInt(6)) {
            case 4 -> new Command.Order(commandId(), device(), orNull(this::alertId), intents.ordered());
            case 5 -> new Command.ReportIntent(device(), 1 + random.nextLong(Intent.MOST_IDS), intents.reported());
            case 0 -> new Command.BeginTest(commandId(), device(), number());
            case 1 -> new Command.EndTest(commandId(), device());
            case 2 -> new Command.CureTask(device(), one(AlertKind.class));
            default -> new Command.Tick();
        };
    }

    private Command.Reconcile reconcile() {
        return new Command.Reconcile(
                commandId(),
                alertId(),
                new Command.Reconcile.Known(
                        random.nextBoolean(), random.nextBoolean(), random.nextInt(9), list(6, this::keyOfFew)),
                new Command.Reconcile.Hands(
                        orNull(this::operator),
                        list(3, this::operator),
                        random.nextBoolean(),
                        orNull(() ->
                                new Command.Reconcile.PutOff(operator(), number(), one(Command.DeferralReason.class))),
                        orNull(this::disposition)),
                new Command.Reconcile.Reached(
                        one(AlertState.class),
                        list(
                                4,
                                () -> new Command.Reconcile.StepDone(
                                        one(Priority.class), random.nextInt(9), list(3, this::told))),
                        list(
                                2,
                                () -> new Command.Reconcile.SentFor(
                                        operator(), one(EscalationStep.Action.class), list(3, this::told))),
                        random.nextBoolean()
                                ? Command.Reconcile.Age.NONE
                                : new Command.Reconcile.Age(one(Priority.class), number(), number())));
    }

    private Command.Reconcile.Told told() {
        return new Command.Reconcile.Told(name(), one(EffectReport.class));
    }

    private SignalKey keyOfFew() {
        return random.nextInt(3) == 0 ? key() : new SignalKey(new DeviceId("band-1"), 1, random.nextInt(1_000));
    }

    Command.Signal signal() {
        return new Command.Signal(
                key(),
                number(),
                random.nextBoolean() ? Command.NO_TIME : number(),
                orNull(this::resident),
                alarm(),
                one(AlertStatus.class),
                plan(),
                list(3, this::name),
                random.nextBoolean());
    }

    Outcome outcome() {
        return random.nextBoolean()
                ? new Outcome.Done(orNull(this::alertId), number(), random.nextBoolean())
                : new Outcome.Refused(one(Outcome.Reason.class), orNull(this::operator), number(), number());
    }

    CommittedEvent committed(long position, int ordinal) {
        Event event = event();
        AlertView after = event instanceof Event.OfAlert ? view(List.of()) : null;
        return new CommittedEvent(position, ordinal, number(), event, after);
    }

    Event event() {
        return switch (random.nextInt(12)) {
            case 10 -> new Event.DeviceIntended(intents.intent());
            case 11 -> intents.deviceMoved();
            case 0 -> new Event.TestHeard(key(), orNull(this::resident), one(AlertStatus.class));
            case 1 -> new Event.TaskOpened(task());
            case 2 -> new Event.TaskCured(device(), one(AlertKind.class));
            case 3 -> new Event.DeviceOnTest(device(), operator(), number());
            case 4 -> new Event.DeviceTestOver(device(), orNull(this::operator));
            default -> eventOfAlert();
        };
    }

    Event.OfAlert eventOfAlert() {
        AlertId alert = alertId();
        return switch (random.nextInt(14)) {
            case 0 -> new Event.Raised(alert, key(), alarm(), orNull(this::alertId));
            case 1 -> new Event.Joined(alert, key(), alarm(), random.nextBoolean());
            case 2 -> new Event.PriorityRaised(alert, one(Priority.class), one(Priority.class));
            case 3 -> new Event.Queued(alert);
            case 4 -> new Event.CancelledByWearer(alert, random.nextBoolean());
            case 5 -> new Event.Unreadable(alert, key(), list(4, this::name));
            case 6 -> new Event.Reminded(alert, random.nextInt(9));
            case 7 -> new Event.StepDue(alert, random.nextInt(), random.nextInt(5));
            case 8, 9, 10 -> deskEvent(alert);
            default -> helpEvent(alert);
        };
    }

    private Event.OfAlert deskEvent(AlertId alert) {
        return switch (random.nextInt(12)) {
            case 0 -> new Event.Claimed(alert, operator(), number());
            case 1 -> new Event.LeaseRenewed(alert, operator(), number());
            case 2 -> new Event.Abandoned(alert, operator(), one(Event.Abandoned.Why.class));
            case 3 -> new Event.NoteAdded(alert, operator(), sealed());
            case 4 -> new Event.Resolved(alert, orNull(this::operator), disposition(), orNull(this::sealed));
            case 5 -> new Event.TakenOver(alert, operator(), operator(), number());
            case 6 ->
                new Event.Deferred(
                        alert, operator(), number(), one(Command.DeferralReason.class), orNull(this::sealed));
            case 7 -> new Event.Progressed(alert, orNull(this::operator), one(AlertState.class));
            case 8 -> new Event.Summoned(alert, operator(), list(3, () -> one(EscalationStep.Action.class)));
            case 9 -> new Event.Reopened(alert, operator(), number(), orNull(this::sealed));
            case 10 -> new Event.Closed(alert, orNull(this::operator), orNull(this::sealed));
            default ->
                new Event.Reconciled(
                        alert,
                        orNull(this::operator),
                        random.nextBoolean(),
                        random.nextInt(9),
                        orNull(this::disposition),
                        random.nextBoolean(),
                        orNull(this::operator),
                        random.nextBoolean() ? 0 : number());
        };
    }

    private Event.OfAlert helpEvent(AlertId alert) {
        return switch (random.nextInt(12)) {
            case 10 -> new Event.CardSent(alert, operator(), sealed());
            case 11 -> new Event.SceneReported(alert, name(), one(Command.Scene.class), orNull(this::sealed));
            case 8 -> new Event.Intended(alert, intents.intent());
            case 9 -> intents.moved(alert);
            case 0 -> new Event.Returned(alert);
            case 1 -> new Event.HeldOnTest(alert, number());
            case 2 -> new Event.TestOver(alert, one(Event.TestOver.Why.class));
            case 3 -> new Event.EffectDue(alert, effect(alert));
            case 4 -> new Event.EffectReported(alert, effect(alert), one(EffectReport.class));
            case 5 -> new Event.NobodyLeft(alert, random.nextInt(9));
            case 6 -> new Event.FollowUpOpened(alert, number());
            default -> new Event.FollowUpOverdue(alert);
        };
    }

    private EffectKey effectKey(AlertId alert) {
        return new EffectKey(alert, random.nextInt(20), random.nextInt());
    }

    private Effect effect(AlertId alert) {
        return new Effect(
                effectKey(random.nextInt(9) == 0 ? alertId() : alert),
                one(EscalationStep.Action.class),
                name(),
                one(EscalationStep.ChannelKind.class));
    }

    CoreState state(int size) {
        return new CoreState(
                new CoreState.Clock(random.nextBoolean(), number(), number(), random.nextInt(9), number()),
                list(size, this::open),
                list(size, this::task),
                list(
                        size,
                        () -> new CoreState.KnownSignal(
                                key(),
                                one(CoreState.SignalType.class),
                                number(),
                                orNull(this::alertId),
                                random.nextInt(3))),
                list(size, this::former),
                list(size, this::answered),
                list(size, () -> new CoreState.DeviceTest(device(), operator(), number())),
                list(
                        size,
                        () -> new CoreState.Ended(
                                view(List.of()),
                                plan(),
                                random.nextInt(9),
                                random.nextInt(9),
                                number(),
                                random.nextBoolean())),
                new CoreState.Intents(random.nextLong(Intent.MOST_IDS), list(size, intents::intent)));
    }

    private CoreState.Answered answered() {
        return new CoreState.Answered(
                commandId(),
                one(CoreState.CommandType.class),
                orNull(this::alertId),
                orNull(this::device),
                random.nextInt(),
                outcome());
    }

    private CoreState.Former former() {
        return random.nextBoolean()
                ? new CoreState.Former(resident(), null, alertId(), number())
                : new CoreState.Former(null, device(), alertId(), number());
    }

    private CoreState.Open open() {
        EscalationPlan plan = plan();
        List<EscalationStep> planned = new ArrayList<>(plan.p1());
        planned.addAll(plan.p2());
        planned.addAll(plan.p3());
        return new CoreState.Open(
                view(
                        list(
                                4,
                                () -> steps.stepOfAlert(
                                        planned.isEmpty() || random.nextInt(3) == 0
                                                ? step()
                                                : planned.get(random.nextInt(planned.size())))),
                        list(6, () -> new AlertView.TimelineEntry(number(), eventOfAlert()))),
                plan,
                number(),
                orNull(this::key),
                random.nextInt(9),
                random.nextInt(9),
                random.nextInt(9),
                number(),
                number());
    }

    /** An event of an alert with exactly these steps. */
    CommittedEvent committedWith(List<AlertView.Step> steps) {
        return new CommittedEvent(1, 0, number(), eventOfAlert(), view(steps, List.of()));
    }

    private AlertView view(List<AlertView.TimelineEntry> timeline) {
        return view(list(4, () -> steps.stepOfAlert(step())), timeline);
    }

    private AlertView view(List<AlertView.Step> steps, List<AlertView.TimelineEntry> timeline) {
        return new AlertView(
                alertId(),
                number(),
                orNull(this::resident),
                device(),
                one(AlertKind.class),
                one(Priority.class),
                one(AlertState.class),
                one(AlertStatus.class),
                orNull(this::operator),
                number(),
                number(),
                number(),
                number(),
                number(),
                random.nextBoolean(),
                random.nextInt(),
                random.nextInt(),
                number(),
                one(AlertState.class),
                one(DeviceMessage.Movement.class),
                random.nextInt(9),
                orNull(this::operator),
                orNull(this::position),
                orNull(this::alertId),
                orNull(this::disposition),
                steps,
                timeline);
    }

    private Task task() {
        return new Task(
                device(),
                one(AlertKind.class),
                orNull(this::resident),
                one(Priority.class),
                one(AlertStatus.class),
                number(),
                number(),
                random.nextInt(),
                orNull(this::sealed));
    }

    private DeviceMessage.Alarm alarm() {
        return switch (random.nextInt(10)) {
            case 9 -> new DeviceMessage.RuleFound(one(DeviceMessage.Matter.class), 1 + random.nextInt(5), sealed());
            case 8 -> new DeviceMessage.RuleCleared(one(DeviceMessage.Matter.class));
            case 7 ->
                new DeviceMessage.AlarmRaised(one(DeviceMessage.AlarmRaised.Reason.class), orNull(this::position));
            case 0 -> new DeviceMessage.SosPressed(random.nextInt(), orNull(this::position));
            case 1 ->
                new DeviceMessage.FallDetected(
                        one(DeviceMessage.Movement.class), random.nextInt(101), orNull(this::position));
            case 2 -> new DeviceMessage.WearerCancelled(number());
            case 3 -> new DeviceMessage.TestPressed();
            case 4 -> new DeviceMessage.BandRemoved();
            case 5 -> new DeviceMessage.BandWorn();
            default -> new DeviceMessage.BatteryLow(random.nextInt(101));
        };
    }

    private EscalationPlan plan() {
        return new EscalationPlan(
                name(),
                list(3, this::step),
                list(2, this::step),
                list(1, this::step),
                random.nextLong(EscalationPlan.NEVER, 900_000),
                random.nextLong(EscalationPlan.NEVER, 900_000));
    }

    private EscalationStep step() {
        return new EscalationStep(
                random.nextInt(1_000_000),
                one(EscalationStep.Condition.class),
                one(EscalationStep.Action.class),
                random.nextInt(4),
                list(2, this::name),
                list(3, () -> one(EscalationStep.ChannelKind.class)),
                one(EscalationStep.Order.class));
    }

    private Position position() {
        double accuracy = random.nextBoolean() ? Position.UNKNOWN_ACCURACY : random.nextDouble() * 1_000;
        return new Position(
                random.nextDouble() * 180 - 90,
                random.nextDouble() * 360 - 180,
                accuracy,
                one(Position.Source.class),
                random.nextBoolean(),
                number());
    }

    private Disposition disposition() {
        return new Disposition(
                one(Disposition.Cause.class),
                one(Disposition.Outcome.class),
                random.nextBoolean(),
                one(Disposition.Verification.class),
                orNull(this::operator));
    }

    Sealed sealed() {
        byte[] bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        return Sealed.copyOf(bytes);
    }

    private SignalKey key() {
        return new SignalKey(device(), number(), number());
    }

    DeviceId device() {
        return new DeviceId(letters(ID_LETTERS, 1 + random.nextInt(20)));
    }

    private ResidentId resident() {
        return new ResidentId(letters(ID_LETTERS, 1 + random.nextInt(20)));
    }

    OperatorId operator() {
        return new OperatorId(letters(NAME_LETTERS, 1 + random.nextInt(12)));
    }

    private CommandId commandId() {
        return new CommandId(operator(), uuid());
    }

    AlertId alertId() {
        return new AlertId(uuid());
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    String name() {
        return letters(NAME_LETTERS, random.nextInt(10));
    }

    /** Draws whole characters: half a surrogate pair is no text. */
    private String letters(String alphabet, int length) {
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    /** Of every magnitude, so that every length of a number occurs. */
    long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    <E extends Enum<E>> E one(Class<E> type) {
        E[] constants = type.getEnumConstants();
        return constants[random.nextInt(constants.length)];
    }

    <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    <T> List<T> list(int max, Supplier<T> value) {
        List<T> values = new ArrayList<>();
        int count = random.nextInt(max + 1);
        for (int i = 0; i < count; i++) {
            values.add(value.get());
        }
        return values;
    }
}
