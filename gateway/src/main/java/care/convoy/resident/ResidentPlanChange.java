package care.convoy.resident;

import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.PlanChange;
import care.convoy.escalation.Urgency;

/** One way in which a resident's plan differs from the standard one. */
public record ResidentPlanChange(ResidentId resident, PlanChange change) {
    /** What a further line of a plans file replaces: the same change of the same step. */
    public Place place() {
        return new Place(resident, change.urgency(), change.action(), change.ring(), change.what());
    }

    /** A resident has one change of each place. */
    public record Place(ResidentId resident, Urgency urgency, Action action, int ring, PlanChange.What what) {}
}
