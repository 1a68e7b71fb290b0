package care.convoy.notify.page;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alert.Reach;
import care.convoy.device.Sealed;
import care.convoy.escalation.EscalationStep.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one contact may know of how an alert stands: their own part by name, everybody else's without one. Immutable. Times are epoch
 * milliseconds of the core.
 *
 * @param stand how this contact stands to it
 * @param sinceMillis since when; 0 if asked only
 * @param told what this contact told from the scene, sealed words, oldest first
 * @param facts what is going on, in the order in which it is shown
 */
record CaseSight(Stand stand, long sinceMillis, List<Told> told, List<Fact> facts) {
    CaseSight {
        told = List.copyOf(told);
        facts = List.copyOf(facts);
    }

    /** What the contact said last. */
    enum Stand {
        ASKED,
        GOING,
        CANNOT,
        ARRIVED
    }

    /** Words of this contact. */
    record Told(long atMillis, Sealed words) {}

    /** @param atMillis since when; 0 if that is not known */
    record Fact(What what, long atMillis) {}

    /** Things that may go on. */
    enum What {
        CENTRE_WAITS,
        CENTRE_ATTENDS,
        HELPER_ARRIVED,
        HELPER_WITH_KEY_COMES,
        HELPER_COMES,
        OTHERS_ASKED,
        AMBULANCE_ASKED,
        AMBULANCE_RECEIVED,
        AMBULANCE_COMES,
        AMBULANCE_ARRIVED,
        AMBULANCE_HANDED_OVER,
        AMBULANCE_CANCELLED;

        /** Whether it is done, or still under way. */
        boolean isDone() {
            return switch (this) {
                case CENTRE_ATTENDS, HELPER_ARRIVED, AMBULANCE_ARRIVED, AMBULANCE_HANDED_OVER -> true;
                case CENTRE_WAITS,
                        HELPER_WITH_KEY_COMES,
                        HELPER_COMES,
                        OTHERS_ASKED,
                        AMBULANCE_ASKED,
                        AMBULANCE_RECEIVED,
                        AMBULANCE_COMES,
                        AMBULANCE_CANCELLED -> false;
            };
        }
    }

    /** @param hasKey whether a contact of that id has the key */
    static CaseSight of(AlertView alert, String contact, Predicate<String> hasKey) {
        Map<String, Reach> last = lastReaches(alert);
        Map<String, Long> arrived = arrivals(alert);
        List<Told> told = toldBy(alert, contact);
        Reach own = last.get(contact);
        Long there = arrived.get(contact);
        List<Fact> facts = new ArrayList<>();
        facts.add(
                alert.owner() == null
                        ? new Fact(What.CENTRE_WAITS, 0)
                        : new Fact(What.CENTRE_ATTENDS, alert.ownedSinceMillis()));
        last.remove(contact);
        arrived.remove(contact);
        addHelpers(facts, last, arrived, hasKey);
        Fact ambulance = ambulance(alert);
        if (ambulance != null) {
            facts.add(ambulance);
        }
        if (there != null) {
            return new CaseSight(Stand.ARRIVED, there, told, facts);
        }
        Stand stand = own == null ? Stand.ASKED : standOf(own);
        return new CaseSight(stand, own == null || stand == Stand.ASKED ? 0 : own.atMillis(), told, facts);
    }

    private static Stand standOf(Reach own) {
        return switch (own.state()) {
            case ACCEPTED -> Stand.GOING;
            case DECLINED -> Stand.CANNOT;
            case WAITING, STARTED, QUEUED, DELIVERED, FAILED, STOPPED -> Stand.ASKED;
        };
    }

    /**
     * Of everybody who was asked to come, where they stand since the alert last asked: an answer goes before no answer, a later answer before an
     * earlier one. By contact, nearest step first.
     */
    private static Map<String, Reach> lastReaches(AlertView alert) {
        Map<String, Reach> last = new LinkedHashMap<>();
        for (AlertView.Step step : alert.steps()) {
            if (step.step().action() != Action.CALL && step.step().action() != Action.MESSAGE) {
                continue;
            }
            for (Reach reach : step.reaches()) {
                if (!reach.contact().isEmpty()) {
                    last.merge(reach.contact(), reach, (a, b) -> tells(alert, a, b) ? a : b);
                }
            }
        }
        return last;
    }

    private static boolean tells(AlertView alert, Reach a, Reach b) {
        boolean first = isAnswer(alert, a);
        boolean second = isAnswer(alert, b);
        return first == second ? first && a.atMillis() > b.atMillis() : first;
    }

