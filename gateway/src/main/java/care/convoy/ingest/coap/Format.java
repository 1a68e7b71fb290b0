package care.convoy.ingest.coap;

import care.convoy.firmware.Header;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.MessageEncoder;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.body.BodyDownlinks;
import care.convoy.ingest.body.BodyMessage;
import care.convoy.ingest.body.BodyMessages;
import care.convoy.ingest.json.JsonDownlinks;
import care.convoy.ingest.json.JsonMessage;
import care.convoy.ingest.json.JsonMessages;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How a message is written, by the content formats of the IANA registry. The one place that reads and renders them. */
enum Format {
    NATIVE(42, "a native message (PROTOCOL.md, section 4)"),
    JSON(50, "one JSON object"),
    CBOR(60, "one CBOR map");

    private static final int CBOR_MAP = 0b101;

    private final int number;
    private final String whole;

    Format(int number, String whole) {
        this.number = number;
        this.whole = whole;
    }

    /** The number in Content-Format and Accept. */
    int number() {
        return number;
    }

    /** What a body is as a whole. */
    String whole() {
        return whole;
    }

    /** The format of that number, or null if it is not spoken here. */
    static @Nullable Format of(int number) {
        for (Format format : values()) {
            if (format.number == number) {
                return format;
            }
        }
        return null;
    }

    /** Of a body whose sender does not say: a brace begins JSON, the head of a map CBOR, and a native message begins below. */
    static Format guess(byte[] body) {
        int first = body.length == 0 ? 0 : body[0] & 0xFF;
        return first == '{' ? JSON : first >> 5 == CBOR_MAP ? CBOR : NATIVE;
    }

    /** What the bytes say; never throws. */
    Upload read(byte[] body, long receivedAtMillis) {
        return switch (this) {
            case NATIVE ->
                upload(BodyMessages.of(MessageDecoder.decode(ByteBuffer.wrap(body), 0, body.length), receivedAtMillis));
            case JSON -> upload(JsonMessages.read(body, 0, body.length, receivedAtMillis));
            case CBOR -> upload(JsonMessages.readCbor(body, 0, body.length, receivedAtMillis));
        };
    }

    private static Upload upload(BodyMessage body) {
        return switch (body) {
            case BodyMessage.Understood understood ->
                new Upload.Understood(understood.stamp(), understood.key(), understood.message(), understood.dropped());
            case BodyMessage.CommandAnswered answered ->
                new Upload.CommandAnswered(answered.commandId(), answered.fate());
            case BodyMessage.Refused refused ->
                new Upload.Refused(refused.why(), "body: " + refused.reason().name());
        };
    }

    private static Upload upload(JsonMessage json) {
        return switch (json) {
            case JsonMessage.Understood understood ->
                new Upload.Understood(
                        understood.stamp(), understood.stamp(), understood.message(), understood.dropped());
            case JsonMessage.Refused refused -> new Upload.Refused(refused.why(), refused.reason());
        };
    }

    /** A message down. In native messages epoch and sequence are 0: there is no session to count in (PROTOCOL.md, 4.1). */
    byte[] render(Downlink downlink, long nowMillis) {
        return switch (this) {
            case NATIVE -> MessageEncoder.encode(Header.of(0, 0, Math.max(0, nowMillis)), BodyDownlinks.of(downlink));
            case JSON -> JsonDownlinks.encode(downlink);
            case CBOR -> JsonDownlinks.encodeCbor(downlink);
        };
    }
}
