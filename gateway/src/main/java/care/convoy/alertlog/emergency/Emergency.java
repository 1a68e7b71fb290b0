package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.alert.CoreState.Answered;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommandCodec;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import care.convoy.alertlog.emergency.EmergencyJournal.Room;
import care.convoy.alertlog.emergency.JournalEntry.Kind;
import care.convoy.device.DeviceMessage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One emergency, from its beginning until the log has taken over everything: what is taken is forced into the journal,
 * then handled by the core in memory, then answered and told. Thread {@code emergency}.
 */
final class Emergency {
    /** Alerts of 1 to 2 KB each. */
    private static final int UNTOUCHED_AT_ONCE = 128;

    private final Parts parts;
    private final Rebuilding rebuilding;
    private final StandingCore standing;
    private final LaterAnswers laterAnswers;
    private final EmergencyClock.CoreTime time;
    private final Merge.Sent sent = new Merge.Sent();
    private final List<AlertId> marked = new ArrayList<>();
    private final Set<AlertId> late = new HashSet<>();
    private final ArrayDeque<CoreState.Open> untouched = new ArrayDeque<>();
    private List<CoreState.Open> leftOut = List.of();
    /** What the journal is to know of devices on test. */
    private List<CoreState.DeviceTest> tests;

    private boolean testsAdded;

    /** What it works with. @param journal null if there is none */
    record Parts(
            @Nullable EmergencyJournal journal,
            KnownAlerts known,
            SafeguardConfig config,
            EmergencyClock clock,
            EmergencyCounters counters,
            NoteTransfer notes,
            List<ProvisionalListener> listeners,
            Consumer<String> say,
            EmergencyCore.Handling handling) {}

    private Emergency(Parts parts, Rebuilding rebuilding, EmergencyCore core, long nowMillis, long lastAnswer) {
        this.parts = parts;
        this.rebuilding = rebuilding;
        standing = new StandingCore(parts, rebuilding, core);
        laterAnswers = new LaterAnswers(parts.known(), lastAnswer);
        tests = List.of();
        time = new EmergencyClock.CoreTime(parts.clock(), nowMillis);
    }

    /** Begins with what the log last said. */
    static Emergency begin(Parts parts, KnownAlerts known) {
        long now = known.coreMillis();
        long lastAnswer = known.lastAnswer();
        List<CoreState.Open> open = adoptable(parts, known, now);
        List<CoreState.DeviceTest> tests =
                Adoption.tests(known.tests(), now, parts.config().limits());
        Rebuilding rebuilding = new Rebuilding(new EmergencyCore.Begin(open, tests, known.answers(), now), parts);
        Emergency emergency = new Emergency(parts, rebuilding, rebuilding.anew(), now, lastAnswer);
        emergency.tests = tests;
        emergency.sent.logId = known.logId();
        emergency.keepUntouched(open);
        emergency.tell(List.of());
        return emergency;
    }

    private static List<CoreState.Open> adoptable(Parts parts, KnownAlerts known, long now) {
        List<CoreState.Open> taken = known.open().stream()
                .filter(alert -> parts.config().adoptOwned() || alert.view().owner() == null)
                .toList();
        return Adoption.of(taken, now, parts.config().limits());
    }

    /** The log has come to rest: what it told since, or before an emergency of a former process, is taken up too. */
    void adopt(KnownAlerts known) {
        leftOut = adoptable(parts, known, time.millis());
        adoptLeftOut(known.answers());
    }

    /** One is left out while its resident has an alert of its own here, or the core is full; not longer. */
    private void adoptLeftOut(List<Answered> answers) {
        List<CoreState.Open> fresh = core().adopt(leftOut, answers);
        if (!fresh.isEmpty() || !answers.isEmpty()) {
            rebuilding.tookUp(lastSequence(), fresh, answers);
        }
        leftOut =
                leftOut.stream().filter(open -> !core().knows(open.view().id())).toList();
        if (!fresh.isEmpty()) {
            // a replay is to find them when they were taken up, and not from the beginning
            fresh.forEach(open -> late.add(open.view().id()));
            keepUntouched(fresh);
            tell(List.of());
        }
    }

    /**
     * Alerts that nobody touches are to be known after a crash too, those first that need it most. With three members the
     * two others have them.
     */
    private void keepUntouched(List<CoreState.Open> open) {
        if (parts.config().adoptOwned()) {
            open.stream().sorted(Adoption.MOST_NEEDED).forEach(untouched::add);
        }
    }

