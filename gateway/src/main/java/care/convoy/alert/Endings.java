package care.convoy.alert;

import care.convoy.alert.CoreState.Ended;
import care.convoy.alert.Outcome.Reason;
import care.convoy.device.Sealed;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How alerts end, and what becomes of them: a visit is due after a P1, all others close by themselves after a day; until
 * then they may be opened again.
 */
final class Endings {
    static final long KEPT_MILLIS = 24 * 3_600_000L;

    private final CoreLimits limits;
    private final OpenAlerts alerts;
    private final Tasks tasks;
    private final EndedAlerts ended;
    private final FormerAlerts formers;

    Endings(CoreLimits limits, OpenAlerts alerts, Tasks tasks, CoreState state) {
        this.limits = limits;
        this.alerts = alerts;
        this.tasks = tasks;
        ended = new EndedAlerts(limits, state.ended());
        formers = new FormerAlerts(limits, state.formers());
    }

    /** Ends an open alert. @param operator null when the wearer cancelled */
    void end(OpenAlert alert, @Nullable OperatorId operator, Ending how, Turn turn) {
        long until = turn.nowMillis() + KEPT_MILLIS;
        alert.resolve(operator, how.disposition(), how.note(), turn);
        if (needsVisit(alert, how.disposition())) {
            alert.openFollowUp(until, turn);
        }
        alerts.remove(alert);
        formers.ended(alert.origin().subject(), alert.id(), turn.nowMillis());
        Ended inTheWay = ended.inTheWay();
        if (inTheWay != null) {
            giveWay(inTheWay, turn);
        }
        ended.put(alert.exportEnded(until));
    }

    /** How an alert ends. @param note encrypted words, or null */
    record Ending(Disposition disposition, @Nullable Sealed note) {}

    /** A closed P1 opens a visit, unless nothing was the matter or nobody is left to be visited. */
    private static boolean needsVisit(OpenAlert alert, Disposition how) {
        return alert.facts().priority() == Priority.P1
                && alert.facts().status() != AlertStatus.TEST
                && !how.falseAlarm()
                && how.cause() != Disposition.Cause.TEST
                && how.outcome() != Disposition.Outcome.DECEASED;
    }

    /** Closes the oldest to make room; a visit that is due stays as a task. */
    private void giveWay(Ended oldest, Turn turn) {
        ended.remove(oldest);
        tell(oldest, AlertState.CLOSED, new Event.Closed(oldest.view().id(), null, null), turn);
        if (oldest.view().state() == AlertState.FOLLOW_UP && !oldest.overdue()) {
            openVisit(oldest, turn);
        }
    }

    // ---- operators

    /** What may be done with an alert that has ended. */
    Outcome answer(Command.ByOperator command, Ended about, Turn turn) {
        return switch (command) {
            case Command.AddNote note -> addNote(note, about, turn);
            case Command.Close close -> close(close, about, turn);
            case Command.Reopen reopen -> reopen(reopen, about, turn);
            case Command.SendCard card -> sendCard(card, about, turn);
            case Command.ReportScene report -> report(report, about, turn);
            case Command.Claim claim -> refused(Reason.WRONG_STATE, about);
            case Command.RenewLease renew -> refused(Reason.WRONG_STATE, about);
            case Command.Release release -> refused(Reason.WRONG_STATE, about);
            case Command.Resolve resolve -> refused(Reason.WRONG_STATE, about);
            case Command.TakeOver takeOver -> refused(Reason.WRONG_STATE, about);
            case Command.Defer defer -> refused(Reason.WRONG_STATE, about);
            case Command.Progress progress -> refused(Reason.WRONG_STATE, about);
            case Command.Summon summon -> refused(Reason.WRONG_STATE, about);
        };
    }

    private Outcome addNote(Command.AddNote note, Ended about, Turn turn) {
        return addWords(new Event.NoteAdded(note.alert(), note.operator(), note.sealedText()), about, turn);
    }

    /** One that was sent while the log did not answer is still to be read by who looks back. */
    private Outcome sendCard(Command.SendCard card, Ended about, Turn turn) {
        return card.afterwards()
                ? addWords(new Event.CardSent(card.alert(), card.operator(), card.content()), about, turn)
                : refused(Reason.WRONG_STATE, about);
    }

    /** Whoever closes a case while the ambulance drives is told no wrong by what its crew says at the end. */
    private Outcome report(Command.ReportScene report, Ended about, Turn turn) {
        if (report.stage() != Command.Scene.HANDED_OVER) {
            return refused(Reason.WRONG_STATE, about);
        }
        return about.notes() < limits.notesPerAlert()
                ? addWords(
                        new Event.SceneReported(report.alert(), report.contact(), report.stage(), report.detail()),
                        about,
                        turn)
                : new Outcome.Done(about.view().id(), about.view().version(), true);
    }

