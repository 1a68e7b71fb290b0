package care.convoy.alert;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The alert core: takes commands in the order of the log, decides, and tells what happened.
 *
 * <p>Deterministic: the same calls give the same events, outcomes and state on every member and in every replay. Not
 * thread-safe; owned by the log's service thread. It holds open alerts, and ended ones until they are closed; everything in
 * it is bounded by {@link CoreLimits}. A command costs time that depends on its own alert and not on how many are open.
 *
 * <p>Every open alert has a deadline: the end of what holds it back (pre-alarm, test, deferral), its owner's lease, the next
 * step of its plan, the next try to reach somebody, the time at which age raises its priority, or the next reminder. So the
 * caller has to come back after {@link #millisToNextDeadline()} with {@link #advance}, and each command brings core time
 * forward as well before it is applied.
 *
 * <p>No command makes it throw; an {@link IllegalStateException} says that an invariant is broken, and then the log is to
 * be read again from a snapshot.
 */
public final class AlertCore {
    /**
     * Deadlines met in one turn; after an outage all that is overdue would else be one turn that nobody can hold, and that
     * every replay repeats. The rest is asked for at once by {@link #millisToNextDeadline}.
     */
    static final int MOST_AT_ONCE = 1_000;

    private final CoreClock clock;
    private final OpenAlerts alerts;
    private final Tasks tasks;
    private final DeviceTests tests;
    private final Endings endings;
    private final Hearing hearing;
    private final Desk desk;
    private final Reconciling reconciling;
    private final AnsweredCommands answered;

    /** A core that has heard nothing. */
    public AlertCore(CoreLimits limits) {
        this(CoreState.empty(), limits);
    }

    private AlertCore(CoreState state, CoreLimits limits) {
        clock = new CoreClock(state.clock());
        alerts = new OpenAlerts(limits, state.open());
        tasks = new Tasks(limits, state.tasks());
        tests = new DeviceTests(limits, alerts, state.tests());
        endings = new Endings(limits, alerts, tasks, state);
        hearing = new Hearing(limits, new Hearing.Surroundings(alerts, endings, tests, tasks), state);
        desk = new Desk(limits, alerts, endings);
        reconciling = new Reconciling(alerts, endings);
        answered = new AnsweredCommands(limits, state.answered());
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
            // repeated as it is, and too frequent to remember
            case Command.RenewLease renew -> desk.answer(renew, turn);
            case Command.ByOperator byOperator ->
                answered.once(Asked.of(byOperator), () -> desk.answer(byOperator, turn));
            case Command.OnDevice onDevice -> answered.once(Asked.of(onDevice), () -> tests.answer(onDevice, turn));
            case Command.ReportEffect report -> report(report, turn);
            case Command.Reconcile reconcile ->
                answered.once(Asked.of(reconcile), () -> reconciling.reconcile(reconcile, turn));
            case Command.Remember remember -> {
                remember.answers().forEach(answered::learn);
                yield new Outcome.Done(null, 0, false);
            }
            case Command.CureTask cure -> hearing.cure(cure, turn);
            case Command.Tick tick -> new Outcome.Done(null, 0, false);
        };
    }

    /** What a command is answered whose id is known; null if it is to be applied. Changes nothing. */
    public @Nullable Outcome answerAgain(Command command) {
        Asked asked = Asked.of(command);
        return asked == null ? null : answered.again(asked);
    }

    /** Takes over an answer that was given elsewhere, as {@link Command.Remember} does; for a core without a log. */
    public void learn(CoreState.Answered told) {
        answered.learn(told);
    }

    /** The answers to persons that a command has just left here; mostly one or none. */
    public List<CoreState.Answered> answersLeftBy(Command command) {
        List<CommandId> ids = switch (command) {
            case Command.ByOperator byOperator -> List.of(byOperator.id());
            case Command.OnDevice onDevice -> List.of(onDevice.id());
            case Command.Remember remember ->
                remember.answers().stream().map(CoreState.Answered::id).toList();
            case Command.Signal _, Command.ReportEffect _, Command.Reconcile _ -> List.of();
            case Command.CureTask _, Command.Tick _ -> List.of();
        };
        return ids.stream().map(answered::find).filter(Objects::nonNull).toList();
    }

    /** The answers to persons that are remembered, oldest first. */
    public List<CoreState.Answered> answers() {
        return answered.export();
    }

    private Outcome report(Command.ReportEffect report, Turn turn) {
        AlertId id = report.key().alert();
        OpenAlert alert = alerts.find(id);
        if (alert == null) {
            CoreState.Ended ended = endings.find(id);
            // nothing can come of it any more
            return ended == null
                    ? new Outcome.Refused(Outcome.Reason.UNKNOWN_EFFECT, null, 0, 0)
                    : new Outcome.Done(id, ended.view().version(), true);
        }
        Outreach.Worth worth = alert.take(report, turn);
        alerts.settle(alert, turn);
        return worth == Outreach.Worth.UNKNOWN
                ? new Outcome.Refused(Outcome.Reason.UNKNOWN_EFFECT, null, 0, alert.version())
                : new Outcome.Done(id, alert.version(), worth == Outreach.Worth.OLD);
    }

    /**
     * Brings core time forward by the difference to the callback before, and does what has fallen due, at most
     * {@value #MOST_AT_ONCE} deadlines: if more are due, {@link #millisToNextDeadline} is 0 and the caller comes back at once.
     */
    public void advance(long callbackMillis, EventSink sink) {
        bringForward(callbackMillis, sink);
    }

    private Turn bringForward(long callbackMillis, EventSink sink) {
        Turn turn = new Turn(clock.advance(callbackMillis), sink);
        long next = nextDeadlineMillis();
        for (int fired = 0; fired < MOST_AT_ONCE && next <= turn.nowMillis(); fired++) {
            fire(next, turn);
            next = nextDeadlineMillis();
        }
        hearing.expire(turn.nowMillis());
        endings.expire(turn.nowMillis());
        return turn;
    }

    /** Does one thing that falls due then. */
    private void fire(long dueMillis, Turn turn) {
        if (alerts.nextDeadlineMillis() == dueMillis) {
            alerts.fireNext(turn);
        } else if (tests.nextDeadlineMillis() == dueMillis) {
            tests.fireNext(turn);
        } else {
            endings.fireNext(turn);
        }
    }

    private long nextDeadlineMillis() {
        return Math.min(
                alerts.nextDeadlineMillis(), Math.min(tests.nextDeadlineMillis(), endings.nextDeadlineMillis()));
    }

    /**
     * How long from the last callback until something falls due; {@code Long.MAX_VALUE} if no alert is open, no device is
     * on test and no ended alert is to be closed or visited.
     */
    public long millisToNextDeadline() {
        long next = nextDeadlineMillis();
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
        return tasks.all();
    }

    /** The alerts that are resolved and not yet closed, in the order in which they ended; without time line. */
    public Collection<AlertView> ended() {
        return endings.views();
    }

    /** The devices on test, by device. */
    public Collection<CoreState.DeviceTest> tests() {
        return tests.export();
    }

    /** All that the core knows, for a snapshot. */
    public CoreState export() {
        return exportPart(0, 1);
    }

    /** The same but for the open alerts: {@link #forms} has them. */
    public CoreState exportWithoutOpen() {
        return exportWith(List.of());
    }

    /**
     * Each open alert's form, what a snapshot writes of it, in the order in which they were opened. A form is kept until its
     * alert changes, so that a snapshot of many alerts has little to do; about 1 KB for each alert.
     *
     * @param encoding the same at each call
     */
    public void forms(Function<CoreState.Open, byte[]> encoding, Consumer<byte[]> each) {
        alerts.forms(encoding, each);
    }

    /** Makes forms ahead, of alerts that changed since theirs was made. @return how many, at most {@code most} */
    public int prepareForms(Function<CoreState.Open, byte[]> encoding, int most) {
        return alerts.prepareForms(encoding, most);
    }

    /**
     * The same with only one part of the open alerts, told by their ids: for members that compare their states while the
     * core waits. Equal cores have equal parts.
     *
     * @param part 0 to {@code parts} - 1
     */
    public CoreState exportPart(int part, int parts) {
        return exportWith(alerts.export(part, parts));
    }

    private CoreState exportWith(List<CoreState.Open> open) {
        return new CoreState(
                clock.export(),
                open,
                tasks.all(),
                hearing.memory().export(),
                endings.exportFormers(),
                answered.export(),
                tests.export(),
                endings.exportEnded());
    }
}
