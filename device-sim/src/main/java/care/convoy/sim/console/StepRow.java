package care.convoy.sim.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One escalation step of an alert as the gateway shows it.
 *
 * @param doneAt {@link Instant#EPOCH} if it was not started
 */
public record StepRow(String state, Instant dueAt, Instant doneAt) {

    static StepRow of(JsonNode row) {
        return new StepRow(
                row.path("state").asText(),
                Instant.parse(row.path("dueAt").asText()),
                row.has("doneAt") ? Instant.parse(row.path("doneAt").asText()) : Instant.EPOCH);
    }
}
