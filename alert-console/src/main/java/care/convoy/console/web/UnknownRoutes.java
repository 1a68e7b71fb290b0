package care.convoy.console.web;

import care.convoy.console.UnknownDevices;
import java.time.Instant;

/** Unknown devices that called. Confined to the event loop. */
final class UnknownRoutes {
    private static final Problem NOT_OPEN =
            Problem.of(409, "not-open", "There is none, somebody was quicker, or it called again since.");

    private final UnknownDevices unknown;

    UnknownRoutes(UnknownDevices unknown) {
        this.unknown = unknown;
    }

    void dismiss(Call call) {
        String id = call.body().getString("id");
        call.subject(id);
        boolean done = unknown.dismiss(
                call.body().getString("protocol"),
                id,
                Instant.parse(call.body().getString("at")),
                call.caller().user().login());
        if (done) {
            call.noContent();
        } else {
            call.problem(NOT_OPEN);
        }
    }
}
