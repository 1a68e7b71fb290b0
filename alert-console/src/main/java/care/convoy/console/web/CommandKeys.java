package care.convoy.console.web;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Makes the id of a command out of the request's {@code Idempotency-Key}: the same key has the same id, on every node and
 * after a restart, and the log knows it again.
 *
 * <p>The log cannot read the words of a note, so what was sent with a key is remembered here too: other words with the same
 * key are refused and never taken for the first ones. {@code expectedVersion} does not count, a screen may renew it.
 * Remembers {@value #REMEMBERED} keys, the oldest is forgotten. Confined to the event loop.
 */
final class CommandKeys {
    private static final int REMEMBERED = 10_000;

    private final Map<UUID, UUID> contents = new LinkedHashMap<>();

    /** The id; empty if the key was used with another body. */
    Optional<UUID> id(Call call, String operation) {
        String key = call.header("Idempotency-Key");
        if (key == null) {
            return Optional.of(UUID.randomUUID());
        }
        // the key alone does not suffice: it might be used for another alert, or by somebody else
        UUID id = uuid(String.join("\n", call.caller().user().login(), operation, call.id(), key));
        UUID content = uuid(wanted(call.body()));
        UUID before = contents.putIfAbsent(id, content);
        if (contents.size() > REMEMBERED) {
            contents.remove(contents.keySet().iterator().next());
        }
        return before == null || before.equals(content) ? Optional.of(id) : Optional.empty();
    }

    /** Members sorted by name, so that their order in the request does not matter. */
    private static String wanted(JsonObject body) {
        Map<String, Object> members = new TreeMap<>(body.getMap());
        members.remove("expectedVersion");
        return new JsonObject(members).encode();
    }

    private static UUID uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
