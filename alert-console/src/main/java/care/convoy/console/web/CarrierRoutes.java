package care.convoy.console.web;

import care.convoy.console.DemoCarrier;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The telephones of a demo. Confined to the event loop. */
final class CarrierRoutes {
    private static final Problem NO_DEMO =
            Problem.of(404, "no-demo", "Telephones are played in a demo only; this gateway calls real people.");
    private static final Problem TOO_LATE =
            Problem.of(409, "not-answerable", "It was answered, or it is none that can be.");

    private final DemoCarrier carrier;

    CarrierRoutes(DemoCarrier carrier) {
        this.carrier = carrier;
    }

    void list(Call call) {
        carrier.look()
                .ifPresentOrElse(
                        items -> {
                            JsonArray list = new JsonArray();
                            items.forEach(item -> list.add(json(item)));
                            call.ok(new JsonObject().put("items", list));
                        },
                        () -> call.problem(NO_DEMO));
    }

    void answer(Call call) {
        long number = call.body().getLong("number");
        char key = call.body().getString("key").charAt(0);
        if (carrier.answer(number, key)) {
            call.ok(new JsonObject().put("number", number));
        } else {
            call.problem(TOO_LATE);
        }
    }

    private static JsonObject json(DemoCarrier.Item item) {
        JsonObject made = new JsonObject()
                .put("number", item.number())
                .put("at", item.at().toString())
                .put("alert", item.alert())
                .put("channel", item.channel())
                .put("action", item.action())
                .put("name", item.name())
                .put("address", item.address())
                .put("words", item.words())
                .put("rings", item.rings())
                .put("canBeAnswered", item.canBeAnswered());
        if (!item.link().isEmpty()) {
            made.put("link", item.link());
        }
        if (!item.told().isEmpty() && item.toldAt() != null) {
            made.put("told", item.told()).put("toldAt", item.toldAt().toString());
        }
        return made;
    }
}
