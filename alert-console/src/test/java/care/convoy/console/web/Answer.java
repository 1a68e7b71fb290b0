package care.convoy.console.web;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;

/** What the server answered. */
record Answer(int status, String body, HttpResponse<String> response) {
    JsonObject json() {
        return new JsonObject(body);
    }

    /** The problem's short name. */
    String problem() {
        return json().getString("type").substring("urn:convoy:problem:".length());
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
