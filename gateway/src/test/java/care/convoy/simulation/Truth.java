package care.convoy.simulation;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreState;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Knows every signal that was sent and every event, keeps its own account of each case, and compares: no answered press is
 * lost or doubled, each belongs to one alert that is open and escalating, or that an operator closed who had seen it.
 */
final class Truth {
    private static final int KNOWN_FOR_SURE = 40;

    private final VirtualTime time;
    private final Tally tally;
    private final SimulatedAlertLog log;
    private final Function<ResidentId, EscalationPlan> plans;
    private final Map<AlertId, Account> accounts = new LinkedHashMap<>();
    private final Map<SignalKey, Account> bySignal = new LinkedHashMap<>();
    private final Map<Long, Account> byMark = new LinkedHashMap<>();
    private final Map<Long, AlertId> local = new LinkedHashMap<>();
    private final Map<CommandId, Integer> shown = new HashMap<>();
    private final Map<DeviceId, Long> tests = new LinkedHashMap<>();
    private final Map<CommandId, List<Outcome>> told = new HashMap<>();
    private final Set<CommandId> notes = new HashSet<>();
    private final Set<Long> answered = new HashSet<>();
    private final Set<EffectKey> withoutLog = new HashSet<>();
    private final IntentAccount intents;
    private final OutsideAccount outside;
    private long runnerUpSinceMillis;
    private final Map<DeviceId, List<SignalKey>> heard = new HashMap<>();
    private int notesHeard;

    Truth(VirtualTime time, SimulatedAlertLog log, Tally tally, Function<ResidentId, EscalationPlan> plans) {
        this.time = time;
        this.log = log;
        this.tally = tally;
        this.plans = plans;
        intents = new IntentAccount(tally);
        outside = new OutsideAccount(tally);
    }

    /** The mark that a press or a fall carries through everything; 0 of other messages. */
    static long markOf(DeviceMessage.Alarm message) {
        Position position = switch (message) {
            case DeviceMessage.SosPressed press -> press.position();
            case DeviceMessage.FallDetected fall -> fall.position();
            default -> null;
        };
        return position == null ? 0 : position.atMillis();
    }

    /** An operator commands. @param shownSignals how many signals the screen showed, -1 if it is not to count */
    void submitted(Command.ByOperator command, int shownSignals) {
        if (command instanceof Command.AddNote note) {
            notes.add(note.id());
        }
        if (command instanceof Command.SendCard card) {
            outside.submitted(card.content());
        }
        if (shownSignals >= 0) {
            shown.put(command.id(), shownSignals);
        }
    }

    /** An operator hears what came of a card. */
    void cardAnswered(Command.SendCard card, Receipt receipt) {
        outside.answered(card, card.content(), receipt);
    }

    /** Somebody out there tells. */
    void scene(Command.ReportScene report) {
        outside.submitted(Objects.requireNonNull(report.detail()));
    }

    /** Somebody out there hears that it was taken. */
    void sceneAnswered(Command.ReportScene report, Receipt receipt) {
        outside.answered(report, Objects.requireNonNull(report.detail()), receipt);
    }

    /** An operator hears what came of a command. */
    void told(Command command, Outcome outcome) {
        told.computeIfAbsent(idOf(command), id -> new ArrayList<>()).add(outcome);
    }

    /** A command that was answered before is answered again, on the other side of the edge of an emergency. */
    void toldAgain(Command command, Outcome outcome) {
        require(
                told.get(idOf(command)).stream().anyMatch(first -> isAgain(first, outcome)),
                () -> "carried out again or answered otherwise: " + command + " " + told.get(idOf(command)) + ", again "
                        + outcome);
    }

    private static boolean isAgain(Outcome first, Outcome again) {
        return switch (first) {
            case Outcome.Done done ->
                again instanceof Outcome.Done repeat
                        && repeat.duplicate()
                        && Objects.equals(done.alert(), repeat.alert());
            case Outcome.Refused refused ->
                again instanceof Outcome.Refused repeat && repeat.reason() == refused.reason();
        };
    }

    private static CommandId idOf(Command command) {
        return switch (command) {
            case Command.ByOperator byOperator -> byOperator.id();
            case Command.Order order -> order.id();
            default -> ((Command.OnDevice) command).id();
        };
    }

