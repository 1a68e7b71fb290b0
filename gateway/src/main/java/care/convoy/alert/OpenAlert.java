package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.Position;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open alert and how it changes. Each change ends in {@link #emit}, which moves the version and tells; what may
 * change when is decided by {@link Hearing} for signals and by {@link Desk} for operators.
 *
 * <pre>
 *             fall, moving                 claim
 *   opened ----------------> PRE_ALARM ------------------.
 *     |                      |      |                    |
 *     | all else      cancel |      | 30 s, any signal   |
 *     |                      v      v                    v
 *     |                RESOLVED   QUEUED -- claim --> CLAIMED -- resolve --> RESOLVED
 *     '---------------------------^  ^                   |
 *                                    '- lapsed, released-'
 * </pre>
 */
final class OpenAlert {
    static final long PRE_ALARM_MILLIS = 30_000;

    private static final int MAX_UNREADABLE = 16;

    private final AlertId id;
    private final Subject subject;
    private final DeviceId device;
    private final long receivedAtMillis;
    private final long deviceTimeMillis;
    private final @Nullable AlertId linked;
    private final Timeline timeline;
    private final Escalation escalation;
    private final Ownership ownership;
    private EscalationPlan plan;
    private long version;
    private AlertKind kind;
    private Priority priority;
    private AlertState state;
    private AlertStatus status;
    private int presses;
    private Movement movement = Movement.UNKNOWN;
    private @Nullable Position position;
    private @Nullable SignalKey cancelKey;
    private @Nullable Disposition disposition;
    private int notes;

    /** What is needed to open an alert. */
    record Opening(
            AlertId id,
            Command.Signal signal,
            Trigger trigger,
            @Nullable AlertId linked) {}

    OpenAlert(Opening opening, CoreLimits limits, long nowMillis) {
        Command.Signal signal = opening.signal();
        Trigger trigger = opening.trigger();
        id = opening.id();
        subject = Subject.of(signal.resident(), signal.key().device());
        device = signal.key().device();
        receivedAtMillis = signal.receivedAtMillis();
        deviceTimeMillis = signal.deviceTimeMillis();
        linked = opening.linked();
        timeline = new Timeline(limits.timelineEntries(), List.of());
        ownership = new Ownership();
        plan = signal.plan();
        kind = trigger.kind();
        priority = trigger.priority();
        status = signal.status();
        state = trigger.preAlarm() ? AlertState.PRE_ALARM : AlertState.RECEIVED;
        cancelKey = trigger.preAlarm() ? signal.key() : null;
        escalation =
                new Escalation(steps(plan, priority), trigger.preAlarm() ? nowMillis + PRE_ALARM_MILLIS : nowMillis);
        take(trigger);
    }

    OpenAlert(CoreState.Open open, CoreLimits limits) {
        AlertView view = open.view();
        id = view.id();
        subject = Subject.of(view.resident(), view.device());
        device = view.device();
        receivedAtMillis = view.receivedAtMillis();
        deviceTimeMillis = view.deviceTimeMillis();
        linked = view.linked();
        timeline = new Timeline(limits.timelineEntries(), view.timeline());
        ownership = new Ownership(view);
        plan = open.plan();
        kind = view.kind();
        priority = view.priority();
        status = view.status();
        state = view.state();
        cancelKey = open.cancelKey();
        escalation = new Escalation(open, steps(plan, priority).size());
        version = view.version();
        presses = view.presses();
        movement = view.cause();
        position = view.position();
        notes = open.notes();
    }

    // ---- signals

    void open(Command.Signal signal, Turn turn) {
        boolean held = state == AlertState.PRE_ALARM;
        if (held) {
            escalation.hold(version + 1);
        } else {
            escalation.ask(turn.nowMillis(), version + 1);
        }
        emit(new Event.Raised(id, signal.key(), signal.message(), linked), turn);
        noteUnreadable(signal, turn);
        if (!held) {
            queue(turn);
        }
    }

    /** A further signal: it ends a pre-alarm, may raise the priority, and asks for attention in any case. */
    void join(Command.Signal signal, Trigger trigger, Turn turn) {
        take(trigger);
        boolean becameReal = signal.status().compareTo(status) < 0;
        status = becameReal ? signal.status() : status;
        boolean held = state == AlertState.PRE_ALARM;
        cancelKey = null;
        state = held ? AlertState.QUEUED : state;
        escalation.ask(turn.nowMillis(), version + 1);
        boolean moreUrgent = trigger.priority().compareTo(priority) < 0;
        if (becameReal && !moreUrgent) {
            escalation.becomeReal();
        }
        emit(new Event.Joined(id, signal.key(), signal.message(), true), turn);
        noteUnreadable(signal, turn);
        if (held) {
            emit(new Event.Queued(id), turn);
        }
        if (moreUrgent) {
            raisePriority(signal.plan(), trigger, turn);
        }
    }

    /** A signal that belongs to the case but asks for nobody. */
    void annotate(Command.Signal signal, Turn turn) {
        emit(new Event.Joined(id, signal.key(), signal.message(), false), turn);
        noteUnreadable(signal, turn);
    }

    /** Whether a cancel on this device, of this sequence if it names one, may still end the alert. */
    boolean isCancellableBy(DeviceId canceller, long ofSequence, long absent) {
        return cancelKey != null
                && cancelKey.device().equals(canceller)
                && (ofSequence == absent || ofSequence == cancelKey.sequence());
    }

    void noteCancel(boolean inTime, Turn turn) {
        emit(new Event.CancelledByWearer(id, inTime), turn);
    }

    // ---- operators

    void claim(OperatorId operator, boolean seen, Turn turn) {
        if (state == AlertState.PRE_ALARM) {
            cancelKey = null;
            escalation.startEarly(turn.nowMillis());
            escalation.release();
        }
        if (ownership.is(operator)) {
            ownership.renew(turn.nowMillis());
        } else {
            ownership.take(operator, turn.nowMillis());
            state = AlertState.CLAIMED;
        }
        if (seen) {
            escalation.acknowledge();
        }
        emit(new Event.Claimed(id, operator, ownership.leaseUntilMillis()), turn);
    }

    void renewLease(OperatorId operator, Turn turn) {
        ownership.renew(turn.nowMillis());
        emit(new Event.LeaseRenewed(id, operator, ownership.leaseUntilMillis()), turn);
    }

    void abandon(Event.Abandoned.Why why, Turn turn) {
        OperatorId loser = ownership.lose();
        state = AlertState.QUEUED;
        escalation.askAgain();
        emit(new Event.Abandoned(id, loser, why), turn);
    }

    void addNote(OperatorId operator, Sealed text, Turn turn) {
        notes++;
        if (ownership.is(operator)) {
            ownership.renew(turn.nowMillis());
        }
        emit(new Event.NoteAdded(id, operator, text), turn);
    }

    void resolve(@Nullable OperatorId operator, Disposition how, @Nullable Sealed note, Turn turn) {
        state = AlertState.RESOLVED;
        cancelKey = null;
        disposition = how;
        escalation.stop();
        emit(new Event.Resolved(id, operator, how, note), turn);
    }

    // ---- time

    /** When something happens next if nobody does anything; an open alert always has such a time. */
    long nextDeadlineMillis() {
        if (state == AlertState.PRE_ALARM) {
            return escalation.attentionAtMillis();
        }
        long next = Math.min(ownership.lapsesAtMillis(), escalation.nextDeadlineMillis());
        if (next == Long.MAX_VALUE) {
            throw new IllegalStateException("alert " + id + " waits for nothing");
        }
        return next;
    }

    /** Does what is due by now and nothing else, in the order in which it fell due; then sets the next reminder. */
    void settle(Turn turn) {
        escalation.settle(turn.nowMillis(), priority);
        while (nextDeadlineMillis() <= turn.nowMillis()) {
            fire(turn);
        }
    }

    /** Does what falls due at the next deadline, one thing. */
    void fire(Turn turn) {
        long due = nextDeadlineMillis();
        if (state == AlertState.PRE_ALARM) {
            cancelKey = null;
            escalation.release();
            queue(turn);
        } else if (ownership.lapsesAtMillis() == due) {
            abandon(Event.Abandoned.Why.LEASE_LAPSED, turn);
        } else if (escalation.nextIsStep()) {
            tell(escalation.startNext(turn.nowMillis()), turn);
        } else {
            remind(turn);
        }
        escalation.settle(turn.nowMillis(), priority);
    }

    private void remind(Turn turn) {
        emit(new Event.Reminded(id, escalation.remind()), turn);
        for (int position : escalation.steps().callsToDesks()) {
            tell(escalation.steps().start(position, turn.nowMillis()), turn);
        }
    }

    private void tell(AlertView.Step started, Turn turn) {
        emit(new Event.StepDue(id, started.index(), started.attempts()), turn);
    }

    // ---- the rest

    private void queue(Turn turn) {
        state = AlertState.QUEUED;
        emit(new Event.Queued(id), turn);
    }

    private void take(Trigger trigger) {
        presses = (int) Math.min((long) presses + trigger.presses(), Integer.MAX_VALUE);
        if (trigger.movement() != null) {
            movement = trigger.movement();
        }
        if (trigger.position() != null) {
            position = trigger.position();
        }
    }

    private void raisePriority(EscalationPlan newer, Trigger trigger, Turn turn) {
        Priority from = priority;
        priority = trigger.priority();
        kind = trigger.kind();
        // the newer plan knows the newer contacts, unless it could not be built
        plan = steps(newer, priority).isEmpty() ? plan : newer;
        escalation.beginPriority(steps(plan, priority));
        emit(new Event.PriorityRaised(id, from, priority), turn);
    }

    private void noteUnreadable(Command.Signal signal, Turn turn) {
        List<String> dropped = signal.dropped();
        if (!dropped.isEmpty()) {
            List<String> members = dropped.subList(0, Math.min(dropped.size(), MAX_UNREADABLE));
            emit(new Event.Unreadable(id, signal.key(), members), turn);
        }
    }

    private void emit(Event.OfAlert event, Turn turn) {
        version++;
        timeline.add(turn.nowMillis(), event);
        turn.sink().accept(event, view());
    }

    private static List<EscalationStep> steps(EscalationPlan plan, Priority priority) {
        return switch (priority) {
            case P1 -> plan.p1();
            case P2 -> plan.p2();
            case P3 -> plan.p3();
            case P4, P5 -> throw new IllegalStateException("a task has no plan");
        };
    }

    AlertView view() {
        return new AlertView(
                id,
                version,
                subject.resident(),
                device,
                kind,
                priority,
                state,
                status,
                ownership.owner(),
                ownership.sinceMillis(),
                ownership.leaseUntilMillis(),
                receivedAtMillis,
                deviceTimeMillis,
                escalation.attentionAtMillis(),
                escalation.isPending(),
                presses,
                movement,
                ownership.abandoned(),
                ownership.abandonedBy(),
                position,
                linked,
                disposition,
                escalation.steps().view(),
                timeline.entries());
    }

    CoreState.Open export() {
        return new CoreState.Open(
                view(),
                plan,
                escalation.attentionVersion(),
                cancelKey,
                escalation.steps().nextIndex(),
                notes,
                escalation.reminders(),
                escalation.remindAtMillis());
    }

    AlertId id() {
        return id;
    }

    Subject subject() {
        return subject;
    }

    long version() {
        return version;
    }

    Priority priority() {
        return priority;
    }

    int presses() {
        return presses;
    }

    int notes() {
        return notes;
    }

    boolean isAttentionPending() {
        return escalation.isPending();
    }

    long attentionVersion() {
        return escalation.attentionVersion();
    }

    Ownership ownership() {
        return ownership;
    }
}
