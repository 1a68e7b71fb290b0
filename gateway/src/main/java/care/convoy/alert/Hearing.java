package care.convoy.alert;

import care.convoy.alert.CoreState.KnownSignal;
import care.convoy.alert.CoreState.SignalType;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BandWorn;
import care.convoy.device.DeviceMessage.BatteryLow;
import care.convoy.device.DeviceMessage.FallDetected;
import care.convoy.device.DeviceMessage.RuleCleared;
import care.convoy.device.DeviceMessage.RuleFound;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.DeviceMessage.TestPressed;
import care.convoy.device.DeviceMessage.WearerCancelled;
import care.convoy.device.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * What signals do: open an alert, join one, end a pre-alarm, open and cure tasks.
 *
 * <p>The same key with the same type is a repeat and changes nothing, unless the alert it belongs to has ended: then it is
 * a new press. In doubt it is a new press.
 */
final class Hearing {
    private static final Endings.Ending CANCELLED_IN_TIME = new Endings.Ending(
            new Disposition(
                    Disposition.Cause.FALL,
                    Disposition.Outcome.WEARER_CANCELLED,
                    false,
                    Disposition.Verification.NONE,
                    null),
            null);

    private final CoreLimits limits;
    private final OpenAlerts alerts;
    private final Endings endings;
    private final DeviceTests tests;
    private final Tasks tasks;
    private final SignalMemory memory;

    /** What signals meet. */
    record Surroundings(OpenAlerts alerts, Endings endings, DeviceTests tests, Tasks tasks) {}

    Hearing(CoreLimits limits, Surroundings surroundings, CoreState state) {
        this.limits = limits;
        alerts = surroundings.alerts();
        endings = surroundings.endings();
        tests = surroundings.tests();
        tasks = surroundings.tasks();
        memory = new SignalMemory(limits, state.signals());
    }

    Outcome hear(Command.Signal signal, Turn turn) {
        KnownSignal known = memory.find(signal.key());
        if (known != null && isRepeat(known, signal)) {
            OpenAlert alert = known.alert() == null ? null : alerts.find(known.alert());
            return new Outcome.Done(alert == null ? null : alert.id(), alert == null ? 0 : alert.version(), true);
        }
        return switch (signal.message()) {
            case SosPressed press -> alarm(signal, Trigger.of(press), known, turn);
            case FallDetected fall -> alarm(signal, Trigger.of(fall), known, turn);
            case BandRemoved removed -> alarm(signal, Trigger.of(removed), known, turn);
            case AlarmRaised raised -> alarm(signal, Trigger.of(raised), known, turn);
            case WearerCancelled cancel -> cancel(signal, cancel, turn);
            case BandWorn worn -> annotate(signal, turn);
            case TestPressed test -> heardTest(signal, turn);
            case BatteryLow battery -> task(signal, AlertKind.LOW_BATTERY, Priority.P4, null, turn);
            case RuleFound found
            when found.isTask() ->
                task(signal, AlertKind.of(found.matter()), Trigger.priority(found), found.evidence(), turn);
            case RuleFound found when isLesser(signal, found) -> annotate(signal, turn);
            case RuleFound found -> alarm(signal, Trigger.of(found), known, turn);
            case RuleCleared cleared -> cleared(signal, AlertKind.of(cleared.matter()), turn);
        };
    }

    Outcome cure(Command.CureTask cure, Turn turn) {
        if (tasks.cure(cure.device(), cure.kind())) {
            turn.sink().accept(new Event.TaskCured(cure.device(), cure.kind()), null);
            return new Outcome.Done(null, 0, false);
        }
        return new Outcome.Done(null, 0, true);
    }

    void expire(long nowMillis) {
        memory.expire(nowMillis, alert -> alerts.find(alert) != null);
    }

    SignalMemory memory() {
        return memory;
    }

    private boolean isRepeat(KnownSignal known, Command.Signal signal) {
        if (known.type() != SignalType.of(signal.message())) {
            return false;
        }
        return !known.type().opensAlert() || (known.alert() != null && alerts.find(known.alert()) != null);
    }

