package care.convoy.notify.webhook;

import care.convoy.notify.Message;
import care.convoy.notify.webhook.WebhookConfig.Form;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** What receivers are sent, and what robots answer, as JSON. */
final class Bodies {
    /** No {@code errcode} in an answer. */
    static final int NO_CODE = Integer.MIN_VALUE;

    private static final JsonFactory JSON = new JsonFactory();

    private Bodies() {}

    static String of(Form form, Message message, String id, long nowMillis) {
        StringWriter body = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            switch (form) {
                case STANDARD -> standard(json, message, id, nowMillis);
                case WECOM, DINGTALK -> robot(json, message);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return body.toString();
    }

    private static void standard(JsonGenerator json, Message message, String id, long nowMillis) throws IOException {
        json.writeStringField("type", "alert." + message.action().name().toLowerCase(java.util.Locale.ROOT));
        json.writeStringField("timestamp", Instant.ofEpochMilli(nowMillis).toString());
        json.writeObjectFieldStart("data");
        json.writeStringField("id", id);
        json.writeStringField("alert", message.key().alert().toString());
        json.writeStringField("contact", message.to().contact());
        json.writeBooleanField("urgent", message.urgent());
        json.writeStringField("text", message.text());
        if (!message.link().isEmpty()) {
            json.writeStringField("link", message.link());
        }
        json.writeEndObject();
    }

    private static void robot(JsonGenerator json, Message message) throws IOException {
        json.writeStringField("msgtype", "text");
        json.writeObjectFieldStart("text");
        boolean hasLink = !message.link().isEmpty() && !message.text().contains(message.link());
        json.writeStringField("content", hasLink ? message.text() + "\n" + message.link() : message.text());
        json.writeEndObject();
    }

    /** The number {@code errcode} of a robot's answer; {@link #NO_CODE} if there is none. */
    static int code(String answer) {
        try (JsonParser parser = JSON.createParser(answer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return NO_CODE;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("errcode");
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : NO_CODE;
                }
                parser.skipChildren();
            }
            return NO_CODE;
        } catch (IOException otherwise) {
            return NO_CODE;
        }
    }
}