    /** A gateway has promised a device that its message is safe: with the log, or with the gateway alone. */
    void answered(SimulatedDevice.Message message, Receipt receipt, SimulatedEmergency emergency) {
        long mark = message.mark();
        if (mark == 0) {
            return;
        }
        AlertId alert = ((Outcome.Done) receipt.outcome()).alert();
        require(alert != null, () -> "answered without an alert: " + message);
        if (receipt.durability() == Receipt.Durability.LOCAL) {
            local.put(mark, alert);
            require(
                    isKept(mark, emergency),
                    () -> "answered by the gateway alone, and it does not hold it: " + message);
        } else {
            Account account = byMark.get(mark);
            require(account != null, () -> "answered but never heard: " + message);
            // a late answer may name the alert that a repeat belonged to before it was closed and heard anew
            require(accounts.containsKey(alert), () -> "answered with an alert that never was: " + alert);
            require(accounts.get(alert).marks.contains(mark), () -> "answered with a foreign alert: " + alert);
        }
        if (answered.add(mark) && message.content() instanceof DeviceMessage.SosPressed) {
            tally.presses++;
            tally.local += receipt.durability() == Receipt.Durability.LOCAL ? 1 : 0;
        }
    }

    /** What a gateway promised alone it holds, also after a crash, until the log has heard it. */
    void checkLocal(SimulatedEmergency emergency) {
        local.keySet().removeIf(byMark::containsKey);
        local.keySet()
                .forEach(mark -> require(isKept(mark, emergency), () -> "lost by the gateway: " + local.get(mark)));
    }

    /** A log that was left on purpose and is at rest has decided nothing that the gateway does not know. */
    void checkAdopted(SimulatedEmergency emergency) {
        for (AlertView view : log.core().open()) {
            require(
                    emergency.has(view.id()) || emergency.concerns(view.resident(), view.device()),
                    () -> "the gateway does not know: " + view);
        }
    }

    /** The log has decided something although it was left on purpose, and long enough ago to have come to rest. */
    void checkLeft(List<CommittedEvent> events) {
        require(events.isEmpty(), () -> "decided by the log that was left: " + events.getFirst());
    }

    /** How old an alert is, as the log has told it; of one that it has not told, as nobody has. */
    AgeCheck ageOf(AlertView view) {
        Account account = accounts.get(view.id());
        return account == null ? new AgeCheck(plans.apply(view.resident()), tally) : account.age();
    }

    private boolean isKept(long mark, SimulatedEmergency emergency) {
        return byMark.containsKey(mark) || emergency.has(local.get(mark));
    }

    void executed(Effect effect) {
        account(effect.key().alert()).effects.executed(effect);
    }

    /** What a gateway decided by itself; the log may hear what came of it. */
    void executedWithoutLog(Effect effect) {
        tally.effectsWithoutLog++;
        withoutLog.add(effect.key());
    }

    /**
     * The log has everything: who has left a case without the log does not hold it there, and nobody is asked less.
     *
     * @param last how it stood without the log in the end
     * @param owners who ever held it there
     */
    void takenBack(AlertView last, Set<OperatorId> owners) {
        Account account = accounts.get(last.id());
        if (account == null || account.ended || !last.state().isOpen()) {
            return;
        }
        AlertView now = account.latest;
        boolean left = last.owner() == null && now.owner() != null && owners.contains(now.owner());
        require(!left, () -> "left without the log, and still held: " + last + " is " + now);
        boolean heldByAnother = now.owner() != null && !owners.contains(now.owner());
        require(
                // its owner may have acknowledged in the log what nobody was told of any more
                last.owner() != null || !last.attentionPending() || now.attentionPending() || heldByAnother,
                () -> "asked without the log, and does not ask: " + last + " is " + now);
        require(
                now.progress().compareTo(last.progress()) >= 0,
                () -> "help had come nearer without the log: " + last + " is " + now);
        require(
                now.priority().compareTo(last.priority()) <= 0,
                () -> "raised without the log, and not there: " + last + " is " + now);
        boolean later = last.state() == AlertState.DEFERRED
                && now.state() == AlertState.DEFERRED
                && now.heldUntilMillis() > last.heldUntilMillis();
        require(!later, () -> "put off for longer than without the log: " + last + " is " + now);
    }

