package care.convoy.alert;

import static java.util.Objects.requireNonNull;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A core on virtual time with one resident, two operators and everything it says written down. */
final class Scene {
    static final long START_MILLIS = 1_790_000_000_000L;
    static final ResidentId RESIDENT = new ResidentId("R1");
    static final DeviceId BAND = new DeviceId("band-1");
    static final OperatorId LI = new OperatorId("li");
    static final OperatorId WANG = new OperatorId("wang");
    static final EscalationPlan PLAN = OneRing.plan();
    static final Disposition HELPED = new Disposition(
            Disposition.Cause.ASSISTANCE,
            Disposition.Outcome.CONTACT_ATTENDED,
            false,
            Disposition.Verification.VOICE,
            null);

    /** What the core said. */
    record Told(long atMillis, Event event, AlertView after) {}

    final List<Told> told = new ArrayList<>();
    private final Map<AlertId, Long> versions = new HashMap<>();
    private final CoreLimits limits;
    private AlertCore core;
    private long nowMillis = START_MILLIS;
    private long sequence;
    private long commands;
    AlertStatus status = AlertStatus.ACTUAL;
    EscalationPlan plan = PLAN;

    Scene() {
        this(CoreLimits.standard());
    }

    Scene(CoreLimits limits) {
        this.limits = limits;
        core = new AlertCore(limits);
        core.advance(nowMillis, this::hear);
    }

    private void hear(Event event, AlertView after) {
        told.add(new Told(core.nowMillis(), event, after));
        if (event instanceof Event.OfAlert ofAlert) {
            long before = versions.getOrDefault(ofAlert.alert(), 0L);
            if (!after.id().equals(ofAlert.alert()) || after.version() != before + 1) {
                throw new AssertionError("version " + before + " is followed by " + after.version() + ": " + event);
            }
            versions.put(after.id(), after.version());
        }
    }

    AlertCore core() {
        return core;
    }

    long nowMillis() {
        return nowMillis;
    }

    Outcome apply(Command command) {
        return core.apply(nowMillis, command, this::hear);
    }

    /** Lets time pass as the log's timer would: the core is called whenever it asked to be. */
    void pass(double seconds) {
        long until = nowMillis + Math.round(seconds * 1_000);
        while (core.millisToNextDeadline() <= until - nowMillis) {
            nowMillis += core.millisToNextDeadline();
            core.advance(nowMillis, this::hear);
        }
        nowMillis = until;
        core.advance(nowMillis, this::hear);
    }

    /** The core is called once after all that time. */
    void jump(double seconds) {
        nowMillis += Math.round(seconds * 1_000);
        core.advance(nowMillis, this::hear);
    }

    void restart() {
        core = AlertCore.restore(core.export(), limits);
    }

    // ---- signals

    Command.Signal signal(DeviceId device, ResidentId resident, long seq, DeviceMessage.Alarm message) {
        return new Command.Signal(
                new SignalKey(device, 1, seq), nowMillis, Command.NO_TIME, resident, message, status, plan, List.of());
    }

    /** A new signal of the resident's band. */
    Outcome hear(DeviceMessage.Alarm message) {
        return apply(signal(BAND, RESIDENT, ++sequence, message));
    }

    /** A signal of the band with a sequence of its own, as a repeat has it. */
    Outcome hear(long seq, DeviceMessage.Alarm message) {
        return apply(signal(BAND, RESIDENT, seq, message));
    }

    long lastSequence() {
        return sequence;
    }

    static DeviceMessage.Alarm sos() {
        return new DeviceMessage.SosPressed(1, null);
    }

    static DeviceMessage.Alarm fall(Movement movement) {
        return new DeviceMessage.FallDetected(movement, DeviceMessage.ABSENT, null);
    }

    static DeviceMessage.Alarm cancel() {
        return new DeviceMessage.WearerCancelled(DeviceMessage.ABSENT);
    }

    // ---- operators

    CommandId id(OperatorId operator) {
        return new CommandId(operator, new UUID(7, ++commands));
    }

    Outcome claim(OperatorId operator) {
        return apply(new Command.Claim(id(operator), alert().id(), alert().version()));
    }

    Outcome renew(OperatorId operator) {
        return apply(new Command.RenewLease(id(operator), alert().id()));
    }

    Outcome note(OperatorId operator) {
        return apply(new Command.AddNote(id(operator), alert().id(), words("answers")));
    }

    Outcome resolve(OperatorId operator) {
        return resolve(operator, HELPED);
    }

    Outcome resolve(OperatorId operator, Disposition how) {
        return apply(new Command.Resolve(id(operator), alert().id(), alert().version(), how, null));
    }

    Outcome takeOver(OperatorId operator) {
        return apply(new Command.TakeOver(id(operator), alert().id(), alert().version()));
    }

