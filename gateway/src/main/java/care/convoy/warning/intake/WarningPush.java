package care.convoy.warning.intake;

import care.convoy.disclosure.DisclosureLog;
import care.convoy.disclosure.Doorkeeper;
import care.convoy.disclosure.Exchange;
import care.convoy.disclosure.Grant;
import care.convoy.disclosure.Scope;
import care.convoy.resident.StorageUnavailable;
import care.convoy.warning.CapMessage;
import care.convoy.warning.CapReader;
import care.convoy.warning.Reception;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /cap/alerts}: one CAP message by another system with the scope {@link Scope#WARNING_WRITE}. Thread-safe; blocks.
 *
 * <p>201 is kept, durably; 200 was kept before: a push may be repeated. What is refused for good is 4xx with the element and the
 * mend; 429 and 503 are to be repeated. The body is read only after the token was found good.
 */
public final class WarningPush {
    /** Where it answers. */
    public static final String PATH = "/cap";

    private static final String ALERTS = PATH + "/alerts";
    private static final Set<String> TYPES = Set.of("application/cap+xml", "application/xml", "text/xml");
    private static final int NO_ROOM_SECONDS = 600;
    private static final JsonFactory JSON = new JsonFactory();

    private final Sources sources;
    private final InstantSource clock;

    /** Who may send, where it goes, and the audit. */
    public record Sources(Doorkeeper door, Reception reception, DisclosureLog log) {}

    public WarningPush(Sources sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /** @param element of the message; null if it is about the request */
    private record Refusal(
            int status, String name, @Nullable String element, String detail, int retryAfterSeconds) {
        Refusal(int status, String name, String detail) {
            this(status, name, null, detail, 0);
        }
    }

    /** Answers one request. @throws IOException if the client went away */
    public void answer(Exchange exchange) throws IOException {
        try {
            Doorkeeper.Decision decision = sources.door().admit(exchange.header("Authorization"), exchange.address());
            switch (decision) {
                case Doorkeeper.Admitted admitted -> admitted(exchange, admitted.grant());
                case Doorkeeper.Unknown _ ->
                    refuse(exchange, new Refusal(401, "not-logged-in", "Send 'Authorization: Bearer <token>'."));
                case Doorkeeper.TooOften often ->
                    refuse(exchange, new Refusal(429, "too-often", null, "Wait.", often.retryAfterSeconds()));
            }
        } catch (StorageUnavailable away) {
            refuse(
                    exchange,
                    new Refusal(503, "database-unavailable", null, "It cannot be kept now; send it again.", 5));
        }
    }

    private void admitted(Exchange exchange, Grant grant) throws IOException {
        if (!grant.has(Scope.WARNING_WRITE)) {
            log(exchange, grant, "denied", "scope");
            refuse(
                    exchange,
                    new Refusal(403, "forbidden", "This token lacks the scope " + Scope.WARNING_WRITE.wireName()));
        } else if (!exchange.path().equals(ALERTS)) {
            refuse(exchange, new Refusal(404, "not-found", "There is " + ALERTS + "."));
        } else if (!exchange.method().equals("POST")) {
            refuse(exchange, new Refusal(405, "method-not-allowed", "Only POST."));
        } else if (!isXml(exchange.header("Content-Type"))) {
            refuse(exchange, new Refusal(415, "unsupported-media-type", "Send 'Content-Type: application/cap+xml'."));
        } else {
            byte[] xml = exchange.body(CapReader.MOST_BYTES);
            if (xml == null) {
                refuse(
                        exchange,
                        new Refusal(413, "too-large", "At most " + CapReader.MOST_BYTES + " bytes; split it by area."));
            } else {
                take(exchange, grant, xml);
            }
        }
    }

    private static boolean isXml(@Nullable String type) {
        return type != null && TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    private void take(Exchange exchange, Grant grant, byte[] xml) throws IOException {
        switch (sources.reception().accept(xml, "push:" + grant.name(), grant.area())) {
            case Reception.Taken taken -> {
                log(exchange, grant, "done", taken.isNew() ? "stored" : "known");
                answer(exchange, taken);
            }
            case Reception.Refused refused -> {
                log(exchange, grant, "refused", refused.element());
                refuse(
                        exchange,
                        new Refusal(
                                422,
                                "unfit-warning",
                                refused.element(),
                                refused.element() + " " + refused.mend() + ".",
                                0));
            }
            case Reception.NoRoom _ -> {
                log(exchange, grant, "refused", "no room");
                refuse(
                        exchange,
                        new Refusal(
                                429,
                                "too-many",
                                null,
                                "Too many messages within a day; this one is not kept. Send it again later.",
                                NO_ROOM_SECONDS));
            }
        }
    }

    private static void answer(Exchange exchange, Reception.Taken taken) throws IOException {
        CapMessage message = taken.message();
        try (JsonGenerator json = JSON.createGenerator(
                exchange.begin(taken.isNew() ? 201 : 200, Map.of("Content-Type", "application/json")))) {
            json.writeStartObject();
            json.writeStringField("result", taken.isNew() ? "stored" : "known");
            json.writeStringField("sender", message.id().sender());
            json.writeStringField("identifier", message.id().identifier());
            json.writeStringField("sent", message.id().sent().toString());
            json.writeStringField("status", message.status().name());
            json.writeStringField("msgType", message.type().name());
            json.writeBooleanField(
                    "shown", message.status().isShown() && message.type().warns());
            json.writeEndObject();
        }
    }

    /** The message stays kept if the audit cannot be written; the sender is told to send it again, which changes nothing. */
    private void log(Exchange exchange, Grant grant, String outcome, String detail) {
        sources.log()
                .record(new DisclosureLog.Entry(
                        clock.millis(), grant.name(), exchange.address(), "warning.push", "", outcome, detail));
    }

    private static void refuse(Exchange exchange, Refusal refusal) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/problem+json");
        if (refusal.status == 401) {
            headers.put("WWW-Authenticate", "Bearer realm=\"convoy-cap\"");
        }
        if (refusal.retryAfterSeconds > 0) {
            headers.put("Retry-After", Integer.toString(refusal.retryAfterSeconds));
        }
        try (JsonGenerator json = JSON.createGenerator(exchange.begin(refusal.status, headers))) {
            json.writeStartObject();
            json.writeStringField("type", "urn:convoy:problem:" + refusal.name);
            json.writeNumberField("status", refusal.status);
            if (refusal.element != null) {
                json.writeStringField("element", refusal.element);
            }
            json.writeStringField("detail", refusal.detail);
            json.writeEndObject();
        }
    }
}