    private static boolean isAnswer(AlertView alert, Reach reach) {
        boolean answered = reach.state() == Reach.State.ACCEPTED || reach.state() == Reach.State.DECLINED;
        return answered && reach.atMillis() >= alert.attentionAtMillis();
    }

    private static Map<String, Long> arrivals(AlertView alert) {
        Map<String, Long> arrived = new LinkedHashMap<>();
        for (AlertView.TimelineEntry entry : alert.timeline()) {
            if (entry.event() instanceof Event.SceneReported scene
                    && !scene.contact().isEmpty()
                    && scene.stage() == Command.Scene.ARRIVED) {
                arrived.putIfAbsent(scene.contact(), entry.atMillis());
            }
        }
        return arrived;
    }

    private static List<Told> toldBy(AlertView alert, String contact) {
        List<Told> told = new ArrayList<>();
        for (AlertView.TimelineEntry entry : alert.timeline()) {
            if (entry.event() instanceof Event.SceneReported scene
                    && scene.contact().equals(contact)
                    && scene.detail() != null) {
                told.add(new Told(entry.atMillis(), scene.detail()));
            }
        }
        return told;
    }

    private static void addHelpers(
            List<Fact> facts, Map<String, Reach> others, Map<String, Long> arrived, Predicate<String> hasKey) {
        arrived.forEach((who, atMillis) -> facts.add(new Fact(What.HELPER_ARRIVED, atMillis)));
        boolean asked = false;
        boolean comes = !arrived.isEmpty();
        for (Map.Entry<String, Reach> other : others.entrySet()) {
            Reach reach = other.getValue();
            if (arrived.containsKey(other.getKey())) {
                continue;
            }
            if (reach.state() == Reach.State.ACCEPTED) {
                comes = true;
                What what = hasKey.test(other.getKey()) ? What.HELPER_WITH_KEY_COMES : What.HELPER_COMES;
                facts.add(new Fact(what, reach.atMillis()));
            }
            asked |= reach.state() == Reach.State.STARTED || reach.state() == Reach.State.DELIVERED;
        }
        if (asked && !comes) {
            facts.add(new Fact(What.OTHERS_ASKED, 0));
        }
    }

    /** The later of what was told of the ambulance and what was asked of it. */
    private static @Nullable Fact ambulance(AlertView alert) {
        Fact told = toldOfAmbulance(alert);
        Fact asked = askedOfAmbulance(alert);
        if (told != null && (asked == null || asked.atMillis() <= told.atMillis())) {
            return told;
        }
        if (asked != null) {
            return asked;
        }
        return alert.progress() == AlertState.DISPATCHED ? new Fact(What.AMBULANCE_COMES, 0) : null;
    }

    private static @Nullable Fact toldOfAmbulance(AlertView alert) {
        for (AlertView.TimelineEntry entry : alert.timeline().reversed()) {
            if (entry.event() instanceof Event.SceneReported scene
                    && scene.contact().isEmpty()) {
                return new Fact(whatOf(scene.stage()), entry.atMillis());
            }
        }
        return null;
    }

    private static @Nullable Fact askedOfAmbulance(AlertView alert) {
        for (AlertView.Step step : alert.steps().reversed()) {
            if (step.step().action() == Action.REQUEST_AMBULANCE && step.doneAtMillis() > 0) {
                boolean comes = step.reaches().stream().anyMatch(reach -> reach.state() == Reach.State.ACCEPTED);
                boolean under = step.reaches().stream().anyMatch(CaseSight::isUnderWay);
                if (comes || under) {
                    return new Fact(comes ? What.AMBULANCE_COMES : What.AMBULANCE_ASKED, step.doneAtMillis());
                }
            }
        }
        return null;
    }

    private static boolean isUnderWay(Reach reach) {
        return switch (reach.state()) {
            case WAITING, STARTED, QUEUED, DELIVERED -> true;
            case ACCEPTED, DECLINED, FAILED, STOPPED -> false;
        };
    }

    private static What whatOf(Command.Scene stage) {
        return switch (stage) {
            case RECEIVED -> What.AMBULANCE_RECEIVED;
            case DISPATCHED -> What.AMBULANCE_COMES;
            case ARRIVED -> What.AMBULANCE_ARRIVED;
            case HANDED_OVER -> What.AMBULANCE_HANDED_OVER;
            case CANCELLED -> What.AMBULANCE_CANCELLED;
        };
    }
}
