package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.CoreState;
import care.convoy.alert.CoreState.Answered;
import care.convoy.alert.Event;
import care.convoy.alert.EventSink;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alert.Priority;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The alert core of an emergency, with what it has done since the emergency began. Bounded by the journal that feeds it.
 * Thread {@code emergency}.
 */
final class EmergencyCore {
    private final CoreLimits limits;
    private final Handling handling;
    private AlertCore core;
    private final Map<AlertId, CoreState.Open> adopted = new HashMap<>();
    private final Map<ResidentId, AlertId> adoptedByResident = new HashMap<>();
    private final Map<DeviceId, AlertId> adoptedByDevice = new HashMap<>();
    private final Map<AlertId, Handled> handled = new LinkedHashMap<>();
    private final Set<AlertId> changed = new LinkedHashSet<>();
    private final Map<AlertId, AlertView> open = new LinkedHashMap<>();
    private final Set<AlertId> written = new HashSet<>();
    /** Those that the core would not take; not tried with each tick. */
    private final Set<AlertId> refused = new HashSet<>();

    private final List<Done> done = new ArrayList<>();
    private final LogAnswers logAnswers = new LogAnswers();
    private final TestsHere testsHere = new TestsHere();
    private long position;
    private int ordinal;

    /**
     * A command that was applied.
     *
     * @param alert which alert it concerned here, or null
     * @param taken whether it changed something: neither refused nor a repeat
     * @param answer what a person was answered here for the first time, to be known again by it; else null
     */
    record Done(
            long sequence,
            Command command,
            @Nullable AlertId alert,
            boolean taken,
            @Nullable Answered answer) {}

    /** An alert that changed here. @param plans those it was given here, the newest last */
    record Handled(AlertView last, List<EscalationPlan> plans, Doings doings) {
        Handled {
            plans = List.copyOf(plans);
        }
    }

    /** What a command did. */
    record Applied(Outcome outcome, List<CommittedEvent> events) {}

    /** What it begins with. @param answers what the log answered to persons, oldest first */
    record Begin(List<CoreState.Open> open, List<CoreState.DeviceTest> tests, List<Answered> answers, long atMillis) {
        private CoreState with(List<CoreState.Open> fit) {
            return Adoption.state(fit, tests, atMillis).withAnswered(answers);
        }
    }

    /** How the core is asked: a test puts an error into the middle of it. */
    interface Handling {
        Outcome apply(AlertCore core, long atMillis, Command command, EventSink sink);

        default void advance(AlertCore core, long atMillis, EventSink sink) {
            core.advance(atMillis, sink);
        }
    }

    private EmergencyCore(AlertCore core, Begin begin, CoreLimits limits, Handling handling) {
        this.core = core;
        this.limits = limits;
        this.handling = handling;
        logAnswers.take(begin.answers());
        note(begin.open());
    }

    private void note(List<CoreState.Open> adoptedFromLog) {
        for (CoreState.Open open : adoptedFromLog) {
            AlertView view = open.view();
            adopted.put(view.id(), open);
            this.open.put(view.id(), view);
            if (view.resident() != null) {
                adoptedByResident.put(view.resident(), view.id());
            } else {
                adoptedByDevice.put(view.device(), view.id());
            }
        }
    }

    /** With these alerts of the log. One that the core would not take is left out: it must not cost the others. */
    static EmergencyCore with(Begin begin, CoreLimits limits, Handling handling) {
        AlertCore all = restored(begin.with(begin.open()), limits);
        if (all != null) {
            return new EmergencyCore(all, begin, limits, handling);
        }
        List<CoreState.Open> fit = begin.open().stream()
                .filter(one -> restored(Adoption.state(List.of(one), List.of(), begin.atMillis()), limits) != null)
                .toList();
        AlertCore some = restored(begin.with(fit), limits);
        Begin none = new Begin(List.of(), List.of(), List.of(), begin.atMillis());
        return some == null
                ? new EmergencyCore(new AlertCore(limits), none, limits, handling)
                : new EmergencyCore(
                        some, new Begin(fit, begin.tests(), begin.answers(), begin.atMillis()), limits, handling);
    }

    private static @Nullable AlertCore restored(CoreState state, CoreLimits limits) {
        try {
            return AlertCore.restore(state, limits);
        } catch (RuntimeException refused) {
            return null;
        }
    }

