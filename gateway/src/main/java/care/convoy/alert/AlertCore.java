package care.convoy.alert;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The alert core: takes commands in the order of the log, decides, and tells what happened.
 *
 * <p>Deterministic: the same calls give the same events, outcomes and state on every member and in every replay. Not
 * thread-safe; owned by the log's service thread. It holds open alerts only, and everything in it is bounded by
 * {@link CoreLimits}. A command costs time that depends on its own alert and not on how many are open.
 *
 * <p>Every open alert has a deadline: the end of its pre-alarm, its owner's lease, the next step of its plan, or the next
 * reminder. So the caller has to come back after {@link #millisToNextDeadline()} with {@link #advance}, and each command
 * brings core time forward as well before it is applied.
 *
 * <p>No command makes it throw; an {@link IllegalStateException} says that an invariant is broken, and then the log is to
 * be read again from a snapshot.
 */
public final class AlertCore {
    private final CoreClock clock;
    private final OpenAlerts alerts;
    private final Hearing hearing;
    private final Desk desk;

    /** A core that has heard nothing. */
    public AlertCore(CoreLimits limits) {
        this(CoreState.empty(), limits);
    }

    private AlertCore(CoreState state, CoreLimits limits) {
        clock = new CoreClock(state.clock());
        alerts = new OpenAlerts(limits, state.open());
        hearing = new Hearing(limits, alerts, state);
        desk = new Desk(limits, alerts, hearing, state.answered());
    }

    /** A core that goes on where another one was. The state must come from {@link #export()} with the same limits. */
    public static AlertCore restore(CoreState state, CoreLimits limits) {
        return new AlertCore(state, limits);
    }

    /** Brings core time forward, does what has fallen due, then applies the command. */
    public Outcome apply(long callbackMillis, Command command, EventSink sink) {
        Turn turn = bringForward(callbackMillis, sink);
        return switch (command) {
            case Command.Signal signal -> hearing.hear(signal, turn);
            case Command.ByOperator byOperator -> desk.answer(byOperator, turn);
            case Command.OnDevice onDevice -> throw new IllegalStateException();
            case Command.ReportEffect report -> throw new IllegalStateException();
            case Command.Reconcile reconcile -> throw new IllegalStateException();
            case Command.CureTask cure -> hearing.cure(cure, turn);
            case Command.Tick tick -> new Outcome.Done(null, 0, false);
        };
    }

    /** Brings core time forward by the difference to the callback before, and does what has fallen due. */
    public void advance(long callbackMillis, EventSink sink) {
        bringForward(callbackMillis, sink);
    }

    private Turn bringForward(long callbackMillis, EventSink sink) {
        Turn turn = new Turn(clock.advance(callbackMillis), sink);
        alerts.fireDue(turn);
        hearing.expire(turn.nowMillis());
        return turn;
    }

    /** How long from the last callback until something falls due; {@code Long.MAX_VALUE} if no alert is open. */
    public long millisToNextDeadline() {
        long next = alerts.nextDeadlineMillis();
        return next == Long.MAX_VALUE ? next : Math.max(0, next - clock.nowMillis());
    }

    /** Core time of the last callback, epoch milliseconds. */
    public long nowMillis() {
        return clock.nowMillis();
    }

    /** Core time with its history: jumps backwards are counted here. */
    public CoreState.Clock clock() {
        return clock.export();
    }

    public int openCount() {
        return alerts.size();
    }

    /** The open alerts in the order in which they were opened; see {@link QueueOrder} for who is next. */
    public Collection<AlertView> open() {
        return alerts.views();
    }

    public @Nullable AlertView find(AlertId id) {
        OpenAlert alert = alerts.find(id);
        return alert == null ? null : alert.view();
    }

    /** The open tasks by device and kind. */
    public Collection<Task> tasks() {
        return hearing.tasks().all();
    }

    /** All that the core knows, for a snapshot. */
    public CoreState export() {
        return new CoreState(
                clock.export(),
                alerts.export(),
                hearing.tasks().all(),
                hearing.memory().export(),
                hearing.formers().export(),
                desk.answered().export(),
                List.of(),
                List.of());
    }
}
