package care.convoy.alert;

import care.convoy.alert.Intent.Kind;
import care.convoy.alert.Intent.State;
import care.convoy.alert.Outcome.Reason;
import care.convoy.device.DeviceId;
import care.convoy.escalation.EscalationStep;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What devices are still to be told or to do. Some of it follows from the life of an alert, the rest is ordered.
 *
 * <p>Of one kind a device has at most one, so nobody can pile up orders. Of all there are at most {@link CoreLimits#intents()}:
 * from nine tenths on an order that replaces none is refused with {@link Reason#FULL}; what follows from an alert is always
 * taken, and the one that would expire first gives way.
 */
final class Intents {
    private final int limit;
    private final OpenAlerts alerts;
    private final Endings endings;
    private long lastId;
    private final LinkedHashMap<Long, Intent> byId = new LinkedHashMap<>();
    private final Map<DeviceId, EnumMap<Kind, Intent>> byDevice = new HashMap<>();
    private final TreeSet<Intent> byExpiry =
            new TreeSet<>(Comparator.comparingLong(Intent::expiresAtMillis).thenComparingLong(Intent::id));

    Intents(CoreLimits limits, OpenAlerts alerts, Endings endings, CoreState.Intents intents) {
        limit = limits.intents();
        this.alerts = alerts;
        this.endings = endings;
        lastId = intents.lastId();
        intents.pending().forEach(this::put);
    }

    // ---- orders

    Outcome order(Command.Order order, Turn turn) {
        OpenAlert alert = null;
        AlertId id = order.alert();
        if (id != null) {
            alert = alerts.find(id);
            if (alert == null) {
                CoreState.Ended ended = endings.find(id);
                return ended == null
                        ? new Outcome.Refused(Reason.UNKNOWN_ALERT, null, 0, 0)
                        : Endings.refused(Reason.WRONG_STATE, ended);
            }
        }
        boolean grows = find(order.device(), order.what().kind()) == null;
        if (grows && byId.size() >= limit - limit / 10) {
            return new Outcome.Refused(Reason.FULL, null, 0, alert == null ? 0 : alert.version());
        }
        add(order.device(), alert, order.what(), order.id().actor(), turn);
        if (alert == null) {
            return new Outcome.Done(null, 0, false);
        }
        alerts.settle(alert, turn);
        return new Outcome.Done(alert.id(), alert.version(), false);
    }

    /** What came of one. Of one that has come to its end nothing can come any more. */
    Outcome report(Command.ReportIntent report, Turn turn) {
        Intent intent = byId.get(report.intent());
        boolean known = intent != null && intent.device().equals(report.device());
        if (intent == null || !known || (report.state() == State.SENT && intent.sent())) {
            return new Outcome.Done(null, 0, true);
        }
        if (report.state() == State.SENT) {
            put(intent.asSent());
            tell(intent, State.SENT, null, turn);
        } else {
            end(intent, report.state(), null, turn);
        }
        return new Outcome.Done(null, 0, false);
    }

    // ---- the life of an alert

    /** What an event of an open alert means for its device; called within the alert's own change. */
    void follow(Event.OfAlert event, OpenAlert alert, Turn turn) {
        DeviceId device = alert.origin().device();
        switch (event) {
            case Event.Claimed _ -> accept(Intent.By.OPERATOR, alert, turn);
            case Event.EffectReported reported
            when reported.report() == EffectReport.ACCEPTED -> {
                Intent.By by = helperOf(reported.effect().action());
                if (by != null) {
                    accept(by, alert, turn);
                }
            }
            case Event.Resolved _ -> {
                withdraw(find(device, Kind.ACCEPTED), alert, turn);
                add(device, alert, new Intent.Resolved(), null, turn);
            }
            // nobody attends any more
            case Event.Abandoned _ -> withdraw(acceptedByOperator(device), alert, turn);
            // it is not over, or there is another one
            case Event.Raised _, Event.Reopened _ -> withdraw(find(device, Kind.RESOLVED), alert, turn);
            default -> {}
        }
    }

    private void accept(Intent.By by, OpenAlert alert, Turn turn) {
        add(alert.origin().device(), alert, new Intent.Accepted(by), null, turn);
    }

    private static Intent.@Nullable By helperOf(EscalationStep.Action action) {
        return switch (action) {
            case CALL, MESSAGE -> Intent.By.CONTACT;
            case REQUEST_AMBULANCE -> Intent.By.AMBULANCE;
            case CALL_SUPERVISOR, INFORM, SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD -> null;
        };
    }

    private @Nullable Intent acceptedByOperator(DeviceId device) {
        Intent found = find(device, Kind.ACCEPTED);
        return found != null && found.what().equals(new Intent.Accepted(Intent.By.OPERATOR)) ? found : null;
    }

    private void withdraw(@Nullable Intent intent, OpenAlert within, Turn turn) {
        if (intent != null) {
            end(intent, State.SUPERSEDED, within, turn);
        }
    }

    // ---- all of them

    /** @param alert on whose time line it is, within its own change or settled by the caller */
    private void add(DeviceId device, @Nullable OpenAlert alert, Intent.What what, @Nullable OperatorId by, Turn turn) {
        Intent former = find(device, what.kind());
        if (former != null) {
            end(former, State.SUPERSEDED, alert, turn);
        }
        while (byId.size() >= limit) {
            end(byExpiry.first(), State.EXPIRED, alert, turn);
        }
        long expiresAt = turn.nowMillis() + what.kind().lastsMillis();
        Intent intent = new Intent(nextId(turn), device, alert == null ? null : alert.id(), what, by, expiresAt, false);
        put(intent);
        if (alert == null) {
            turn.sink().accept(new Event.DeviceIntended(intent), null);
        } else {
            alert.emit(new Event.Intended(alert.id(), intent), turn);
        }
    }

    /**
     * One more than the last, and at least the seconds since 1970: a log that was begun anew does not use ids again that a
     * device remembers.
     */
    private long nextId(Turn turn) {
        long seconds = TimeUnit.MILLISECONDS.toSeconds(turn.nowMillis()) & Intent.MOST_IDS;
        long id = Math.max(lastId + 1, seconds);
        while (id > Intent.MOST_IDS || id == 0 || byId.containsKey(id)) {
            id = id >= Intent.MOST_IDS ? 1 : id + 1;
        }
        lastId = id;
        return id;
    }

    private void end(Intent intent, State how, @Nullable OpenAlert within, Turn turn) {
        remove(intent);
        tell(intent, how, within, turn);
    }

    /** On the time line of its alert as long as there is one. @param within the alert that is being changed, or null */
    private void tell(Intent intent, State to, @Nullable OpenAlert within, Turn turn) {
        AlertId id = intent.alert();
        OpenAlert open = id == null ? null : alerts.find(id);
        if (id != null && open != null) {
            open.emit(new Event.IntentMoved(id, intent.id(), intent.device(), intent.kind(), to), turn);
            if (open != within) {
                alerts.settle(open, turn);
            }
        } else if (id == null
                || !endings.note(
                        id, new Event.IntentMoved(id, intent.id(), intent.device(), intent.kind(), to), turn)) {
            turn.sink().accept(new Event.DeviceIntentMoved(intent.id(), intent.device(), intent.kind(), to), null);
        }
    }

    /** Ends the one that expires next. */
    void fireNext(Turn turn) {
        end(byExpiry.first(), State.EXPIRED, null, turn);
    }

    /** When the next one expires, or {@code Long.MAX_VALUE}. */
    long nextDeadlineMillis() {
        return byExpiry.isEmpty() ? Long.MAX_VALUE : byExpiry.first().expiresAtMillis();
    }

    /** In the order in which they were asked for. */
    Collection<Intent> pending() {
        return List.copyOf(byId.values());
    }

    CoreState.Intents export() {
        return new CoreState.Intents(lastId, List.copyOf(byId.values()));
    }

    private @Nullable Intent find(DeviceId device, Kind kind) {
        EnumMap<Kind, Intent> of = byDevice.get(device);
        return of == null ? null : of.get(kind);
    }

    private void put(Intent intent) {
        Intent former = byId.put(intent.id(), intent);
        if (former != null) {
            byExpiry.remove(former);
        }
        byDevice.computeIfAbsent(intent.device(), _ -> new EnumMap<>(Kind.class))
                .put(intent.kind(), intent);
        byExpiry.add(intent);
    }

    private void remove(Intent intent) {
        byId.remove(intent.id());
        byExpiry.remove(intent);
        EnumMap<Kind, Intent> of = byDevice.get(intent.device());
        if (of != null && of.remove(intent.kind()) != null && of.isEmpty()) {
            byDevice.remove(intent.device());
        }
    }
}
