package care.convoy.console.wire;

import care.convoy.console.AlertRow;
import care.convoy.console.Provisioning;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Devices as JSON. Names are masked; no secret but one that was drawn just now. */
public final class ProvisioningJson {
    private ProvisioningJson() {}

    /** {@code DevicePage} of the contract. */
    public static JsonObject page(Provisioning.Page page) {
        JsonArray devices = new JsonArray();
        page.devices().forEach(device -> devices.add(device(device)));
        JsonObject json = new JsonObject().put("devices", devices).put("total", page.total());
        return page.next() == null ? json : json.put("next", page.next());
    }

    /** {@code Device} of the contract. @param drawn a new secret, or null */
    public static JsonObject device(Provisioning.Device device, @Nullable String drawn) {
        JsonObject json = device(device);
        return drawn == null ? json : json.put("newSecret", drawn);
    }

    /** {@code Device} of the contract. */
    public static JsonObject device(Provisioning.Device device) {
        JsonArray residents = new JsonArray();
        device.residents().forEach(resident -> residents.add(resident(resident)));
        JsonObject json = new JsonObject()
                .put("deviceId", device.id())
                .put("protocol", device.protocol())
                .put("model", device.model())
                .put("residents", residents)
                .put("state", lower(device.state()))
                .put("stateReason", device.reason())
                .put("hasSecret", device.hasSecret())
                .put("connected", device.connected())
                .put("lastSeenAt", text(device.lastSeenAt()))
                .put("battery", device.batteryPercent())
                .put("address", device.address().isEmpty() ? null : device.address())
                .put("firmware", device.firmware().isEmpty() ? null : device.firmware());
        if (device.by() != null) {
            json.put("stateBy", device.by().user())
                    .put("stateByName", device.by().name());
        }
        if (device.since() != null) {
            json.put("stateAt", text(device.since()));
        }
        return device.replaced() == null ? json : json.put("replaced", replaced(device.replaced()));
    }

    private static JsonObject replaced(Provisioning.Replaced replaced) {
        return new JsonObject()
                .put("at", text(replaced.at()))
                .put("until", text(replaced.until()))
                .put("endsWithUse", replaced.endsWithUse())
                .put("usedAt", text(replaced.usedAt()))
                .put("formerIsGood", replaced.formerIsGood());
    }

    /** {@code ResidentBrief} of the contract; the name is masked. */
    public static JsonObject resident(AlertRow.Brief resident) {
        return new JsonObject()
                .put("residentId", resident.id())
                .put("name", Masking.name(resident.name()))
                .put("place", resident.place());
    }

    /** {@code DeviceConnection} of the contract. */
    public static JsonObject way(Provisioning.Way way) {
        JsonArray doors = new JsonArray();
        way.doors()
                .forEach(door -> doors.add(new JsonObject()
                        .put("host", door.host().isEmpty() ? null : door.host())
                        .put("port", door.port())
                        .put("tls", door.tls())
                        .put("onlyHere", door.onlyHere())
                        .put("certificates", lower(door.certificates()))));
        String id = way.device().id();
        JsonObject json = new JsonObject()
                .put("deviceId", id)
                .put("protocol", way.device().protocol())
                .put("doors", doors);
        if (way.device().protocol().equals("mqtt")) {
            String own = "convoy/" + id;
            json.put(
                    "topics",
                    new JsonObject()
                            .put("up", own + "/up")
                            .put("upJson", own + "/up/json")
                            .put("down", own + "/down")
                            .put("downJson", own + "/down/json"));
        }
        return json;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : Times.text(at);
    }
}