    /** From now on the runner does what it is told. */
    void runnerIsUp() {
        runnerUpSinceMillis = time.nowMillis();
    }

    /** The runner is dead: nothing can be asked of it. */
    void runnerIsDown() {
        runnerUpSinceMillis = Long.MAX_VALUE / 2;
    }

    /** What a command did. @param command null for time that has passed */
    void committed(Command command, List<CommittedEvent> events) {
        Map<AlertId, AlertView> before = new HashMap<>();
        accounts.forEach((alert, account) -> before.put(alert, account.latest));
        for (CommittedEvent committed : events) {
            tally.events++;
            intents.hear(committed);
            switch (committed.event()) {
                case Event.OfAlert event -> committed(command, committed, event);
                case Event.DeviceOnTest onTest -> {
                    long longest = committed.atMillis() + Command.MAX_TEST_MILLIS;
                    require(onTest.untilMillis() <= longest, () -> "on test too long: " + onTest);
                    tests.put(onTest.device(), onTest.untilMillis());
                }
                case Event.DeviceTestOver over -> {
                    Long until = tests.remove(over.device());
                    require(
                            until != null && (over.operator() != null || committed.atMillis() >= until),
                            () -> "a test over that is not: " + over);
                }
                case Event.TestHeard _, Event.TaskOpened _, Event.TaskCured _ -> {}
                case Event.DeviceIntended _, Event.DeviceIntentMoved _ -> {}
            }
        }
        outside.hear(command, events, before);
    }

    private void committed(Command command, CommittedEvent committed, Event.OfAlert event) {
        AlertView after = committed.after();
        switch (event) {
            case Event.Raised raised -> open(raised, after);
            case Event.Joined joined
            when joined.attention() -> belongs(joined.key(), joined.message(), account(joined.alert()));
            case Event.Reopened reopened -> mayOpen(reopened, after);
            case Event.NoteAdded _ -> notesHeard++;
            default -> {}
        }
        require(notesHeard <= notes.size(), () -> "a note was added twice: " + event);
        Account account = account(event.alert());
        account.hear(new Account.Heard(event, after, committed.atMillis(), seen(command), time.nowMillis()));
        if (event instanceof Event.HeldOnTest held) {
            require(
                    Long.valueOf(held.untilMillis()).equals(tests.get(after.device())),
                    () -> "held by a test that is not: " + held);
        }
    }

    private void open(Event.Raised raised, AlertView after) {
        require(!accounts.containsKey(raised.alert()), () -> "raised twice: " + raised);
        mayOpen(raised, after);
        Account account = new Account(raised.alert(), plans.apply(after.resident()), tally, withoutLog);
        accounts.put(raised.alert(), account);
        belongs(raised.key(), raised.message(), account);
        tally.alerts++;
        boolean pressedTwice = raised.message() instanceof DeviceMessage.SosPressed press && press.presses() > 1;
        require(
                after.state() != AlertState.ON_TEST || (tests.containsKey(after.device()) && !pressedTwice),
                () -> "silent although nobody tests: " + raised);
    }

    private void mayOpen(Event.OfAlert event, AlertView after) {
        Object whose = whose(after);
        for (Account other : accounts.values()) {
            require(
                    other.ended || !whose(other.latest).equals(whose) || other.alert.equals(event.alert()),
                    () -> "two open alerts of " + whose);
        }
    }

    private static Object whose(AlertView view) {
        return view.resident() != null ? view.resident() : view.device();
    }

    private void belongs(SignalKey key, DeviceMessage.Alarm message, Account account) {
        Account before = bySignal.put(key, account);
        List<SignalKey> ofDevice = heard.computeIfAbsent(key.device(), device -> new ArrayList<>());
        // beyond that many the core may have forgotten the first ones: then it is too much attention
        boolean outrun = ofDevice.size() - ofDevice.lastIndexOf(key) > KNOWN_FOR_SURE;
        require(before == null || before.ended || outrun, () -> "doubled: " + key + " in " + account.alert);
        ofDevice.add(key);
        account.signals.add(key);
        account.asked.add(key);
        long mark = markOf(message);
        if (mark != 0) {
            account.marks.add(mark);
            byMark.put(mark, account);
        }
    }

