package care.convoy.ingest.bridge;

import care.convoy.ingest.bridge.TopicRule.MemberRule;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a mapping found as our own JSON message. Pure. */
final class OurJson {
    private static final JsonFactory JSON = new JsonFactory();

    /** Longer texts say nothing to us and would only make the message too large. */
    private static final int LONGEST_TEXT = 64;

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("[yyyy-MM-dd['T'][' ']HH:mm:ss[.SSS]][yyyyMMddHHmmss]");

    private OurJson() {}

    /** @param hashesOf whether {@code of} names the alarm as its key does, see {@link MessageKey} */
    static byte[] write(OurType type, List<MemberRule> members, JsonNode document, boolean hashesOf) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        boolean nested = type.callsForHelp();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", type.reason() == null ? type.wireName() : OurType.SOS.wireName());
            for (MemberRule rule : members) {
                if (!nested || !rule.member().isPlace()) {
                    member(json, rule, document, hashesOf);
                }
            }
            if (nested) {
                place(json, members, document);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void place(JsonGenerator json, List<MemberRule> members, JsonNode document) throws IOException {
        json.writeObjectFieldStart("location");
        for (MemberRule rule : members) {
            if (rule.member().isPlace()) {
                member(json, rule, document, false);
            }
        }
        json.writeEndObject();
    }

    private static void member(JsonGenerator json, MemberRule rule, JsonNode document, boolean hashesOf)
            throws IOException {
        JsonNode theirs = document.at(rule.pointer());
        String text = Scalars.text(theirs);
        if (theirs.isMissingNode() || theirs.isNull() || (text != null && text.isBlank())) {
            return;
        }
        json.writeFieldName(rule.member().wireName());
        Object mapped = text == null ? null : rule.values().get(text);
        if (mapped != null) {
            write(json, rule.member(), mapped);
        } else if (rule.member() == OurMember.OF && hashesOf && text != null) {
            json.writeNumber(MessageKey.sequence(List.of(text)));
        } else if (rule.member().quantity().isNumber()) {
            number(json, rule, theirs, text);
        } else if (theirs.isBoolean()) {
            json.writeBoolean(theirs.booleanValue());
        } else {
            raw(json, text);
        }
    }

    private static void write(JsonGenerator json, OurMember member, Object ours) throws IOException {
        switch (ours) {
            case Boolean truth -> json.writeBoolean(truth);
            case Double number -> number(json, member, number);
            default -> json.writeString(ours.toString());
        }
    }

    private static void number(JsonGenerator json, MemberRule rule, JsonNode theirs, @Nullable String text)
            throws IOException {
        ZoneId zone = rule.zone();
        double number = Scalars.number(theirs);
        if (zone != null) {
            local(json, zone, text);
        } else if (Double.isNaN(number)) {
            raw(json, text);
        } else {
            number(json, rule.member(), rule.unit().toOurs(number * rule.scale()));
        }
    }

    /** Their thousandths of a percent are ours to round; a confidence is a part of one on our side. */
    private static void number(JsonGenerator json, OurMember member, double ours) throws IOException {
        double written = member == OurMember.CONFIDENCE ? ours / 100 : ours;
        if (member == OurMember.TIME || member == OurMember.SEQ || member == OurMember.BOOT) {
            written = Math.rint(written);
        }
        if (Double.isFinite(written)) {
            json.writeNumber(written);
        } else {
            raw(json, null);
        }
    }

    private static void local(JsonGenerator json, ZoneId zone, @Nullable String text) throws IOException {
        if (text == null || text.length() > LONGEST_TEXT) {
            raw(json, null);
            return;
        }
        try {
            json.writeNumber(LocalDateTime.parse(text.strip(), LOCAL)
                    .atZone(zone)
                    .toInstant()
                    .toEpochMilli());
        } catch (DateTimeException noTime) {
            raw(json, text);
        }
    }

    /** As it is, for the reader of our JSON to judge: it is a fault, and noted as one. */
    private static void raw(JsonGenerator json, @Nullable String text) throws IOException {
        json.writeString(text == null || text.length() > LONGEST_TEXT ? "?" : text);
    }
}