    Outcome release(OperatorId operator) {
        return apply(new Command.Release(id(operator), alert().id()));
    }

    Outcome defer(OperatorId operator, long seconds) {
        return apply(new Command.Defer(
                id(operator),
                alert().id(),
                alert().version(),
                seconds * 1_000,
                Command.DeferralReason.CALL_BACK_AGREED,
                null));
    }

    Outcome progress(OperatorId operator, AlertState to) {
        return apply(new Command.Progress(id(operator), alert().id(), to));
    }

    Outcome reopen(OperatorId operator, AlertId alert) {
        return apply(new Command.Reopen(id(operator), alert, null));
    }

    Outcome close(OperatorId operator, AlertId alert) {
        return apply(new Command.Close(id(operator), alert, null));
    }

    /** Puts the band on test. */
    Outcome beginTest(long seconds) {
        return apply(new Command.BeginTest(id(WANG), BAND, seconds * 1_000));
    }

    Outcome endTest() {
        return apply(new Command.EndTest(id(WANG), BAND));
    }

    Outcome summon(OperatorId operator, EscalationStep.Action... actions) {
        return apply(new Command.Summon(id(operator), alert().id(), List.of(actions)));
    }

    Outcome sendCard(OperatorId operator) {
        return apply(new Command.SendCard(id(operator), alert().id(), words("{}")));
    }

    /** What the ambulance service tells. */
    Outcome ambulance(Command.Scene stage) {
        return apply(new Command.ReportScene(id(OperatorId.AMBULANCE), alert().id(), "", stage, null));
    }

    Outcome arrives(String contact) {
        return apply(
                new Command.ReportScene(id(OperatorId.CONTACT), alert().id(), contact, Command.Scene.ARRIVED, null));
    }

    /** What a gateway did that knew the first so many signals, and of them all that it answered: 0 if it did not. */
    static Command.Reconcile reconcile(
            CommandId id,
            AlertId alert,
            OperatorId owner,
            List<Command.Reconcile.StepDone> steps,
            int signals,
            Disposition how) {
        return new Command.Reconcile(
                id,
                alert,
                new Command.Reconcile.Known(true, signals > 0, signals, List.of()),
                new Command.Reconcile.Hands(owner, List.of(), false, null, how),
                new Command.Reconcile.Reached(AlertState.CLAIMED, steps, List.of()));
    }

    // ---- effects

    /** Reports the last effect that was to reach this contact, or the role named by the action if it is "". */
    Outcome report(String contact, EffectReport report) {
        return report(effects(contact).getLast().key(), report);
    }

    Outcome report(EffectKey key, EffectReport report) {
        return apply(new Command.ReportEffect(key, report));
    }

    /** All effects that were to reach this contact. */
    List<Effect> effects(String contact) {
        return events(Event.EffectDue.class).stream()
                .map(Event.EffectDue::effect)
                .filter(effect -> effect.contact().equals(contact))
                .toList();
    }

    /** When and how this contact was to be reached, as {@code 60 VOICE}; in seconds since the scene began. */
    List<String> asked(String contact) {
        return told.stream()
                .filter(t -> t.event() instanceof Event.EffectDue due
                        && due.effect().contact().equals(contact))
                .map(t -> (t.atMillis() - START_MILLIS) / 1_000 + " "
                        + ((Event.EffectDue) t.event()).effect().channel())
                .toList();
    }

    /** How far a contact was reached by the last step that names them. */
    Reach reach(String contact) {
        return alert().steps().reversed().stream()
                .flatMap(step -> step.reaches().stream())
                .filter(reach -> reach.contact().equals(contact))
                .findFirst()
                .orElseThrow();
    }

    static Sealed words(String text) {
        return Sealed.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- what one sees

    /** The one open alert. */
    AlertView alert() {
        if (core.open().size() != 1) {
            throw new AssertionError("open alerts: " + core.open());
        }
        return core.open().iterator().next();
    }

    /** The one alert that has ended and is not closed. */
    AlertView ended() {
        if (core.ended().size() != 1) {
            throw new AssertionError("ended alerts: " + core.ended());
        }
        return core.ended().iterator().next();
    }

    AlertView alert(AlertId id) {
        return requireNonNull(core.find(id));
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return told.stream()
                .map(Told::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** When a step with this action was started, in seconds since the scene began. */
    List<Long> startedAt(EscalationStep.Action action) {
        return told.stream()
                .filter(t -> t.event() instanceof Event.StepDue due
                        && t.after().steps().stream()
                                .anyMatch(
                                        s -> s.index() == due.step() && s.step().action() == action))
                .map(t -> (t.atMillis() - START_MILLIS) / 1_000)
                .toList();
    }
}
