package care.convoy.ingest.json;

import care.convoy.alert.AlertId;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Stamp;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the messages down of the outer interfaces (§4), as JSON in UTF-8 or as CBOR. Pure; safe on any thread. */
public final class JsonDownlinks {
    private JsonDownlinks() {}

    /** One object, well under 1 KB. */
    public static byte[] encode(Downlink downlink) {
        return encode(Notation.JSON, downlink);
    }

    /** One CBOR map with the same members. */
    public static byte[] encodeCbor(Downlink downlink) {
        return encode(Notation.CBOR, downlink);
    }

    private static byte[] encode(Notation notation, Downlink downlink) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator json = notation.factory().createGenerator(bytes)) {
            json.writeStartObject();
            write(downlink, json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(Downlink downlink, JsonGenerator json) throws IOException {
        switch (downlink) {
            case Downlink.Received received -> {
                json.writeStringField("type", "received");
                writeStamp(received.stamp(), json);
                writeAlert(received.alert(), json);
                if (received.durability() == Durability.LOCAL) {
                    json.writeStringField("durability", Durability.LOCAL.name());
                }
            }
            case Downlink.Rejected rejected -> {
                json.writeStringField("type", "rejected");
                writeStamp(rejected.stamp(), json);
                json.writeStringField("reason", rejected.reason());
            }
            case Downlink.Accepted accepted -> {
                json.writeStringField("type", "accepted");
                json.writeStringField("by", accepted.by().name().toLowerCase(Locale.ROOT));
                writeAlert(accepted.alert(), json);
            }
            case Downlink.Resolved resolved -> {
                json.writeStringField("type", "resolved");
                writeAlert(resolved.alert(), json);
            }
            case Downlink.Order order -> writeOrder(order, json);
        }
    }

    private static void writeOrder(Downlink.Order order, JsonGenerator json) throws IOException {
        json.writeStringField(
                "type",
                switch (order) {
                    case Downlink.Locate _ -> "locate";
                    case Downlink.Measure _ -> "measure";
                    case Downlink.Ring _ -> "ring";
                    case Downlink.Show _ -> "message";
                    case Downlink.Configure _, Downlink.SosNumbers _, Downlink.FallAlarm _ -> "configure";
                    case Downlink.CallBack _ -> throw noCall();
                });
        json.writeNumberField("command", order.commandId());
        switch (order) {
            case Downlink.Locate _, Downlink.Measure _, Downlink.Ring _ -> {}
            case Downlink.Show show -> json.writeStringField("text", show.text());
            case Downlink.Configure configure -> {
                writeSeconds("heartbeat", configure.heartbeatSeconds(), json);
                writeSeconds("vitals", configure.vitalsSeconds(), json);
                writeSeconds("location", configure.locationSeconds(), json);
            }
            case Downlink.SosNumbers numbers -> {
                json.writeArrayFieldStart("sosNumbers");
                for (String number : numbers.numbers()) {
                    json.writeString(number);
                }
                json.writeEndArray();
            }
            case Downlink.FallAlarm alarm -> json.writeBooleanField("fallAlarm", alarm.on());
            case Downlink.CallBack _ -> throw noCall();
        }
    }

    private static IllegalArgumentException noCall() {
        return new IllegalArgumentException("a call back has no form in JSON");
    }

    private static void writeSeconds(String member, int seconds, JsonGenerator json) throws IOException {
        if (seconds != Downlink.Configure.UNCHANGED) {
            json.writeNumberField(member, seconds);
        }
    }

    private static void writeStamp(Stamp stamp, JsonGenerator json) throws IOException {
        if (stamp.sequence() != Stamp.NONE) {
            json.writeNumberField("seq", stamp.sequence());
        }
        if (stamp.boot() != Stamp.NONE) {
            json.writeNumberField("boot", stamp.boot());
        }
    }

    private static void writeAlert(@Nullable AlertId alert, JsonGenerator json) throws IOException {
        if (alert != null) {
            json.writeStringField("alert", alert.toString());
        }
    }
}
