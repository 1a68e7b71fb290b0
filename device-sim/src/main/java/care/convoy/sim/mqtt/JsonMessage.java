package care.convoy.sim.mqtt;

import care.convoy.firmware.Message;
import care.convoy.firmware.Position;
import care.convoy.firmware.TemperatureSite;
import care.convoy.firmware.Upward;
import care.convoy.firmware.YesNo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A message up as the JSON object of the outer interfaces (§4). Pure; safe on any thread. */
final class JsonMessage {
    private static final double CENTI = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonMessage() {}

    /** @param boot the epoch, 1..2^32-1 */
    static byte[] encode(Upward message, long boot, long sequence, long timeMillis) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", typeOf(message));
        json.put("seq", sequence);
        json.put("boot", boot);
        json.put("time", timeMillis);
        members(message, json);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String typeOf(Upward message) {
        return switch (message) {
            case Upward.Heartbeat _ -> "heartbeat";
            case Upward.Vitals _ -> "vitals";
            case Upward.Location _ -> "location";
            case Upward.Removed _ -> "removed";
            case Upward.Worn _ -> "worn";
            case Upward.LowBattery _ -> "lowBattery";
            case Upward.Activity _ -> "activity";
            case Upward.Sos _ -> "sos";
            case Upward.Fall _ -> "fall";
            case Upward.Cancel _ -> "cancel";
            case Upward.Test _ -> "test";
            case Upward.CommandResult _ ->
                throw new IllegalArgumentException("JSON has no commandResult: send the native body");
        };
    }

    private static void members(Upward message, ObjectNode json) {
        switch (message) {
            case Upward.Heartbeat m -> {
                put(json, "battery", m.batteryPercent());
                put(json, "signal", m.signalPercent());
                put(json, "steps", m.steps());
                put(json, "worn", m.worn());
            }
            case Upward.Vitals m -> vitals(m, json);
            case Upward.Location m -> position(m.position(), json);
            case Upward.LowBattery m -> put(json, "battery", m.batteryPercent());
            case Upward.Activity m -> put(json, "level", m.levelPercent());
            case Upward.Sos m -> {
                put(json, "presses", m.presses());
                location(m.location(), json);
            }
            case Upward.Fall m -> {
                put(json, "moving", m.moving());
                if (m.confidencePercent() != Message.NOT_MEASURED) {
                    json.put("confidence", m.confidencePercent() / CENTI);
                }
                location(m.location(), json);
            }
            case Upward.Cancel m -> json.put("of", m.ofSequence());
            case Upward.Removed _, Upward.Worn _, Upward.Test _, Upward.CommandResult _ -> {
                // the type says it all
            }
        }
    }

    private static void vitals(Upward.Vitals vitals, ObjectNode json) {
        put(json, "heartRate", vitals.heartRateBpm());
        put(json, "spo2", vitals.spo2Percent());
        put(json, "systolic", vitals.systolicMmhg());
        put(json, "diastolic", vitals.diastolicMmhg());
        if (vitals.temperatureCentiCelsius() != Message.NOT_MEASURED) {
            json.put("temperature", vitals.temperatureCentiCelsius() / CENTI);
            json.put("temperatureSite", vitals.temperatureSite() == TemperatureSite.CORE ? "core" : "skin");
        }
        put(json, "respiration", vitals.respirationPerMinute());
        put(json, "steps", vitals.steps());
    }

    private static void location(@Nullable Position position, ObjectNode json) {
        if (position != null) {
            position(position, json.putObject("location"));
        }
    }

    private static void position(Position position, ObjectNode json) {
        json.put("lat", position.latitudeDegrees());
        json.put("lon", position.longitudeDegrees());
        put(json, "accuracy", position.accuracyMetres());
        switch (position.source()) {
            case GNSS, WIFI, CELL, BEACON ->
                json.put("source", position.source().name().toLowerCase(Locale.ROOT));
            case NOT_KNOWN -> {
                // left out
            }
        }
    }

    private static void put(ObjectNode json, String member, int value) {
        if (value != Message.NOT_MEASURED) {
            json.put(member, value);
        }
    }

    private static void put(ObjectNode json, String member, YesNo value) {
        if (value != YesNo.NOT_KNOWN) {
            json.put(member, value == YesNo.YES);
        }
    }
}
