package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.SignalKey;
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
    private final Facts facts;
    private long version;
    private AlertState state;
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
        facts = new Facts(signal, trigger);
        state = trigger.preAlarm() ? AlertState.PRE_ALARM : AlertState.RECEIVED;
        cancelKey = trigger.preAlarm() ? signal.key() : null;
        escalation = new Escalation(facts.steps(), trigger.preAlarm() ? nowMillis + PRE_ALARM_MILLIS : nowMillis);
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
        facts = new Facts(view, open.plan());
        state = view.state();
        cancelKey = open.cancelKey();
        escalation = new Escalation(open, facts.steps().size());
        version = view.version();
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
        facts.add(trigger);
        boolean becameReal = facts.becomesReal(signal.status());
        boolean held = state == AlertState.PRE_ALARM;
        cancelKey = null;
        state = held ? AlertState.QUEUED : state;
        escalation.ask(turn.nowMillis(), version + 1);
        boolean moreUrgent = facts.isLessUrgentThan(trigger);
        if (becameReal && !moreUrgent) {
            escalation.becomeReal();
        }
        emit(new Event.Joined(id, signal.key(), signal.message(), true), turn);
        noteUnreadable(signal, turn);
        if (held) {
            emit(new Event.Queued(id), turn);
        }
        if (moreUrgent) {
            Priority from = facts.raise(signal.plan(), trigger);
            escalation.beginPriority(facts.steps());
            emit(new Event.PriorityRaised(id, from, facts.priority()), turn);
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
        escalation.settle(turn.nowMillis(), facts.priority());
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
        escalation.settle(turn.nowMillis(), facts.priority());
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

    AlertView view() {
        return new AlertView(
                id,
                version,
                subject.resident(),
                device,
                facts.kind(),
                facts.priority(),
                state,
                facts.status(),
                ownership.owner(),
                ownership.sinceMillis(),
                ownership.leaseUntilMillis(),
                receivedAtMillis,
                deviceTimeMillis,
                escalation.attentionAtMillis(),
                escalation.isPending(),
                facts.presses(),
                0,
                0,
                AlertState.CLAIMED,
                facts.movement(),
                ownership.abandoned(),
                ownership.abandonedBy(),
                facts.position(),
                linked,
                disposition,
                escalation.steps().view(),
                timeline.entries());
    }

    CoreState.Open export() {
        return new CoreState.Open(
                view(),
                facts.plan(),
                escalation.attentionVersion(),
                cancelKey,
                escalation.steps().nextIndex(),
                notes,
                escalation.reminders(),
                escalation.remindAtMillis(),
                0);
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

    int presses() {
        return facts.presses();
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
