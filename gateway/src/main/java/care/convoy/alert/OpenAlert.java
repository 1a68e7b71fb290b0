package care.convoy.alert;

import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One open alert and how it changes; {@link AlertState} draws its life. Each change ends in {@link #emit}, which moves the
 * version and tells; what may change when is decided by {@link Hearing} for signals, by {@link Desk} for operators, by
 * {@link DeviceTests} for tests and by {@link Reconciling} for what was done elsewhere.
 */
final class OpenAlert {
    static final long PRE_ALARM_MILLIS = 30_000;

    private static final int MAX_UNREADABLE = 16;

    private final Origin origin;
    private final Timeline timeline;
    private final Escalation escalation;
    private final Ownership ownership;
    private final Facts facts;
    private final Standing standing;
    private long version;
    private @Nullable Disposition disposition;
    private int notes;
    private byte @Nullable [] form;

    OpenAlert(Opening opening, CoreLimits limits, long nowMillis) {
        origin = Origin.of(opening.id(), opening.signal(), opening.linked());
        timeline = new Timeline(limits.timelineEntries(), List.of());
        ownership = new Ownership();
        facts = new Facts(opening.signal(), opening.trigger(), opening.signal().status());
        standing = opening.standing();
        long waits = standing.isIn(AlertState.PRE_ALARM) ? PRE_ALARM_MILLIS : 0;
        escalation = new Escalation(facts, nowMillis + waits);
    }

    OpenAlert(CoreState.Open open, CoreLimits limits) {
        AlertView view = open.view();
        origin = Origin.of(view);
        timeline = new Timeline(limits.timelineEntries(), view.timeline());
        ownership = new Ownership(view);
        facts = new Facts(view, open.plan(), open.raiseAtMillis() != 0 && view.priority() == Priority.P1);
        standing = Standing.of(view, open.cancelKey());
        escalation = new Escalation(open, facts);
        version = view.version();
        notes = open.notes();
    }

    // ---- signals

    void open(Command.Signal signal, Turn turn) {
        if (standing.isHeld()) {
            escalation.hold(version + 1);
        } else {
            escalation.ask(turn.nowMillis(), version + 1);
        }
        if (standing.isIn(AlertState.ON_TEST)) {
            escalation.rest(turn.nowMillis());
        }
        emit(new Event.Raised(id(), signal.key(), signal.message(), origin.linked()), turn);
        noteUnreadable(signal, turn);
        if (standing.isIn(AlertState.ON_TEST)) {
            emit(new Event.HeldOnTest(id(), standing.heldUntilMillis()), turn);
        } else if (!standing.isHeld()) {
            standing.queue();
            emit(new Event.Queued(id()), turn);
        }
    }

    /** A further signal: it releases what was held, may raise the priority, and asks for attention in any case. */
    void join(Command.Signal signal, Trigger trigger, Turn turn) {
        AlertState before = standing.state();
        facts.add(trigger);
        facts.confirm(trigger);
        boolean becameReal = facts.becomesReal(signal.status());
        if (standing.isHeld()) {
            standing.queue();
        }
        escalation.ask(turn.nowMillis(), version + 1);
        boolean moreUrgent = facts.isLessUrgentThan(trigger);
        if (becameReal) {
            escalation.becomeReal();
            standing.becomeReal();
        }
        emit(new Event.Joined(id(), signal.key(), signal.message(), true), turn);
        noteUnreadable(signal, turn);
        tellReleased(before, Event.TestOver.Why.SIGNAL, turn);
        if (moreUrgent) {
            Priority from = facts.raise(signal.plan(), trigger);
            escalation.beginPriority();
            emit(new Event.PriorityRaised(id(), from, facts.priority()), turn);
        }
    }

    boolean outranks(Priority other) {
        return facts.priority().compareTo(other) < 0;
    }

    /** A signal that belongs to the case but asks for nobody. */
    void annotate(Command.Signal signal, Turn turn) {
        emit(new Event.Joined(id(), signal.key(), signal.message(), false), turn);
        noteUnreadable(signal, turn);
    }

    void noteCancel(boolean inTime, Turn turn) {
        emit(new Event.CancelledByWearer(id(), inTime), turn);
    }

    // ---- operators

    void claim(OperatorId operator, boolean seen, Turn turn) {
        if (standing.isIn(AlertState.PRE_ALARM) || standing.isIn(AlertState.ON_TEST)) {
            escalation.startEarly(turn.nowMillis());
            escalation.release();
        }
        boolean wasPutOff = standing.isIn(AlertState.DEFERRED);
        if (wasPutOff) {
            escalation.askAgain();
        }
        if (ownership.is(operator)) {
            ownership.renew(turn.nowMillis());
        } else {
            ownership.take(operator, turn.nowMillis());
            standing.own();
        }
        // what was put off had been acknowledged, and nothing was heard since
        if (seen || wasPutOff) {
            escalation.acknowledge(turn.nowMillis());
        }
        emit(new Event.Claimed(id(), operator, ownership.leaseUntilMillis()), turn);
    }

    void takeOver(OperatorId operator, OperatorId from, boolean seen, Turn turn) {
        ownership.take(operator, turn.nowMillis());
        if (seen) {
            escalation.acknowledge(turn.nowMillis());
        }
        emit(new Event.TakenOver(id(), operator, from, ownership.leaseUntilMillis()), turn);
    }

    void renewLease(OperatorId operator, Turn turn) {
        ownership.renew(turn.nowMillis());
        emit(new Event.LeaseRenewed(id(), operator, ownership.leaseUntilMillis()), turn);
    }

    void abandon(Event.Abandoned.Why why, Turn turn) {
        OperatorId loser = ownership.lose();
        standing.queue();
        escalation.askAgain();
        emit(new Event.Abandoned(id(), loser, why), turn);
    }

    void defer(Command.Defer defer, Turn turn) {
        long until = turn.nowMillis() + defer.forMillis();
        putOff(new Event.Deferred(id(), defer.operator(), until, defer.reason(), defer.note()), turn);
    }

    private void putOff(Event.Deferred deferred, Turn turn) {
        ownership.putDown();
        standing.hold(AlertState.DEFERRED, deferred.untilMillis());
        escalation.rest(turn.nowMillis());
        emit(deferred, turn);
    }

    /** The owner says how far help has come. */
    void progress(OperatorId operator, AlertState to, Turn turn) {
        ownership.renew(turn.nowMillis());
        standing.advance(to);
        emit(new Event.Progressed(id(), operator, to), turn);
    }

    /**
     * A report of an effect says so, or another gateway; known also while nobody owns the alert, and it never goes back.
     *
     * @param by the owner who said so, else null
     */
    void helpCame(AlertState to, @Nullable OperatorId by, Turn turn) {
        if (to.compareTo(standing.progress()) > 0) {
            if (by != null) {
                ownership.renew(turn.nowMillis());
            }
            standing.advance(to);
            emit(new Event.Progressed(id(), by, to), turn);
        }
    }

    void addNote(OperatorId operator, Sealed text, Turn turn) {
        notes++;
        if (ownership.is(operator)) {
            ownership.renew(turn.nowMillis());
        }
        emit(new Event.NoteAdded(id(), operator, text), turn);
    }

    void resolve(@Nullable OperatorId operator, Disposition how, @Nullable Sealed note, Turn turn) {
        standing.end(AlertState.RESOLVED, 0);
        disposition = how;
        escalation.stop(turn.nowMillis());
        emit(new Event.Resolved(id(), operator, how, note), turn);
    }

    void openFollowUp(long dueAtMillis, Turn turn) {
        standing.end(AlertState.FOLLOW_UP, dueAtMillis);
        emit(new Event.FollowUpOpened(id(), dueAtMillis), turn);
    }

    /** Makes an alert that had ended one of this operator; its plan begins anew and waits while somebody attends. */
    void reopen(Command.Reopen reopen, Turn turn) {
        ownership.take(reopen.operator(), turn.nowMillis());
        standing.reopen();
        escalation.startAnew(turn.nowMillis());
        emit(new Event.Reopened(id(), reopen.operator(), ownership.leaseUntilMillis(), reopen.note()), turn);
    }

    // ---- tests and what was done elsewhere

    /** The end of its device's test has moved. */
    void holdOnTest(long untilMillis, Turn turn) {
        standing.hold(AlertState.ON_TEST, untilMillis);
        emit(new Event.HeldOnTest(id(), untilMillis), turn);
    }

    /** Nobody is waited for any longer: it asks for attention from now on. */
    void ring(Event.TestOver.Why why, Turn turn) {
        AlertState before = standing.state();
        standing.queue();
        if (before != AlertState.PRE_ALARM || escalation.attentionAtMillis() > turn.nowMillis()) {
            escalation.startEarly(turn.nowMillis());
        }
        escalation.release();
        tellReleased(before, why, turn);
    }

    void tellReleased(AlertState from, Event.TestOver.Why why, Turn turn) {
        switch (from) {
            case PRE_ALARM -> emit(new Event.Queued(id()), turn);
            case ON_TEST -> emit(new Event.TestOver(id(), why), turn);
            case DEFERRED -> emit(new Event.Returned(id()), turn);
            default -> {}
        }
    }

    /**
     * While the log did not answer age raised it: what is more urgent, and what is earlier, counts.
     *
     * @return whether it is more urgent now
     */
    boolean grewOlder(Command.Reconcile.Age there, Turn turn) {
        long since = Math.min(there.sinceMillis(), turn.nowMillis());
        boolean moreUrgent = since != 0 && there.priority().compareTo(facts.priority()) < 0;
        if (moreUrgent) {
            raise(there.priority(), since, turn);
        } else if (since != 0 && there.priority() == facts.priority()) {
            escalation.steps().hasten(since);
        }
        return moreUrgent;
    }

    /** While the log did not answer age was to raise it; told after it is known whether somebody attends. */
    void growsOlder(Command.Reconcile.Age there) {
        if (there.raiseAtMillis() != 0 && there.priority() == facts.priority()) {
            escalation.raiseBy(there.raiseAtMillis());
        }
    }

    private void raise(Priority to, long sinceMillis, Turn turn) {
        if (standing.isHeld()) {
            ring(Event.TestOver.Why.EXPIRED, turn);
        }
        while (to.compareTo(facts.priority()) < 0) {
            Priority from = facts.age();
            escalation.raisedElsewhere(sinceMillis, turn.nowMillis());
            emit(new Event.PriorityRaised(id(), from, facts.priority()), turn);
        }
    }

    /** A step of the plan was carried out while the log did not answer; it is not started because of the plan again. */
    void noteDone(Command.Reconcile.StepDone done, Turn turn) {
        if (done.priority() == facts.priority()) {
            outreach(turn).carriedOut(done);
        }
    }

    /** Help was sent for while the log did not answer: it is not sent for again, and goes on whoever attends. */
    void noteSentFor(Command.Reconcile.SentFor sent, Turn turn) {
        Outreach outreach = outreach(turn);
        Summons summons = new Summons(outreach, escalation.steps(), facts.plan(), turn.nowMillis());
        if (!summons.isSent(sent.action())) {
            emit(new Event.Summoned(id(), sent.operator(), List.of(sent.action())), turn);
            summons.sent(sent.action());
        }
        outreach.carriedOutBeside(sent);
    }

    /** It was put off while the log did not answer, by who owns it here too. */
    void defer(Command.Reconcile.PutOff there, Turn turn) {
        putOff(new Event.Deferred(id(), there.operator(), there.untilMillis(), there.reason(), null), turn);
    }

    /**
     * Whether every signal that asked for attention is among the first so many or one of these; in doubt not. So too if an
     * ambulance was called off, as long as the alert asks.
     *
     * @param further the keys of those that came after the first
     */
    boolean hasHeardOnly(int first, List<SignalKey> further) {
        return timeline.lastAskedBy(facts.signals() - first, Set.copyOf(further))
                && !(escalation.isPending() && timeline.wasCalledOff());
    }

    void reconciled(Event.Reconciled reconciled, Turn turn) {
        emit(reconciled, turn);
    }

    // ---- time

    /** When something happens next if nobody does anything; an open alert always has such a time. */
    long nextDeadlineMillis() {
        long next = Math.min(ownership.lapsesAtMillis(), Math.min(releasedAtMillis(), escalation.nextDeadlineMillis()));
        if (next == Long.MAX_VALUE) {
            throw new IllegalStateException("alert " + id() + " waits for nothing");
        }
        return next;
    }

    private long releasedAtMillis() {
        if (!standing.isHeld()) {
            return Long.MAX_VALUE;
        }
        return standing.isIn(AlertState.PRE_ALARM) ? escalation.attentionAtMillis() : standing.heldUntilMillis();
    }

    /** Does what is due by now and nothing else, in the order in which it fell due; then sets the next reminder. */
    void settle(Turn turn) {
        escalation.settle(turn.nowMillis());
        while (nextDeadlineMillis() <= turn.nowMillis()) {
            fire(turn);
        }
    }

    /** Does what falls due at the next deadline, one thing. */
    void fire(Turn turn) {
        long due = nextDeadlineMillis();
        if (releasedAtMillis() == due) {
            ring(Event.TestOver.Why.EXPIRED, turn);
        } else if (ownership.lapsesAtMillis() == due) {
            abandon(Event.Abandoned.Why.LEASE_LAPSED, turn);
        } else {
            outreach(turn).fire();
        }
        escalation.settle(turn.nowMillis());
    }

    // ---- outreach

    /** Takes what came of an effect. */
    Outreach.Worth take(Command.ReportEffect report, Turn turn) {
        return outreach(turn).take(report.key(), report.report());
    }

    /** The owner sends for help. */
    void summon(OperatorId operator, List<EscalationStep.Action> actions, Turn turn) {
        ownership.renew(turn.nowMillis());
        emit(new Event.Summoned(id(), operator, actions), turn);
        new Summons(outreach(turn), escalation.steps(), facts.plan(), turn.nowMillis()).send(actions);
    }

    /** For what goes out to help, and comes back from there. */
    Outside outside(Turn turn) {
        return new Outside(this, escalation, outreach(turn), turn);
    }

    private Outreach outreach(Turn turn) {
        Outreach.Out out = new Outreach.Out(event -> emit(event, turn), to -> helpCame(to, null, turn));
        return new Outreach(new Outreach.Case(id(), escalation, facts), turn.nowMillis(), out);
    }

    // ---- the rest

    private void noteUnreadable(Command.Signal signal, Turn turn) {
        List<String> dropped = signal.dropped();
        if (!dropped.isEmpty()) {
            List<String> members = dropped.subList(0, Math.min(dropped.size(), MAX_UNREADABLE));
            emit(new Event.Unreadable(id(), signal.key(), members), turn);
        }
    }

    void emit(Event.OfAlert event, Turn turn) {
        version++;
        timeline.add(turn.nowMillis(), event);
        turn.sink().accept(event, view());
        turn.intents().follow(event, this, turn);
    }

    AlertView view() {
        return new AlertView(
                id(),
                version,
                origin.subject().resident(),
                origin.device(),
                facts.kind(),
                facts.priority(),
                standing.state(),
                facts.status(),
                ownership.owner(),
                ownership.sinceMillis(),
                ownership.leaseUntilMillis(),
                origin.receivedAtMillis(),
                origin.deviceTimeMillis(),
                escalation.attentionAtMillis(),
                escalation.isPending(),
                facts.presses(),
                facts.signals(),
                standing.heldUntilMillis(),
                standing.progress(),
                facts.movement(),
                ownership.abandoned(),
                ownership.abandonedBy(),
                facts.position(),
                origin.linked(),
                disposition,
                escalation.steps().view(),
                timeline.entries());
    }

    CoreState.Open export() {
        return new CoreState.Open(
                view(),
                facts.plan(),
                escalation.attentionVersion(),
                standing.cancelKey(),
                escalation.steps().nextIndex(),
                notes,
                escalation.reminders(),
                escalation.remindAtMillis(),
                escalation.raiseAtMillis());
    }

    /** What a snapshot writes of it, made at most once for each change. */
    byte[] form(Function<CoreState.Open, byte[]> encoding) {
        byte[] made = form;
        if (made == null) {
            made = encoding.apply(export());
            form = made;
        }
        return made;
    }

    /** It has changed: its form is of what it was. */
    void outdateForm() {
        form = null;
    }

    /** What is kept of it after its end. */
    CoreState.Ended exportEnded(long closesAtMillis) {
        AlertView kept = view().ended(version, standing.state(), standing.heldUntilMillis());
        return new CoreState.Ended(kept, facts.plan(), escalation.steps().nextIndex(), notes, closesAtMillis, false);
    }

    AlertId id() {
        return origin.id();
    }

    Origin origin() {
        return origin;
    }

    long version() {
        return version;
    }

    Facts facts() {
        return facts;
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

    Standing standing() {
        return standing;
    }
}