    /** What the one who commands has seen of the alert. */
    private Account.Seen seen(Command command) {
        return switch (command) {
            case Command.Claim claim ->
                new Account.Seen(claim.expectedVersion(), shown.getOrDefault(claim.id(), -1), false);
            case Command.Resolve resolve ->
                new Account.Seen(resolve.expectedVersion(), shown.getOrDefault(resolve.id(), -1), false);
            case Command.TakeOver takeOver -> new Account.Seen(takeOver.expectedVersion(), -1, false);
            case Command.Defer defer ->
                new Account.Seen(defer.expectedVersion(), shown.getOrDefault(defer.id(), -1), false);
            case Command.Reconcile reconcile -> seen(reconcile);
            case Command.SendCard card -> new Account.Seen(0, -1, card.afterwards());
            case null, default -> Account.Seen.NOTHING;
        };
    }

    /** As the account has it: the first so many of the case's signals, and those that are named. */
    private Account.Seen seen(Command.Reconcile reconcile) {
        Account account = accounts.get(reconcile.alert());
        Command.Reconcile.Known known = reconcile.known();
        boolean all = account != null
                && known.answered()
                // what was acknowledged without the log does not say whether that was seen: in doubt it asks
                && !account.isCalledOff()
                && account.asked.stream().skip(known.first()).allMatch(known.heard()::contains);
        return new Account.Seen(all ? Long.MAX_VALUE : 0, all ? -1 : 0, true);
    }

    /** After each command: the core's alerts are those of the accounts, and each is looked after. */
    void checkAll() {
        int open = 0;
        Map<AlertId, AlertView> views = new LinkedHashMap<>();
        log.core().open().forEach(view -> views.put(view.id(), view));
        long nowMillis = log.core().nowMillis();
        for (Account account : accounts.values()) {
            if (account.isOpen()) {
                open++;
                AlertView view = views.get(account.alert);
                require(view != null, () -> "lost: " + account.alert);
                account.check(view, nowMillis);
                account.effects.check(view, time.nowMillis(), runnerUpSinceMillis);
            }
        }
        int count = open;
        require(views.size() == count, () -> "open: " + views.size() + ", should be " + count);
        require(log.core().millisToNextDeadline() > 0, () -> "something is due and not done");
        require(count == 0 || log.core().millisToNextDeadline() < Long.MAX_VALUE, () -> "no deadline for " + count);
        tests.forEach((device, until) -> require(until > nowMillis, () -> "a test without end of " + device));
        intents.check(log.core().intents(), nowMillis);
        List<CoreState.DeviceTest> known = List.copyOf(log.core().tests());
        require(
                known.size() == tests.size()
                        && known.stream()
                                .allMatch(
                                        test -> Long.valueOf(test.untilMillis()).equals(tests.get(test.device()))),
                () -> "devices on test are " + known + ", should be " + tests);
    }

    /** Whether this is how an alert stood before it ended: a picture that came late, and would stay. */
    boolean isSuperseded(AlertView view) {
        Account account = account(view.id());
        return account.closed || (account.ended && view.state().isOpen());
    }

    /** Alerts that nobody has closed. */
    List<Account> open() {
        return accounts.values().stream().filter(Account::isOpen).toList();
    }

    /** After a calm time. */
    void everythingIsDone() {
        require(open().isEmpty(), () -> "not closed by anybody: " + open());
        require(log.core().openCount() == 0, () -> "the core still holds alerts");
        for (long mark : answered) {
            Account account = byMark.get(mark);
            require(account != null, () -> "answered by a gateway and never brought to the log: " + local.get(mark));
            require(account.ended, () -> "a press without an end: " + account);
        }
    }

    /** After a day more nothing waits but visits that are due. */
    void nothingIsLeft() {
        for (Account account : accounts.values()) {
            require(account.closed || account.latest.state() == AlertState.FOLLOW_UP, () -> "not closed: " + account);
        }
        int visits = log.core().ended().size();
        long expected =
                accounts.values().stream().filter(account -> !account.closed).count();
        require(visits == expected, () -> visits + " visits are due, should be " + expected);
        outside.check();
    }

    private Account account(AlertId alert) {
        Account account = accounts.get(alert);
        require(account != null, () -> "an event of an alert that was never raised: " + alert);
        return account;
    }

    private void require(boolean holds, Supplier<String> otherwise) {
        tally.require(holds, otherwise);
    }
}