    private Outcome addWords(Event words, Ended about, Turn turn) {
        if (about.notes() >= limits.notesPerAlert()) {
            return refused(Reason.TOO_MANY_NOTES, about);
        }
        AlertView after = tell(about, about.view().state(), words, turn);
        ended.put(with(about, after, about.notes() + 1, about.overdue()));
        return new Outcome.Done(after.id(), after.version(), false);
    }

    private Outcome close(Command.Close close, Ended about, Turn turn) {
        ended.remove(about);
        Event event = new Event.Closed(close.alert(), close.operator(), close.note());
        AlertView after = tell(about, AlertState.CLOSED, event, turn);
        cureVisit(about, turn);
        return new Outcome.Done(after.id(), after.version(), false);
    }

    private Outcome reopen(Command.Reopen reopen, Ended about, Turn turn) {
        Origin origin = Origin.of(about.view());
        if (alerts.of(origin.subject()) != null) {
            return refused(Reason.OTHER_ALERT_OPEN, about);
        }
        if (!alerts.hasRoomFor(about.view().priority())) {
            return refused(Reason.FULL, about);
        }
        ended.remove(about);
        OpenAlert alert = new OpenAlert(asOpen(about), limits);
        alerts.add(alert);
        alert.reopen(reopen, turn);
        alerts.settle(alert, turn);
        cureVisit(about, turn);
        return new Outcome.Done(alert.id(), alert.version(), false);
    }

    private static CoreState.Open asOpen(Ended ended) {
        AlertView view = ended.view();
        return new CoreState.Open(
                view, ended.plan(), view.version(), null, ended.nextStepIndex(), ended.notes(), 0, 0, 0);
    }

    static Outcome refused(Reason reason, Ended about) {
        return new Outcome.Refused(reason, null, 0, about.view().version());
    }

    /** Something of an alert that has ended, and changes nothing of it. @return false if it is not known any more */
    boolean note(AlertId id, Event event, Turn turn) {
        Ended about = ended.find(id);
        if (about == null) {
            return false;
        }
        AlertView after = tell(about, about.view().state(), event, turn);
        ended.put(with(about, after, about.notes(), about.overdue()));
        return true;
    }

    // ---- time

    /** Does what falls due next: closes an alert by itself, or tells that a visit is overdue. */
    void fireNext(Turn turn) {
        Ended due = ended.next();
        AlertId id = due.view().id();
        if (due.view().state() != AlertState.FOLLOW_UP) {
            ended.remove(due);
            tell(due, AlertState.CLOSED, new Event.Closed(id, null, null), turn);
            return;
        }
        AlertView after = tell(due, AlertState.FOLLOW_UP, new Event.FollowUpOverdue(id), turn);
        ended.put(with(due, after, due.notes(), true));
        openVisit(due, turn);
    }

    long nextDeadlineMillis() {
        return ended.nextDeadlineMillis();
    }

    void expire(long nowMillis) {
        formers.expire(nowMillis);
    }

    // ---- the rest

    private void openVisit(Ended due, Turn turn) {
        AlertView view = due.view();
        Task task = tasks.report(new Task(
                view.device(),
                AlertKind.VISIT,
                view.resident(),
                Priority.P4,
                view.status(),
                turn.nowMillis(),
                turn.nowMillis(),
                1));
        // a full list loses no duty: the alert itself stays in follow-up, or closed in the history
        if (task != null) {
            turn.sink().accept(new Event.TaskOpened(task), null);
        }
    }

    private void cureVisit(Ended former, Turn turn) {
        AlertView view = former.view();
        if (former.overdue() && !ended.isVisitOverdue(view.device()) && tasks.cure(view.device(), AlertKind.VISIT)) {
            turn.sink().accept(new Event.TaskCured(view.device(), AlertKind.VISIT), null);
        }
    }

    private static AlertView tell(Ended about, AlertState state, Event event, Turn turn) {
        AlertView before = about.view();
        long dueAtMillis = state == AlertState.FOLLOW_UP ? before.heldUntilMillis() : 0;
        AlertView after = before.ended(before.version() + 1, state, dueAtMillis);
        turn.sink().accept(event, after);
        return after;
    }

    private static Ended with(Ended former, AlertView view, int notes, boolean overdue) {
        return new Ended(view, former.plan(), former.nextStepIndex(), notes, former.closesAtMillis(), overdue);
    }

    @Nullable
    Ended find(AlertId id) {
        return ended.find(id);
    }

    @Nullable
    AlertId formerOf(Subject subject) {
        return formers.find(subject);
    }

    Collection<AlertView> views() {
        return ended.views();
    }

    List<Ended> exportEnded() {
        return ended.export();
    }

    List<CoreState.Former> exportFormers() {
        return formers.export();
    }
}
