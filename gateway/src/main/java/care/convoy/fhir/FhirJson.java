package care.convoy.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes FHIR's JSON as it goes, with the few data types that we use. An empty text is left out: FHIR knows none. */
final class FhirJson implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    static final String UCUM = "http://unitsofmeasure.org";

    private final JsonGenerator json;

    FhirJson(OutputStream to) throws IOException {
        json = JSON.createGenerator(to);
    }

    /** A part written within an object or a list. */
    @FunctionalInterface
    interface Part {
        void write(FhirJson to) throws IOException;
    }

    static String instant(long epochMillis) {
        return INSTANT.format(Instant.ofEpochMilli(epochMillis));
    }

    FhirJson text(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
        return this;
    }

    FhirJson number(String name, BigDecimal value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value.toPlainString());
        return this;
    }

    FhirJson flag(String name, boolean value) throws IOException {
        json.writeBooleanField(name, value);
        return this;
    }

    /** A resource on its own, or within an entry. */
    FhirJson resource(String type, Part content) throws IOException {
        json.writeStartObject();
        json.writeStringField("resourceType", type);
        content.write(this);
        json.writeEndObject();
        return this;
    }

    FhirJson field(String name) throws IOException {
        json.writeFieldName(name);
        return this;
    }

    FhirJson object(String name, Part content) throws IOException {
        json.writeFieldName(name);
        return object(content);
    }

    FhirJson object(Part content) throws IOException {
        json.writeStartObject();
        content.write(this);
        json.writeEndObject();
        return this;
    }

    /** Not to be empty. */
    FhirJson list(String name, Part content) throws IOException {
        json.writeArrayFieldStart(name);
        content.write(this);
        json.writeEndArray();
        return this;
    }

    FhirJson texts(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
        return this;
    }

    FhirJson reference(String name, String type, String id) throws IOException {
        return object(name, to -> to.text("reference", type + "/" + id));
    }

    /** A list of one identifier. */
    FhirJson identifier(String system, String value) throws IOException {
        return list(
                "identifier",
                to -> to.object(each -> each.text("system", system).text("value", value)));
    }

    FhirJson concept(String name, List<Coding> codings, String text) throws IOException {
        return object(name, to -> to.conceptContent(codings, text));
    }

    private void conceptContent(List<Coding> codings, String text) throws IOException {
        if (!codings.isEmpty()) {
            list("coding", to -> {
                for (Coding coding : codings) {
                    to.object(each -> each.text("system", coding.system())
                            .text("code", coding.code())
                            .text("display", coding.display()));
                }
            });
        }
        text("text", text);
    }

    /** A list of one concept. */
    FhirJson concepts(String name, List<Coding> codings, String text) throws IOException {
        return list(name, to -> to.object(each -> each.conceptContent(codings, text)));
    }

    FhirJson quantity(String name, BigDecimal value, VitalCodes unit) throws IOException {
        return object(
                name,
                to -> to.number("value", value)
                        .text("unit", unit.unitText())
                        .text("system", UCUM)
                        .text("code", unit.unit()));
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
