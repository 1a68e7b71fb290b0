package care.convoy.escalation;

import care.convoy.escalation.EscalationStep.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One way in which a resident's plan differs from the standard one. May be nonsense: {@link #complaints} says so, and then
 * it changes nothing.
 *
 * @param urgency in which of the three lists of steps
 * @param ring of a call, 1 to 3; 0 for every ring, and for all other actions
 * @param seconds for {@link What#AFTER}: the step's new time since the signal that asked for attention; else 0
 * @param contacts for {@link What#FIRST} one, for {@link What#ONLY} those to reach, in this order; else empty
 */
public record PlanChange(Urgency urgency, Action action, int ring, What what, int seconds, List<String> contacts) {
    /** A resident may have the desks called sooner than the county does, never later. */
    private static final int LOUD_SECONDS = 15;

    private static final int SUPERVISOR_SECONDS = 30;

    public PlanChange {
        contacts = List.copyOf(contacts);
    }

    /** What becomes of a step. Declared in the order in which they are applied. */
    public enum What {
        /** These people and nobody else, wherever they live. */
        ONLY,
        /** This person in front of the others. */
        FIRST,
        /** At another time. */
        AFTER,
        /** Left out. */
        OFF
    }

    /** What is wrong. @param field as in the plans file: priority, action, ring, what or value @param mend what to write */
    public record Complaint(String field, String mend) {}

    /** Everything that is wrong with it; empty if it can be applied. */
    public List<Complaint> complaints() {
        List<Complaint> complaints = new ArrayList<>();
        checkAction(complaints);
        if (complaints.isEmpty()) {
            checkRing(complaints);
            checkWhat(complaints);
            checkValue(complaints);
        }
        return complaints;
    }

    /** Why no resident can have this action otherwise, and what to do; empty if it can be planned. */
    public static Optional<Complaint> unplanned(Action action) {
        return switch (action) {
            case SHOW_ALL_CONSOLES ->
                Optional.of(new Complaint("action", "every alert is shown at once; remove the line"));
            case INFORM ->
                Optional.of(new Complaint(
                        "action",
                        "cannot be planned: once somebody accepts, everybody who was asked is told; remove the line"));
            case CALL, MESSAGE, REQUEST_AMBULANCE, ALL_CONSOLES_LOUD, CALL_SUPERVISOR -> Optional.empty();
        };
    }

    private void checkAction(List<Complaint> complaints) {
        unplanned(action).ifPresent(complaints::add);
        switch (action) {
            case REQUEST_AMBULANCE -> {
                if (urgency != Urgency.P1) {
                    complaints.add(new Complaint("priority", "120 is requested for P1 only; write P1"));
                }
            }
            case CALL -> {
                if (urgency == Urgency.P3) {
                    complaints.add(new Complaint("priority", "a P3 calls nobody at home; write P1 or P2"));
                }
            }
            case SHOW_ALL_CONSOLES, INFORM, ALL_CONSOLES_LOUD, CALL_SUPERVISOR, MESSAGE -> {}
        }
    }

    private void checkRing(List<Complaint> complaints) {
        if (ring < 0 || ring > 3) {
            complaints.add(new Complaint("ring", "must be 1 to 3, or empty"));
        } else if (ring != 0 && action != Action.CALL) {
            complaints.add(new Complaint("ring", "only calls go by rings; leave it empty"));
        } else if (ring == 0 && action == Action.CALL && what != What.OFF) {
            complaints.add(new Complaint("ring", "name the ring, 1 to 3; only 'off' may mean every ring"));
        }
    }

    private void checkWhat(List<Complaint> complaints) {
        boolean desk = action == Action.ALL_CONSOLES_LOUD || action == Action.CALL_SUPERVISOR;
        boolean naming = what == What.ONLY || what == What.FIRST;
        if (desk && urgency == Urgency.P1 && what == What.OFF) {
            complaints.add(new Complaint(
                    "what", "consoles and supervisor are always called for a P1; 'after' may call them sooner"));
        } else if (naming && action != Action.CALL && action != Action.MESSAGE) {
            complaints.add(new Complaint("what", "names contacts; only call and message reach contacts"));
        }
    }

    private void checkValue(List<Complaint> complaints) {
        int most = latestSeconds();
        int people = contacts.size();
        if (what == What.AFTER && (seconds < 0 || seconds > most)) {
            complaints.add(new Complaint("value", "must be 0 to " + most + " seconds"));
        } else if (what == What.FIRST && people != 1) {
            complaints.add(new Complaint("value", "must be one contact id"));
        } else if (what == What.ONLY && (people < 1 || people > StandardPlan.MAX_CONTACTS_PER_STEP)) {
            complaints.add(new Complaint(
                    "value", "must be 1 to " + StandardPlan.MAX_CONTACTS_PER_STEP + " contact ids, ; between them"));
        } else if ((what != What.AFTER && seconds != 0) || (people > 0 && (what == What.OFF || what == What.AFTER))) {
            complaints.add(new Complaint(
                    "value", "'" + what.name().toLowerCase(Locale.ROOT) + "' does not take this; leave it empty"));
        }
    }

    private int latestSeconds() {
        if (urgency == Urgency.P1 && action == Action.ALL_CONSOLES_LOUD) {
            return LOUD_SECONDS;
        }
        if (urgency == Urgency.P1 && action == Action.CALL_SUPERVISOR) {
            return SUPERVISOR_SECONDS;
        }
        return CountyPolicy.latestSeconds(urgency);
    }
}
