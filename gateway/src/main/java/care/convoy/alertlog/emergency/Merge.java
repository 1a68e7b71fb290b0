package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreState.Answered;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings to the log what was done without it: first the signals and notes, as they were; then, once the journal says so,
 * one {@link Command.Reconcile} for each alert that changed. A step never waits, and costs what it does and not how much
 * there is. At most {@value #WINDOW} commands are under way, so that those of other gateways hardly wait. Broken off at any
 * point, it may be begun anew: every command has the key that it had before.
 *
 * <p>While it is under way the emergency goes on, and what comes of that goes the same way in between. Once no more is left
 * than may be under way at once it asks to freeze: nothing more is taken then. Thread {@code emergency}.
 */
final class Merge {
    static final int WINDOW = 16;
    private static final int MOST_TRIES = 5;
    /** Of at most 570 bytes each, so that they fit into a command. */
    static final int ANSWERS_AT_ONCE = 7;

    private final Parts parts;
    private final Sent sent;
    private final List<Flight> flights = new ArrayList<>();
    private final Map<AlertId, Long> reconciled = new HashMap<>();
    private final Map<DeviceId, Long> toldOfDevices = new HashMap<>();
    /** Alerts that the log may have to be told of. */
    private final Set<AlertId> changed;
    /**
     * Alerts with a command that was not written down as sent, and the last one's sequence: if they were closed now, a crash
     * would open them again.
     */
    private final Map<AlertId, Long> unmarked = new HashMap<>();

    private int next;
    private long now;
    private int nextAnswer;
    private long reachedPosition = -1;

    /** What it works with. @param answered called on any thread when an answer has come */
    record Parts(
            AlertLog log,
            EmergencyCore core,
            long generation,
            long answerWithinNanos,
            NoteTransfer notes,
            EmergencyCounters counters,
            Consumer<String> say,
            Runnable answered) {}

    /** How far the log has what was sent as it was. */
    static final class Sent {
        long upTo;
        /** What of it is in the journal. */
        long markedUpTo;

        long logId;
        /** Whether what was taken up here came from a log that is gone. */
        boolean otherLog;

        /** Of alerts that have another name there. */
        private final Map<AlertId, AlertId> names = new HashMap<>();

        /** Whether the log had no room for an alarm when it was last asked. */
        boolean full;

        AlertId nameOf(AlertId here) {
            return names.getOrDefault(here, here);
        }

        void name(AlertId here, AlertId there) {
            if (here.equals(there)) {
                names.remove(here);
            } else {
                names.put(here, there);
            }
        }

        /** What one log has, another one has not. */
        void requireLog(long id) {
            if (logId != id) {
                otherLog |= logId != 0;
                logId = id;
                upTo = 0;
                markedUpTo = 0;
                names.clear();
            }
        }

        void take(SentMark mark) {
            upTo = mark.upTo();
            markedUpTo = upTo;
            logId = mark.logId();
            names.putAll(mark.names());
        }

        SentMark mark() {
            return new SentMark(upTo, logId, names);
        }
    }

    /** How far it is. */
    enum Progress {
        UNDER_WAY,
        /** More was sent: {@link Sent} is to be written down before the alerts concerned are closed. */
        SENT,
        /** Nothing is left but what came meanwhile. */
        WANTS_FREEZE,
        DONE,
        BROKEN_OFF
    }

    /** A command that waits for its answer. @param here the alert's name here, or null */
    private static final class Flight {
        final Command command;
        final Object lane;
        final @Nullable AlertId here;
        final long sequence;
        CompletableFuture<Receipt> answer;
        long sinceNanos;
        int tries = 1;

        Flight(Command command, Object lane, @Nullable AlertId here, long sequence) {
            this.command = command;
            this.lane = lane;
            this.here = here;
            this.sequence = sequence;
            this.answer = new CompletableFuture<>();
        }
    }

    Merge(Parts parts, Sent sent) {
        this.parts = parts;
        this.sent = sent;
        changed = new LinkedHashSet<>(parts.core().handled().keySet());
        List<EmergencyCore.Done> done = parts.core().done();
        while (next < done.size() && done.get(next).sequence() <= sent.upTo) {
            noteUnmarked(done.get(next));
            next++;
        }
    }

    private void noteUnmarked(EmergencyCore.Done done) {
        if (done.alert() != null && done.sequence() > sent.markedUpTo) {
            unmarked.put(done.alert(), done.sequence());
        }
    }

    /** Whether it is of this core; another one may have taken its place. */
    boolean isOf(EmergencyCore core) {
        return parts.core() == core;
    }

    /** The log's position of the last news that it took over. */
    long reachedPosition() {
        return reachedPosition;
    }

    /** Goes as far as it can without waiting. @param frozen whether nothing is taken meanwhile */
    Progress step(boolean frozen, long nowNanos) {
        now = nowNanos;
        if (!reap()) {
            parts.counters().increment(Count.BROKEN_OFF);
            sent.upTo = Math.max(sent.upTo, firstUnanswered() - 1);
            return Progress.BROKEN_OFF;
        }
        if (sent.full && makesRoom()) {
            return Progress.UNDER_WAY;
        }
        send();
        return reconcile(frozen);
    }

    /**
     * A log that is full is told first of the cases that were closed here, for nothing else makes room in it. Not of those
     * that were pressed again here: it is to know the press before.
     *
     * @return whether it still has to answer
     */
    private boolean makesRoom() {
        Set<AlertId> pressed = new HashSet<>();
        for (EmergencyCore.Done done : parts.core().done()) {
            if (done.command() instanceof Command.Signal && done.alert() != null) {
                pressed.add(done.alert());
            }
        }
        for (Map.Entry<AlertId, EmergencyCore.Handled> handled :
                parts.core().handled().entrySet()) {
            boolean closed = !handled.getValue().last().state().isOpen();
            if (closed && !pressed.contains(handled.getKey()) && flights.size() < WINDOW) {
                tell(handled.getKey(), handled.getValue());
            }
        }
        sent.full = !flights.isEmpty();
        return sent.full;
    }

    private long firstUnanswered() {
        List<EmergencyCore.Done> done = parts.core().done();
        long first = next < done.size() ? done.get(next).sequence() : lastDone() + 1;
        for (Flight flight : flights) {
            first = Math.min(first, flight.sequence);
        }
        return first;
    }

    private long lastDone() {
        List<EmergencyCore.Done> done = parts.core().done();
        return done.isEmpty() ? sent.upTo : done.getLast().sequence();
    }

    private void send() {
        List<EmergencyCore.Done> done = parts.core().done();
        while (next < done.size() && flights.size() < WINDOW) {
            EmergencyCore.Done one = done.get(next);
            Command command = toSend(one);
            Object lane = lane(one);
            if (command != null) {
                if (isBusy(lane)) {
                    return;
                }
                launch(command, lane, one.alert(), one.sequence());
            }
            noteUnmarked(one);
            next++;
        }
    }

    private Progress reconcile(boolean frozen) {
        changed.addAll(parts.core().takeChanged());
        int unsent = parts.core().done().size() - next;
        if (unsent == 0) {
            tellWhatIsKnownThere();
            tellAnswers();
        }
        int untold = parts.core().done().size() - nextAnswer;
        int left = unsent + changed.size() + untold + flights.size();
        if (!frozen && left <= WINDOW) {
            return Progress.WANTS_FREEZE;
        }
        if (unsent == 0 && flights.size() < WINDOW && mark()) {
            return Progress.SENT;
        }
        return left > 0 ? Progress.UNDER_WAY : Progress.DONE;
    }

    /** What persons were answered, once the log has what they told: what it knows the answer of it would not take. */
    private void tellAnswers() {
        List<Answered> answers = nextAnswers();
        while (!answers.isEmpty()) {
            launch(new Command.Remember(answers), answers, null, Long.MAX_VALUE);
            answers = nextAnswers();
        }
    }

    private List<Answered> nextAnswers() {
        List<EmergencyCore.Done> done = parts.core().done();
        List<Answered> answers = new ArrayList<>();
        long unanswered = firstUnanswered();
        while (nextAnswer < done.size()
                && done.get(nextAnswer).sequence() < unanswered
                && answers.size() < ANSWERS_AT_ONCE
                && flights.size() < WINDOW) {
            Answered answer = done.get(nextAnswer++).answer();
            if (answer != null) {
                answers.add(Reconciliation.ofThisGateway(answer));
            }
        }
        return answers;
    }

    /** @return whether the log has more of it as it was than is written down */
    private boolean mark() {
        sent.upTo = Math.max(sent.upTo, firstUnanswered() - 1);
        if (sent.upTo <= sent.markedUpTo) {
            return false;
        }
        sent.markedUpTo = sent.upTo;
        unmarked.values().removeIf(sequence -> sequence <= sent.upTo);
        return true;
    }

    /** The log is to know an alert before it is told what became of it. */
    private void tellWhatIsKnownThere() {
        Map<AlertId, EmergencyCore.Handled> handled = parts.core().handled();
        Iterator<AlertId> each = changed.iterator();
        while (each.hasNext() && flights.size() < WINDOW) {
            AlertId here = each.next();
            if (!unmarked.containsKey(here) && !isBusy(here)) {
                each.remove();
                tell(here, Objects.requireNonNull(handled.get(here)));
            }
        }
    }

    private void tell(AlertId here, EmergencyCore.Handled handled) {
        long version = handled.last().version();
        if (Long.valueOf(version).equals(reconciled.put(here, version))) {
            return;
        }
        Reconciliation.Name name = new Reconciliation.Name(
                here, sent.nameOf(here), !sent.otherLog, parts.core().raiseAtMillis(here));
        Command.Reconcile news = Reconciliation.of(handled, name, parts.generation());
        if (news != null) {
            launch(news, here, here, Long.MAX_VALUE);
        }
    }

    /** As it was, or null for what is told by the handling of its alert. */
    private @Nullable Command toSend(EmergencyCore.Done done) {
        return switch (done.command()) {
            case Command.Signal signal -> signal;
            case Command.OnDevice onDevice -> parts.core().toSend(done, onDevice, toldOfDevices);
            case Command.AddNote note -> named(note, sent.nameOf(note.alert()));
            case Command.ReportScene report when done.taken() -> named(report, sent.nameOf(report.alert()));
            case Command.SendCard card when done.taken() -> named(card, sent.nameOf(card.alert()));
            case Command.ByOperator other when done.taken() -> words(other);
            default -> null;
        };
    }

    /** What an operator wrote to a command that is told by the handling of its alert; else null. */
    private @Nullable Command words(Command.ByOperator command) {
        Sealed note = switch (command) {
            case Command.Resolve resolve -> resolve.note();
            case Command.Defer defer -> defer.note();
            case Command.Reopen reopen -> reopen.note();
            case Command.Close close -> close.note();
            default -> null;
        };
        if (note == null) {
            return null;
        }
        CommandId id = command.id();
        UUID ofWords = UUID.nameUUIDFromBytes(("words of " + id.value()).getBytes(StandardCharsets.US_ASCII));
        return named(
                new Command.AddNote(new CommandId(id.actor(), ofWords), command.alert(), note),
                sent.nameOf(command.alert()));
    }

    /** Null for words that cannot be opened any more. */
    private @Nullable Command named(Command.AddNote note, AlertId there) {
        Sealed words = resealed(note.sealedText(), note.alert(), there);
        return words == null ? null : new Command.AddNote(note.id(), there, words);
    }

    /** The same of a card; who owned the alert there may not own it here. */
    private @Nullable Command named(Command.SendCard card, AlertId there) {
        Sealed words = resealed(card.content(), card.alert(), there);
        return words == null ? null : new Command.SendCard(card.id(), there, words, true);
    }

    /** What was told counts also without its words. */
    private Command named(Command.ReportScene report, AlertId there) {
        Sealed detail = report.detail();
        Sealed words = detail == null ? null : resealed(detail, report.alert(), there);
        return new Command.ReportScene(report.id(), there, report.contact(), report.stage(), words);
    }

    /** Null for words that cannot be opened any more, as with another key: they must not hold up everything else. */
    private @Nullable Sealed resealed(Sealed words, AlertId from, AlertId to) {
        if (to.equals(from)) {
            return words;
        }
        try {
            return parts.notes().transfer(words, from, to);
        } catch (RuntimeException unopened) {
            parts.counters().increment(Count.REFUSED);
            parts.say().accept("words of the emergency cannot be sealed anew alert=" + to + ": " + unopened);
            return null;
        }
    }

    /** What is to keep its order. */
    private static Object lane(EmergencyCore.Done done) {
        return switch (done.command()) {
            case Command.OnDevice onDevice -> onDevice.device();
            case Command.Signal signal when done.alert() == null -> signal.key().device();
            default -> done.alert() == null ? done : done.alert();
        };
    }

    private boolean isBusy(Object lane) {
        return flights.stream().anyMatch(flight -> flight.lane.equals(lane));
    }

    private void launch(Command command, Object lane, @Nullable AlertId here, long sequence) {
        Flight flight = new Flight(command, lane, here, sequence);
        flights.add(flight);
        submit(flight);
    }

    private void submit(Flight flight) {
        flight.sinceNanos = now;
        flight.answer = parts.log().submit(flight.command).toCompletableFuture();
        var _ = flight.answer.whenComplete((_, _) -> parts.answered().run());
    }

    /** Takes the answers that have come; false if the log is not to be had after all. */
    private boolean reap() {
        Iterator<Flight> each = flights.iterator();
        while (each.hasNext()) {
            Flight flight = each.next();
            if (!flight.answer.isDone() && now - flight.sinceNanos > parts.answerWithinNanos()) {
                flight.answer.completeExceptionally(new AlertLog.Unavailable("no answer in time"));
            }
            if (!flight.answer.isDone()) {
                continue;
            }
            try {
                if (!take(flight, flight.answer.join())) {
                    return false;
                }
                each.remove();
            } catch (CompletionException failed) {
                if (parts.log().health() != AlertLog.Health.READY || flight.tries++ == MOST_TRIES) {
                    parts.say().accept("bringing the emergency to the log was broken off: " + failed.getCause());
                    return false;
                }
                submit(flight);
            }
        }
        return true;
    }

    /** A list of tasks that is full must not hold up alarms; the device says it again with its next discharge. */
    private static boolean isTask(Command.Signal signal) {
        return signal.message() instanceof DeviceMessage.BatteryLow
                || (signal.message() instanceof DeviceMessage.RuleFound found && found.isTask());
    }

    /** False if the log cannot take an alarm now. */
    private boolean take(Flight flight, Receipt receipt) {
        return switch (receipt.outcome()) {
            case Outcome.Done done -> {
                if (flight.command instanceof Command.Signal && flight.here != null && done.alert() != null) {
                    sent.name(flight.here, done.alert());
                }
                if (done.alert() != null && !done.duplicate()) {
                    reachedPosition = Math.max(reachedPosition, receipt.position());
                }
                switch (flight.command) {
                    case Command.Remember _ -> {}
                    case Command.Reconcile _ -> parts.counters().increment(Count.RECONCILED);
                    default -> parts.counters().increment(Count.SENT);
                }
                yield true;
            }
            case Outcome.Refused refused
            when flight.command instanceof Command.Signal signal && !isTask(signal) -> {
                sent.full = refused.reason() == Outcome.Reason.FULL;
                parts.say().accept("the log does not take an alarm of the emergency now: " + refused.reason());
                yield false;
            }
            case Outcome.Refused refused
            when refused.reason() == Outcome.Reason.KEY_REUSED && flight.command instanceof Command.OnDevice -> {
                // told before a crash, when more time was left
                parts.counters().increment(Count.SENT);
                yield true;
            }
            case Outcome.Refused refused -> {
                parts.counters().increment(Count.REFUSED);
                parts.say()
                        .accept("the log refused what was done in the emergency alert=" + flight.here + " command="
                                + flight.command.getClass().getSimpleName() + " reason=" + refused.reason());
                yield true;
            }
        };
    }
}
