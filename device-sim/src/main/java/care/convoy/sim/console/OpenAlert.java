package care.convoy.sim.console;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An alert as the gateway shows it.
 *
 * @param residentId empty for an unknown device
 * @param presses how many presses it heard
 */
public record OpenAlert(String id, String residentId, String deviceId, int presses) {

    /** A row of {@code GET /api/alerts} or of the feed, which leaves out what has its default. */
    static OpenAlert of(JsonNode row) {
        return new OpenAlert(
                row.path("id").asText(),
                row.path("residentId").asText(""),
                row.path("deviceId").asText(""),
                row.path("presses").asInt(1));
    }
}