    /**
     * Takes up alerts of the log that are not known here, as far as there is room for them. One of somebody who has an alert
     * of its own here is left out: that one joins it in the log.
     *
     * @param answers what the log answered to persons; what was answered here counts before that
     * @return those that were taken up
     */
    List<CoreState.Open> adopt(List<CoreState.Open> more, List<Answered> answers) {
        Set<Object> concerned = new HashSet<>();
        open.values().forEach(view -> concerned.add(subject(view)));
        List<CoreState.Open> fresh = more.stream()
                .filter(one ->
                        !knows(one.view().id()) && !refused.contains(one.view().id()))
                .filter(one -> concerned.add(subject(one.view())))
                .limit(Math.max(0, limits.openAlerts() - open.size()))
                .toList();
        List<Answered> told = notKnown(answers);
        AlertCore joined = fresh.isEmpty() && told.isEmpty() ? null : joined(fresh, told);
        if (joined == null) {
            fresh.forEach(one -> refused.add(one.view().id()));
            return List.of();
        }
        core = joined;
        note(fresh);
        logAnswers.take(told);
        return fresh;
    }

    private @Nullable AlertCore joined(List<CoreState.Open> fresh, List<Answered> told) {
        CoreState before = core.export();
        List<Answered> oldestFirst = new ArrayList<>(told);
        oldestFirst.addAll(before.answered());
        return restored(Adoption.joined(before, fresh).withAnswered(oldestFirst), limits);
    }

    private List<Answered> notKnown(List<Answered> answers) {
        Set<CommandId> known = new HashSet<>();
        core.answers().forEach(answered -> known.add(answered.id()));
        return answers.stream()
                .filter(answered -> !known.contains(answered.id()))
                .toList();
    }

    private static Object subject(AlertView view) {
        return view.resident() != null ? view.resident() : view.device();
    }

    Applied apply(JournalEntry entry, Command command) {
        List<CommittedEvent> events = new ArrayList<>();
        at(entry.sequence());
        boolean repeated = core.answerAgain(command) != null;
        Outcome outcome = handling.apply(core, entry.atMillis(), SeenHere.in(command, adopted), (event, after) -> {
            events.add(new CommittedEvent(position, ordinal++, core.nowMillis(), event, after));
            note(event, after);
        });
        AlertId alert = alertOf(command, outcome);
        boolean taken = outcome instanceof Outcome.Done how && !how.duplicate();
        Done one = new Done(entry.sequence(), command, alert, taken, repeated ? null : answerTo(command));
        done.add(one);
        testsHere.applied(one, outcome);
        if (command instanceof Command.Signal signal && alert != null) {
            addPlan(alert, signal.plan());
        }
        return new Applied(outcome, events);
    }

    private @Nullable Answered answerTo(Command command) {
        List<Answered> left = core.answersLeftBy(command);
        return left.isEmpty() ? null : left.getFirst();
    }

    /**
     * What a command is answered that was answered before, here or by the log; null if it is to be applied. A log that is
     * only slow may have answered it since the emergency began.
     */
    @Nullable
    Outcome answerAgain(Command command, KnownAlerts log) {
        CommandId id = switch (command) {
            case Command.ByOperator byOperator -> byOperator.id();
            case Command.OnDevice onDevice -> onDevice.id();
            default -> null;
        };
        Outcome again = core.answerAgain(command);
        CoreState.Answered sinceBegin = id == null || again != null ? null : log.answerTo(id);
        if (sinceBegin == null) {
            return again;
        }
        core.learn(sinceBegin);
        return core.answerAgain(command);
    }

    /** What a slow log has answered meanwhile is known here too. @return those that were not known */
    List<Answered> learn(List<Answered> later) {
        List<Answered> fresh = notKnown(later);
        fresh.forEach(core::learn);
        return fresh;
    }

    /** What the log answered to persons. */
    LogAnswers logAnswers() {
        return logAnswers;
    }

    /** Does what has fallen due. @param sequence of the journal's last record */
    List<CommittedEvent> advance(long sequence, long atMillis) {
        List<CommittedEvent> events = new ArrayList<>();
        at(sequence);
        handling.advance(core, atMillis, (event, after) -> {
            events.add(new CommittedEvent(position, ordinal++, core.nowMillis(), event, after));
            note(event, after);
        });
        return events;
    }

    private void at(long sequence) {
        if (sequence != position) {
            position = sequence;
            ordinal = 0;
        }
    }