    private long lastSequence() {
        EmergencyJournal journal = parts.journal();
        return journal == null ? 0 : journal.lastSequence();
    }

    /** Goes on with what a former process left in the journal. */
    static Emergency resume(Parts parts, List<JournalEntry> entries) {
        long now = Math.max(parts.clock().wallMillis(), entries.getLast().atMillis());
        EmergencyCore.Begin begin = Rebuilding.beginOf(entries, parts);
        Rebuilding rebuilding = new Rebuilding(begin, parts);
        Emergency emergency = new Emergency(parts, rebuilding, rebuilding.build(entries), now, 0);
        begin.open().forEach(alert -> emergency.core().written(alert.view().id()));
        entries.stream()
                .filter(entry -> entry.kind() == Kind.SENT)
                .forEach(mark -> emergency.sent.take(SentMark.decode(mark.content())));
        emergency.tell(List.of());
        return emergency;
    }

    /** A command with its place in the journal. */
    private record Journaled(Waiting waiting, JournalEntry entry) {}

    /** Makes them all safe with one sync, then applies and answers them in order. */
    void take(List<Waiting> batch) {
        EmergencyJournal journal = parts.journal();
        long now = time.millis();
        List<Journaled> journaled = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            if (waiting.answer.isDone()) {
                continue;
            }
            if (standing.failure() != null) {
                refuse(waiting, Count.FAILURES, "the alert log does not answer, and the emergency core failed");
                continue;
            }
            Outcome again = core().answerAgain(waiting.command, parts.known());
            if (journal == null || journal.isBroken()) {
                refuse(waiting, Count.NO_JOURNAL, "the alert log does not answer, and there is no emergency journal");
            } else if (again != null) {
                // it is safe already, here or in the log
                waiting.answer.complete(new Receipt(journal.lastSequence(), Receipt.Durability.LOCAL, again));
            } else if (!isKnownHere(waiting.command)) {
                refuse(
                        waiting,
                        Count.NOT_TAKEN,
                        "the alert log does not answer, and this alert is not known without it");
            } else {
                journal(waiting, now, journal, journaled);
            }
        }
        if (journal != null && !journaled.isEmpty() && synced(journal, journaled)) {
            List<CommittedEvent> events = new ArrayList<>();
            List<Runnable> answers = new ArrayList<>();
            apply(journaled, events, answers);
            tell(events);
            answers.forEach(Runnable::run);
        }
    }

    private void refuse(Waiting waiting, Count why, String words) {
        parts.counters().increment(why);
        waiting.fail(words);
    }

    private boolean isKnownHere(Command command) {
        return switch (command) {
            case Command.ByOperator byOperator -> core().knows(byOperator.alert());
            case Command.ReportEffect report -> core().knows(report.key().alert());
            default -> true;
        };
    }

    private void journal(Waiting waiting, long now, EmergencyJournal journal, List<Journaled> into) {
        if (waiting.command instanceof Command.RenewLease renew && isRenewedEnough(renew, now)) {
            Outcome asItIs = new Outcome.Done(renew.alert(), core().version(renew.alert()), true);
            waiting.answer.complete(new Receipt(journal.lastSequence(), Receipt.Durability.LOCAL, asItIs));
            return;
        }
        try {
            byte[] content = CommandCodec.encode(waiting.command);
            addTests(journal, now);
            Room room = isAlarm(waiting.command) ? Room.ALARM : Room.OTHER;
            if (!writeKnown(waiting.command, now, room) && room == Room.OTHER) {
                // after a crash nobody would know what the command was about; a press stands for itself
                refuse(waiting, Count.NO_ROOM, "the emergency journal is full");
                return;
            }
            JournalEntry entry = journal.add(Kind.COMMAND, now, content, room);
            if (entry == null) {
                refuse(waiting, Count.NO_ROOM, "the emergency journal is full");
            } else {
                into.add(new Journaled(waiting, entry));
            }
        } catch (RuntimeException | Error cannotBeWritten) {
            // it fails alone: the others of its batch are none the worse for it
            parts.counters().increment(Count.FAILURES);
            waiting.answer.completeExceptionally(cannotBeWritten);
        }
    }

    /** Before the first command; without room for them a device on test rings after a crash, as it does in doubt. */
    private void addTests(EmergencyJournal journal, long now) {
        if (tests.isEmpty() || testsAdded) {
            return;
        }
        testsAdded = true;
        try {
            byte[] frame = KnownFrame.encode(tests, core().logAnswers().aboutDevices());
            journal.add(Kind.KNOWN, now, frame, Room.KNOWN);
        } catch (RuntimeException | Error cannotBeWritten) {
            failed("the devices on test cannot be written down", cannotBeWritten);
        }
    }

    /** While the lease has long to run a renewal changes nothing, and needs no room: consoles renew more often than that. */
    private boolean isRenewedEnough(Command.RenewLease renew, long now) {
        return core().leaseUntilMillis(renew.alert(), renew.operator()) - now > Adoption.LEASE_MILLIS / 2;
    }

    /** Puts the alert of the log that a command is about before it. @return false if it should be there and is not */
    private boolean writeKnown(Command command, long now, Room room) {
        CoreState.Open known = core().toBeWritten(command);
        if (known == null) {
            return true;
        }
        try {
            return write(known, now, room);
        } catch (RuntimeException | Error cannotBeWritten) {
            if (room == Room.ALARM) {
                failed("alert " + known.view().id() + " cannot be written down", cannotBeWritten);
                return false;
            }
            throw cannotBeWritten;
        }
    }

    /** @return false if there is no room for it */
    private boolean write(CoreState.Open known, long now, Room room) {
        EmergencyJournal journal = parts.journal();
        AlertId alert = known.view().id();
        byte[] frame = KnownFrame.encode(known, core().logAnswers().about(alert));
        Kind kind = late.contains(alert) ? Kind.ADOPTED : Kind.KNOWN;
        if (journal == null || journal.add(kind, now, frame, room) == null) {
            return false;
        }
        core().written(alert);
        marked.add(alert);
        return true;
    }

    private void failed(String what, Throwable why) {
        parts.counters().increment(Count.FAILURES);
        parts.say().accept(what + ": " + why);
    }

    private static boolean isAlarm(Command command) {
        return command instanceof Command.Signal signal
                && switch (signal.message()) {
                    case DeviceMessage.SosPressed _, DeviceMessage.FallDetected _, DeviceMessage.AlarmRaised _ -> true;
                    case DeviceMessage.BandRemoved _, DeviceMessage.WearerCancelled _ -> true;
                    case DeviceMessage.RuleFound found -> !found.isTask();
                    case DeviceMessage.TestPressed _, DeviceMessage.BandWorn _, DeviceMessage.BatteryLow _ -> false;
                    case DeviceMessage.RuleCleared _ -> false;
                };
    }

    private boolean synced(EmergencyJournal journal, List<Journaled> journaled) {
        try {
            journal.sync();
            marked.clear();
            tests = testsAdded ? List.of() : tests;
            return true;
        } catch (IOException failed) {
            parts.say().accept("the emergency journal is broken: " + failed);
            journaled.forEach(
                    one -> refuse(one.waiting(), Count.NO_JOURNAL, "the emergency journal cannot be written"));
            return false;
        } catch (RuntimeException | Error failed) {
            marked.forEach(core()::notWritten);
            marked.clear();
            testsAdded = false;
            throw failed;
        }
    }

    private void apply(List<Journaled> journaled, List<CommittedEvent> events, List<Runnable> answers) {
        int done = 0;
        try {
            while (done < journaled.size()) {
                Journaled one = journaled.get(done);
                applied(one, core().apply(one.entry(), one.waiting().command), events, answers);
                done++;
            }
        } catch (RuntimeException | Error failed) {
            standing.failed(failed, journaled.get(done).entry().sequence());
            // they are all in the journal, so the new core has handled those that can be handled
            for (Journaled one : journaled.subList(done, journaled.size())) {
                EmergencyCore.Applied anew = standing.anew(one.entry().sequence());
                if (anew == null) {
                    answers.add(() -> one.waiting().fail("the emergency core failed"));
                } else {
                    applied(one, anew, events, answers);
                }
            }
        }
    }

    private void applied(
            Journaled one, EmergencyCore.Applied how, List<CommittedEvent> events, List<Runnable> answers) {
        events.addAll(how.events());
        Receipt receipt = new Receipt(one.entry().sequence(), Receipt.Durability.LOCAL, how.outcome());
        answers.add(() -> {
            parts.counters().increment(Count.LOCAL);
            one.waiting().answer.complete(receipt);
        });
    }

    /** Whether commands can be handled; after an error it tries to come to that again. */
    boolean isWhole() {
        List<CommittedEvent> unheard = standing.tryAgain();
        if (unheard != null) {
            tell(unheard);
        }
        return standing.failure() == null;
    }

    /** Why nothing is taken here; null if it is. */
    @Nullable
    String failure() {
        return standing.failure();
    }

    private EmergencyCore core() {
        return standing.core();
    }

    /** Whether this one brings the core as it is now to the log. */
    boolean isCurrent(Merge merge) {
        return merge.isOf(core());
    }

    /** Does what has fallen due; it is written down so that a replay does the same at the same time. */
    void tick() {
        EmergencyJournal journal = parts.journal();
        long now = time.millis();
        long sequence = journal == null ? 0 : journal.lastSequence() + 1;
        List<CommittedEvent> events;
        try {
            events = core().advance(sequence, now);
            standing.ticked();
        } catch (RuntimeException | Error failed) {
            standing.tickFailed(failed, sequence);
            return;
        }
        if (!leftOut.isEmpty()) {
            adoptLeftOut(List.of());
        }
        if (journal != null && !untouched.isEmpty()) {
            writeUntouched(journal, now);
        }
        if (journal != null) {
            writeLaterAnswers(journal, now);
        }
        if (events.isEmpty()) {
            return;
        }
        if (journal != null && journal.add(Kind.TICK, now, new byte[0], Room.OTHER) != null) {
            synced(journal, List.of());
        }
        tell(events);
    }

    private void writeLaterAnswers(EmergencyJournal journal, long now) {
        try {
            if (laterAnswers.write(core(), journal, now)) {
                synced(journal, List.of());
            }
        } catch (RuntimeException | Error cannotBeWritten) {
            failed("answers of the log cannot be written down", cannotBeWritten);
        }
    }

    /** A part of them with each tick, so that a press never waits for all. */
    private void writeUntouched(EmergencyJournal journal, long now) {
        addTests(journal, now);
        int before = untouched.size();
        while (!untouched.isEmpty() && before - untouched.size() < UNTOUCHED_AT_ONCE) {
            CoreState.Open known = untouched.getFirst();
            boolean done;
            try {
                done = !core().isUntouched(known.view().id()) || write(known, now, Room.KNOWN);
            } catch (RuntimeException | Error cannotBeWritten) {
                failed("alert " + known.view().id() + " cannot be written down", cannotBeWritten);
                done = true;
            }
            if (!done) {
                parts.say()
                        .accept("the emergency journal has no room for " + untouched.size()
                                + " open alerts that nobody has touched; after a crash they are known only to the log");
                untouched.clear();
                break;
            }
            untouched.removeFirst();
        }
        if (!marked.isEmpty() && !journal.isBroken()) {
            synced(journal, List.of());
        }
    }

    /** Begins to bring everything to the log. @param answered called on any thread when an answer has come */
    Merge merge(AlertLog log, long logId, Runnable answered) {
        EmergencyJournal journal = parts.journal();
        sent.requireLog(logId);
        return new Merge(
                new Merge.Parts(
                        log,
                        core(),
                        journal == null ? 0 : journal.generation(),
                        parts.config().answerWithin().toNanos() * 5 / 4,
                        parts.notes(),
                        parts.counters(),
                        parts.say(),
                        answered),
                sent);
    }

    /** Whether the log had no room for an alarm when it was last asked. */
    boolean isLogFull() {
        return sent.full;
    }

    /** Writes down how far the log has everything as it was. */
    void markSent() {
        EmergencyJournal journal = parts.journal();
        if (journal != null && journal.add(Kind.SENT, time.millis(), sent.mark().encode(), Room.MARK) != null) {
            synced(journal, List.of());
        }
    }

    /** For tests: all that the core knows. */
    CoreState export() {
        return core().export();
    }

    private void tell(List<CommittedEvent> events) {
        Collection<AlertView> open = core().open();
        // nothing of either would mean that the log has taken over
        if (!open.isEmpty() || !events.isEmpty()) {
            tell(parts, open, events);
        }
    }

    static void tell(Parts parts, Collection<AlertView> alerts, List<CommittedEvent> events) {
        for (ProvisionalListener listener : parts.listeners()) {
            try {
                listener.provisional(alerts, List.copyOf(events));
            } catch (RuntimeException | Error failed) {
                parts.counters().increment(Count.FAILURES);
                parts.say().accept("a listener failed in the emergency: " + failed);
            }
        }
    }
}
