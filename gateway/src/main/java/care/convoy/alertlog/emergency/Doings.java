package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command.Reconcile;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep.Action;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** What was heard of one alert and done to it since the emergency began, as far as its view does not say it. One thread. */
final class Doings {
    /** Of more signals the oldest are forgotten: then they count as unknown, and the alert rings. */
    private static final int MOST_HEARD = 512;

    /** Of more people the first are forgotten: who owns it in the log loses it when the lease lapses. */
    private static final int MOST_FORMER = 16;

    private final int first;
    private final Deque<SignalKey> heard = new ArrayDeque<>();
    private final SequencedSet<OperatorId> former = new LinkedHashSet<>();
    private final Map<Action, OperatorId> sentFor = new EnumMap<>(Action.class);
    private Reconcile.@Nullable PutOff putOff;
    private @Nullable OperatorId closedBy;
    private int turns;
    private Reconcile.Age age = Reconcile.Age.NONE;
    private long signalledAtMillis;
    private int presentFrom;

    /** @param first how many signals that ask for attention it had in the log; 0 if it began here */
    Doings(int first) {
        this.first = first;
    }

    /** @param after how the alert stands after it */
    void hear(Event event, AlertView after, long atMillis) {
        turns += isTurn(event) ? 1 : 0;
        switch (event) {
            case Event.Raised raised -> heard(raised.key());
            case Event.Joined joined when joined.attention() -> heard(joined.key());
            case Event.PriorityRaised _ -> raised(after, atMillis);
            case Event.Claimed claimed -> former.remove(claimed.operator());
            case Event.Resolved resolved -> closedBy = resolved.operator();
            case Event.Reopened reopened -> {
                if (closedBy != null) {
                    // the log still has who closed it for its owner
                    lost(closedBy);
                }
                former.remove(reopened.operator());
            }
            case Event.Abandoned abandoned -> lost(abandoned.operator());
            case Event.TakenOver taken -> {
                lost(taken.from());
                former.remove(taken.operator());
            }
            case Event.Deferred deferred -> {
                lost(deferred.operator());
                putOff = new Reconcile.PutOff(deferred.operator(), deferred.untilMillis(), deferred.reason());
            }
            case Event.CardSent card -> sentFor.putIfAbsent(Action.REQUEST_AMBULANCE, card.operator());
            case Event.Summoned summoned ->
                summoned.actions().forEach(action -> sentFor.put(action, summoned.operator()));
            default -> {}
        }
        if (event instanceof Event.Joined joined && joined.attention()) {
            signalledAtMillis = atMillis;
        }
    }

    /**
     * The priority was raised: by age, unless by a signal, of which that is told at once.
     *
     * @param after how the alert stands after that
     */
    private void raised(AlertView after, long atMillis) {
        age = atMillis == signalledAtMillis ? Reconcile.Age.NONE : new Reconcile.Age(after.priority(), atMillis, 0);
        // those of the former priority that were not begun are gone
        presentFrom = after.steps().stream()
                .filter(step -> !step.isAdded() && step.doneAtMillis() == 0)
                .mapToInt(AlertView.Step::index)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** Since when the alert has its priority by age, if age raised it here; else {@link Reconcile.Age#NONE}. */
    Reconcile.Age age() {
        return age;
    }

    /** The first step of the present priority, if the priority was raised here; else 0. */
    int presentFrom() {
        return presentFrom;
    }

    private static boolean isTurn(Event event) {
        return switch (event) {
            case Event.Raised _, Event.Joined _, Event.Returned _, Event.TestOver _ -> true;
            case Event.Claimed _, Event.TakenOver _, Event.Abandoned _, Event.Deferred _ -> true;
            case Event.Resolved _, Event.Reopened _ -> true;
            case Event.SceneReported reported -> reported.asksAgain();
            default -> false;
        };
    }

    private void heard(SignalKey key) {
        if (heard.size() == MOST_HEARD) {
            heard.removeFirst();
        }
        heard.addLast(key);
    }

    private void lost(OperatorId operator) {
        former.remove(operator);
        if (former.size() == MOST_FORMER) {
            former.removeFirst();
        }
        former.addLast(operator);
    }

    /** How often it changed hands or asked: what is as it once was is news all the same. */
    int turns() {
        return turns;
    }

    int first() {
        return first;
    }

    /** The signals that asked for attention, oldest first. */
    List<SignalKey> heard() {
        return List.copyOf(heard);
    }

    /** Who owned it and does no longer, the last one last. */
    List<OperatorId> former() {
        return List.copyOf(former);
    }

    /** What owners sent for, and who did last. */
    Map<Action, OperatorId> sentFor() {
        return sentFor;
    }

    /** How it was put off here, if it still is. */
    Reconcile.@Nullable PutOff putOff(AlertView now) {
        return now.state() == AlertState.DEFERRED ? putOff : null;
    }
}
