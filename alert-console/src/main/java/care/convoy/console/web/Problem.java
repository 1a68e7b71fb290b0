package care.convoy.console.web;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done, as RFC 9457 problem details.
 *
 * @param name stable short name, the last part of {@code type}
 * @param title for people who read JSON
 * @param more further members
 */
record Problem(int status, String name, String title, JsonObject more) {
    static final Problem NOT_FOUND = of(404, "not-found", "There is nothing of this name here.");
    static final Problem WRONG_METHOD = of(405, "method-not-allowed", "Not with this method.");
    static final Problem NOT_LOGGED_IN = of(401, "not-logged-in", "Log in, or send a valid token.");
    static final Problem FORBIDDEN = of(403, "forbidden", "This role may not do that.");
    static final Problem CROSS_SITE = of(403, "cross-site", "The request came from another site.");
    static final Problem CHANGE_PASSWORD = of(403, "password-change-required", "Replace the one-time password first.");
    static final Problem DATABASE = of(503, "database-unavailable", "The records cannot be read now.");
    static final Problem INTERNAL = of(500, "internal", "The console failed; it is logged.");

    static Problem of(int status, String name, String title) {
        return new Problem(status, name, title, new JsonObject());
    }

    /** The same with one more member, unless there is nothing to say. */
    Problem with(String member, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        return new Problem(status, name, title, more.copy().put(member, value));
    }

    JsonObject json() {
        return new JsonObject()
                .put("type", "urn:convoy:problem:" + name)
                .put("title", title)
                .put("status", status)
                .mergeIn(more);
    }
}