    private Outcome alarm(Command.Signal signal, Trigger trigger, @Nullable KnownSignal known, Turn turn) {
        int opened = known == null ? firstOccurrence(signal, turn.nowMillis()) : known.opened();
        OpenAlert open = alerts.of(subject(signal));
        if (open != null) {
            open.join(signal, trigger, turn);
            return settled(open, signal, opened, turn);
        }
        if (!alerts.hasRoomFor(trigger.priority())) {
            return new Outcome.Refused(Outcome.Reason.FULL, null, 0, 0);
        }
        AlertId linked = endings.formerOf(subject(signal));
        if (linked == null && known != null) {
            linked = known.alert();
        }
        AlertId id = AlertId.of(signal, opened);
        // a key that was forgotten and is heard again must not bring back the id of another alert, whatever clocks say
        while (alerts.find(id) != null || endings.find(id) != null || id.equals(linked)) {
            id = AlertId.of(signal, ++opened);
        }
        long testUntil = tests.holdsUntilMillis(signal.key().device(), trigger);
        OpenAlert raised = new OpenAlert(new Opening(id, signal, trigger, linked, testUntil), limits, turn.nowMillis());
        alerts.add(raised);
        raised.open(signal, turn);
        return settled(raised, signal, opened + 1, turn);
    }

    /**
     * Of a signal so old that its key may be forgotten, as after a leap of the clock, the minute counts on: the alert that it opened then may have
     * ended, and another one must not get its id.
     */
    private static int firstOccurrence(Command.Signal signal, long nowMillis) {
        boolean old = nowMillis - signal.receivedAtMillis() >= SignalMemory.KEPT_MILLIS;
        return old ? Math.toIntExact(nowMillis / 60_000 % Integer.MAX_VALUE) : 0;
    }

    private Outcome cancel(Command.Signal signal, WearerCancelled cancel, Turn turn) {
        OpenAlert alert = alerts.of(subject(signal));
        if (alert == null) {
            return noted(signal, turn);
        }
        boolean inTime =
                alert.standing().isCancellableBy(signal.key().device(), cancel.ofSequence(), DeviceMessage.ABSENT);
        alert.noteCancel(inTime, turn);
        if (!inTime) {
            return settled(alert, signal, 0, turn);
        }
        endings.end(alert, null, CANCELLED_IN_TIME, turn);
        remember(signal, alert.id(), 0, turn);
        return new Outcome.Done(alert.id(), alert.version(), false);
    }

    private Outcome annotate(Command.Signal signal, Turn turn) {
        OpenAlert alert = alerts.of(subject(signal));
        if (alert == null) {
            return noted(signal, turn);
        }
        alert.annotate(signal, turn);
        return settled(alert, signal, 0, turn);
    }

    private Outcome heardTest(Command.Signal signal, Turn turn) {
        turn.sink().accept(new Event.TestHeard(signal.key(), signal.resident(), signal.status()), null);
        if (tasks.cure(signal.key().device(), AlertKind.MISSED_TEST)) {
            turn.sink().accept(new Event.TaskCured(signal.key().device(), AlertKind.MISSED_TEST), null);
        }
        return noted(signal, turn);
    }

    /** Who attends, or is called, for something more urgent is told of it on the time line, and not called away. */
    private boolean isLesser(Command.Signal signal, RuleFound found) {
        OpenAlert open = alerts.of(subject(signal));
        return open != null && open.outranks(Trigger.priority(found));
    }

    private Outcome cleared(Command.Signal signal, AlertKind kind, Turn turn) {
        if (tasks.cure(signal.key().device(), kind)) {
            turn.sink().accept(new Event.TaskCured(signal.key().device(), kind), null);
        }
        return annotate(signal, turn);
    }

    private Outcome task(
            Command.Signal signal, AlertKind kind, Priority priority, @Nullable Sealed evidence, Turn turn) {
        Task task = tasks.report(new Task(
                signal.key().device(),
                kind,
                signal.resident(),
                priority,
                signal.status(),
                turn.nowMillis(),
                turn.nowMillis(),
                1,
                evidence));
        if (task == null) {
            return new Outcome.Refused(Outcome.Reason.FULL, null, 0, 0);
        }
        turn.sink().accept(new Event.TaskOpened(task), null);
        return noted(signal, turn);
    }

    private Outcome settled(OpenAlert alert, Command.Signal signal, int opened, Turn turn) {
        alerts.settle(alert, turn);
        remember(signal, alert.id(), opened, turn);
        return new Outcome.Done(alert.id(), alert.version(), false);
    }

    private Outcome noted(Command.Signal signal, Turn turn) {
        remember(signal, null, 0, turn);
        return new Outcome.Done(null, 0, false);
    }

    private void remember(Command.Signal signal, @Nullable AlertId alert, int opened, Turn turn) {
        memory.remember(
                new KnownSignal(signal.key(), SignalType.of(signal.message()), turn.nowMillis(), alert, opened));
    }

    private static Subject subject(Command.Signal signal) {
        return Subject.of(signal.resident(), signal.key().device());
    }
}
