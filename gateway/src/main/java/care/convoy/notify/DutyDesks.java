package care.convoy.notify;

import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.Map;

/**
 * Under which addresses those are reached whom an action names and no resident's record: the supervisor on call, and the
 * ambulance service. A kind that is missing is not reached that way.
 */
public record DutyDesks(Map<ChannelKind, String> supervisor, Map<ChannelKind, String> ambulance) {
    /** Nobody. */
    public static final DutyDesks NONE = new DutyDesks(Map.of(), Map.of());

    public DutyDesks {
        supervisor = Map.copyOf(supervisor);
        ambulance = Map.copyOf(ambulance);
    }

    /** The address, or "" if there is none. */
    String address(Action action, ChannelKind kind) {
        return switch (action) {
            case CALL_SUPERVISOR -> supervisor.getOrDefault(kind, "");
            case REQUEST_AMBULANCE -> ambulance.getOrDefault(kind, "");
            case SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD, CALL, MESSAGE, INFORM -> "";
        };
    }
}
