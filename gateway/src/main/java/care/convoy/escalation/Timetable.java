package care.convoy.escalation;

import java.util.List;

/**
 * When the steps of one urgency fall due, in seconds since the signal that asked for attention. The core starts the next
 * ring at once when nobody of a ring is left, so the times of the rings are the latest ones.
 *
 * @param loudSeconds every console gets loud
 * @param supervisorSeconds supervisor and on-call phone
 * @param ringSeconds the first, second and third ring that has anybody is called; empty if nobody is called
 * @param messageSeconds message to the two official contacts
 */
public record Timetable(int loudSeconds, int supervisorSeconds, List<Integer> ringSeconds, int messageSeconds) {
    public Timetable {
        ringSeconds = List.copyOf(ringSeconds);
    }
}