    private void note(Event event, @Nullable AlertView after) {
        if (event instanceof Event.DeviceTestOver over) {
            testsHere.over(over.device());
        }
        if (after != null) {
            if (after.state().isOpen()) {
                open.put(after.id(), after);
            } else {
                open.remove(after.id());
            }
            Handled before = handled.get(after.id());
            Handled now = before == null
                    ? new Handled(after, plans(after.id()), new Doings(signals(after.id())))
                    : new Handled(after, before.plans(), before.doings());
            now.doings().hear(event, after, core.nowMillis());
            handled.put(after.id(), now);
            changed.add(after.id());
        }
    }

    private int signals(AlertId alert) {
        CoreState.Open open = adopted.get(alert);
        return open == null ? 0 : open.view().signals();
    }

    private List<EscalationPlan> plans(AlertId alert) {
        CoreState.Open open = adopted.get(alert);
        return open == null ? List.of() : List.of(open.plan());
    }

    private void addPlan(AlertId alert, EscalationPlan plan) {
        Handled known = handled.get(alert);
        if (known != null && !known.plans().contains(plan)) {
            List<EscalationPlan> plans = new ArrayList<>(known.plans());
            plans.add(plan);
            handled.put(alert, new Handled(known.last(), plans, known.doings()));
        }
    }

    private static @Nullable AlertId alertOf(Command command, Outcome outcome) {
        return switch (command) {
            case Command.ByOperator byOperator -> byOperator.alert();
            case Command.ReportEffect report -> report.key().alert();
            default -> outcome instanceof Outcome.Done applied ? applied.alert() : null;
        };
    }

    /** Whether the core can say anything about this alert. */
    boolean knows(AlertId alert) {
        return handled.containsKey(alert) || core.find(alert) != null;
    }

    /** The alert of the log that a command is about, if it is not yet in the journal; else null. */
    CoreState.@Nullable Open toBeWritten(Command command) {
        AlertId alert = switch (command) {
            case Command.Signal signal ->
                signal.resident() != null
                        ? adoptedByResident.get(signal.resident())
                        : adoptedByDevice.get(signal.key().device());
            case Command.ByOperator byOperator -> byOperator.alert();
            case Command.ReportEffect report -> report.key().alert();
            default -> null;
        };
        return alert == null || written.contains(alert) ? null : adopted.get(alert);
    }

    /** Whether the alert is still as it was adopted, and not in the journal. */
    boolean isUntouched(AlertId alert) {
        return !written.contains(alert) && open.containsKey(alert);
    }

    /** It is not in the journal after all. */
    void notWritten(AlertId alert) {
        written.remove(alert);
    }

    /** When age raises the alert's priority next; 0 if it does not. */
    long raiseAtMillis(AlertId alert) {
        CoreState.Open standing = core.standing(alert);
        return standing == null || standing.view().priority() == Priority.P1 ? 0 : standing.raiseAtMillis();
    }

    /** When the lease of the alert's owner lapses; 0 if it is not this one's. */
    long leaseUntilMillis(AlertId alert, OperatorId operator) {
        AlertView view = open.get(alert);
        return view == null || !operator.equals(view.owner()) ? 0 : view.leaseUntilMillis();
    }

    /** The alert's version; 0 if it is not open. */
    long version(AlertId alert) {
        AlertView view = open.get(alert);
        return view == null ? 0 : view.version();
    }

    /** The alert as it was adopted is in the journal now. */
    void written(AlertId alert) {
        written.add(alert);
    }

    /** It takes the place of another one, of which the same alerts are in the journal. */
    void writtenAsIn(EmergencyCore former) {
        written.addAll(former.written);
    }

    /** What was applied since the emergency began, oldest first. */
    List<Done> done() {
        return done;
    }

    /** What the log is to be told in place of a command about a device, or null; see {@link TestsHere#toSend}. */
    @Nullable
    Command toSend(Done one, Command.OnDevice command, Map<DeviceId, Long> told) {
        return testsHere.toSend(one, command, told, core.tests(), core.nowMillis());
    }

    /** The alerts that changed here, in the order in which they first did. */
    Map<AlertId, Handled> handled() {
        return handled;
    }

    /** Which of them changed since this was asked the last time, in the order in which they first did. */
    List<AlertId> takeChanged() {
        List<AlertId> taken = List.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** All open alerts, as they are while the caller looks. */
    Collection<AlertView> open() {
        return Collections.unmodifiableCollection(open.values());
    }

    CoreState export() {
        return core.export();
    }
}
