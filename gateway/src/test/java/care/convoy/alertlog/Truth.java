package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows every signal that was sent and every event, keeps its own account of each case, and compares: no answered press is
 * lost or doubled, each belongs to one alert that is open and escalating, or that an operator closed who had seen it.
 */
final class Truth {
    private record By(AlertId alert, OperatorId operator, Class<?> command) {
        static By of(Command.ByOperator command) {
            return new By(command.alert(), command.operator(), command.getClass());
        }
    }

    private final SimulatedAlertLog log;
    private final Map<AlertId, Account> accounts = new LinkedHashMap<>();
    private final Map<SignalKey, Account> bySignal = new LinkedHashMap<>();
    private final Map<By, Long> seenVersions = new LinkedHashMap<>();
    private final Set<CommandId> notes = new LinkedHashSet<>();
    private int notesHeard;
    private int answeredPresses;

    Truth(SimulatedAlertLog log) {
        this.log = log;
    }

    /** An operator commands, and by that shows what was on the screen; one command at a time. */
    void submitted(Command.ByOperator command) {
        switch (command) {
            case Command.Claim claim -> seenVersions.put(By.of(claim), claim.expectedVersion());
            case Command.Resolve resolve -> seenVersions.put(By.of(resolve), resolve.expectedVersion());
            case Command.AddNote note -> notes.add(note.id());
            case Command.RenewLease renew -> {}
            case Command.Release release -> {}
            default -> {}
        }
    }

    /** A device was told that its signal is safe. */
    void answered(Command.Signal signal, AlertId alert) {
        boolean press = signal.message() instanceof DeviceMessage.SosPressed;
        if (press || signal.message() instanceof DeviceMessage.FallDetected) {
            Account account = bySignal.get(signal.key());
            require(account != null, "answered but never heard: " + signal.key());
            require(alert != null, "answered without an alert: " + signal.key());
            // a late answer may name the alert that a repeat belonged to before it was closed and heard anew
            require(accounts.containsKey(alert), "answered with an alert that never was: " + alert);
            require(accounts.get(alert).signals.contains(signal.key()), "answered with a foreign alert: " + alert);
            answeredPresses += press ? 1 : 0;
        }
    }

    void committed(CommittedEvent committed) {
        if (!(committed.event() instanceof Event.OfAlert event)) {
            return;
        }
        AlertView after = committed.after();
        if (event instanceof Event.Raised raised) {
            open(raised, after);
        } else if (event instanceof Event.Joined joined && joined.attention()) {
            belongs(joined.key(), account(joined.alert()));
        }
        notesHeard += event instanceof Event.NoteAdded ? 1 : 0;
        require(notesHeard <= notes.size(), "a note was added twice: " + event);
        Account account = account(event.alert());
        long seen = seenVersion(event);
        account.hear(event, after, committed.atMillis(), seen);
    }

    private void open(Event.Raised raised, AlertView after) {
        require(!accounts.containsKey(raised.alert()), "raised twice: " + raised.alert());
        Object whose = whose(after);
        for (Account other : accounts.values()) {
            require(other.ended || !whose(other.latest).equals(whose), "two open alerts of " + whose);
        }
        Account account = new Account(raised.alert());
        accounts.put(raised.alert(), account);
        belongs(raised.key(), account);
    }

    private static Object whose(AlertView view) {
        DeviceId device = view.device();
        return view.resident() != null ? view.resident() : device;
    }

    private void belongs(SignalKey key, Account account) {
        Account before = bySignal.put(key, account);
        require(before == null || before.ended, "doubled: " + key + " in " + account.alert);
        account.signals.add(key);
    }

    private long seenVersion(Event.OfAlert event) {
        By by = switch (event) {
            case Event.Claimed claimed -> new By(event.alert(), claimed.operator(), Command.Claim.class);
            case Event.Resolved resolved -> new By(event.alert(), resolved.operator(), Command.Resolve.class);
            default -> null;
        };
        return by == null ? 0 : seenVersions.getOrDefault(by, 0L);
    }

    /** After each command: the core's alerts are those of the accounts, and each is looked after. */
    void checkAll() {
        List<Account> open = openAccounts();
        require(
                log.core().openCount() == open.size(),
                "open: " + log.core().openCount() + ", should be " + open.size());
        Map<AlertId, CoreState.Open> states = new LinkedHashMap<>();
        log.core().export().open().forEach(state -> states.put(state.view().id(), state));
        for (Account account : open) {
            CoreState.Open state = states.get(account.alert);
            require(state != null, "lost: " + account.alert);
            account.check(state.view(), log.core().nowMillis());
        }
        require(open.isEmpty() || log.core().millisToNextDeadline() > 0, "something is due and not done");
        require(
                open.isEmpty() == (log.core().millisToNextDeadline() == Long.MAX_VALUE),
                "no deadline for " + open.size() + " open alerts");
    }

    void restarted(Collection<AlertView> open) {
        require(open.size() == openAccounts().size(), "after the restart other alerts are open");
        checkAll();
    }

    boolean hasEnded(AlertId alert) {
        return account(alert).ended;
    }

    /** At the end of a calm hour. */
    void everythingIsDone() {
        require(openAccounts().isEmpty(), "not closed by anybody: " + openAccounts());
        require(log.core().openCount() == 0, "the core still holds alerts");
    }

    int alerts() {
        return accounts.size();
    }

    int answeredPresses() {
        return answeredPresses;
    }

    private List<Account> openAccounts() {
        return new ArrayList<>(
                accounts.values().stream().filter(account -> !account.ended).toList());
    }

    private Account account(AlertId alert) {
        Account account = accounts.get(alert);
        require(account != null, "an event of an alert that was never raised: " + alert);
        return account;
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Whether the alert is before the end of its pre-alarm. */
    static boolean isHeld(AlertView view) {
        return view.state() == AlertState.PRE_ALARM;
    }
}
