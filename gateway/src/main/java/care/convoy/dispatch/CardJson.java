package care.convoy.dispatch;

import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.Position;
import care.convoy.resident.Contact;
import care.convoy.resident.Resident;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A card as {@code handover120.v1}, docs/handover120.schema.json: each component with its time and its agent. */
public final class CardJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonGenerator json;

    private CardJson(JsonGenerator json) {
        this.json = json;
    }

    /** What is within an object. */
    private interface Members {
        void write() throws IOException;
    }

    /** UTF-8. */
    public static byte[] write(HandoverCard card) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            new CardJson(generator).card(card);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void card(HandoverCard card) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", "handover120.v1");
        json.writeStringField("incident", card.incident());
        json.writeNumberField("number", card.number());
        json.writeStringField("status", card.status().wireName());
        json.writeStringField("msgType", card.msgType().wireName());
        told(card.sent());
        text("callBack", card.callBack());
        json.writeBooleanField("emergencyFirst", true);
        components(card);
        texts("unknown", card.unknown());
        json.writeEndObject();
    }

    private void components(HandoverCard card) throws IOException {
        json.writeObjectFieldStart("components");
        alarm(card.alarm());
        if (card.position() != null) {
            position(card.position(), card.alarm().told().agent());
        }
        if (card.record() != null) {
            record(card.record(), card.recordTold());
        }
        age(card);
        answers(card.answers(), card.sent());
        json.writeArrayFieldStart("vitals");
        for (Measured each : card.measured()) {
            measured(each);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("responders");
        for (Responder each : card.responders()) {
            responder(each);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("signers");
        for (Signer each : card.signers()) {
            signer(each, card.sent().atMillis());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void alarm(HandoverCard.Alarm alarm) throws IOException {
        component("alarm", alarm.told(), () -> {
            json.writeStringField("kind", alarm.kind().wireName());
            json.writeStringField("priority", alarm.priority().name());
            json.writeNumberField("presses", alarm.presses());
            if (alarm.movement() != Movement.UNKNOWN) {
                json.writeStringField("movement", alarm.movement().name());
            }
            json.writeStringField("receivedAt", time(alarm.receivedAtMillis()));
        });
    }

    private void position(Position position, Agent device) throws IOException {
        component("position", new Told(position.atMillis(), device), () -> {
            json.writeNumberField("latitude", position.latitude());
            json.writeNumberField("longitude", position.longitude());
            if (position.accuracyMetres() != Position.UNKNOWN_ACCURACY) {
                json.writeNumberField("accuracyMetres", position.accuracyMetres());
            }
            json.writeStringField("source", position.source().name());
        });
    }

    private void record(Resident record, Told told) throws IOException {
        component("place", told, () -> {
            text("address", record.address());
            text("regionCode", record.regionCode());
            text("access", record.accessNote());
            if (Double.isFinite(record.latitude()) && Double.isFinite(record.longitude())) {
                json.writeNumberField("latitude", record.latitude());
                json.writeNumberField("longitude", record.longitude());
            }
        });
        component("person", told, () -> {
            json.writeStringField("id", record.id().value());
            text("name", record.name());
            if (record.sex() != Resident.Sex.UNKNOWN) {
                json.writeStringField("sex", record.sex().name());
            }
            if (record.birthDate() != null) {
                json.writeStringField("birthDate", record.birthDate().toString());
                json.writeStringField("birthCalendar", record.birthCalendar().name());
            }
            text("phone", record.phone());
            json.writeNumberField("careGrade", record.careGrade());
        });
        component("health", told, () -> {
            texts("conditions", record.conditions());
            texts("medicines", record.medicines());
            texts("allergies", record.allergies());
            text("bloodGroup", record.bloodGroup());
        });
        component("referral", told, () -> {
            text("hospital", record.preferredHospital());
            text("doctor", record.doctorName());
            text("doctorPhone", record.doctorPhone());
        });
    }

    private void age(HandoverCard card) throws IOException {
        if (card.ageYears() >= 0) {
            component("age", card.ageTold(), () -> json.writeNumberField("years", card.ageYears()));
        }
    }

    private void answers(Answers answers, Told told) throws IOException {
        answer("consciousness", answers.consciousness(), told);
        answer("breathing", answers.breathing(), told);
        answer("bleeding", answers.bleeding(), told);
        if (!answers.complaint().isEmpty()) {
            component("complaint", told, () -> json.writeStringField("text", answers.complaint()));
        }
    }

    private void answer(String name, @Nullable Enum<?> answer, Told told) throws IOException {
        if (answer != null) {
            component(name, told, () -> json.writeStringField("value", answer.name()));
        }
    }

    private void measured(Measured measured) throws IOException {
        object(measured.told(), () -> {
            json.writeStringField("measure", measured.measure().wireName());
            json.writeNumberField("value", measured.value());
            json.writeStringField("unit", measured.measure().unit());
        });
    }

    private void responder(Responder responder) throws IOException {
        Contact contact = responder.contact();
        object(responder.told(), () -> {
            json.writeStringField("contact", contact.id());
            text("name", contact.name());
            json.writeStringField("role", contact.role().name().toLowerCase(Locale.ROOT));
            text("phone", contact.phone());
            json.writeStringField("standing", responder.standing().name());
            json.writeBooleanField("hasKey", responder.can(Contact.Capability.KEY));
            json.writeBooleanField("isMedical", responder.can(Contact.Capability.MEDICAL));
        });
    }

    private void signer(Signer signer, long atMillis) throws IOException {
        object(Told.by(Agent.Kind.RULE, "signing", atMillis), () -> {
            json.writeStringField("kind", signer.kind().name());
            text("contact", signer.contact());
            json.writeBooleanField("available", signer.available());
            texts("why", signer.why().stream().map(Enum::name).toList());
            json.writeStringField("basis", signer.basis().wireName());
        });
    }

    private void component(String name, Told told, Members members) throws IOException {
        json.writeFieldName(name);
        object(told, members);
    }

    private void object(Told told, Members members) throws IOException {
        json.writeStartObject();
        told(told);
        members.write();
        json.writeEndObject();
    }

    private void told(Told told) throws IOException {
        json.writeStringField("at", time(told.atMillis()));
        json.writeObjectFieldStart("agent");
        json.writeStringField("kind", told.agent().kind().name());
        json.writeStringField("id", told.agent().id());
        json.writeEndObject();
    }

    private static String time(long atMillis) {
        return TIME.format(Instant.ofEpochMilli(atMillis));
    }

    /** Empty is not known, and left out. */
    private void text(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private void texts(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
