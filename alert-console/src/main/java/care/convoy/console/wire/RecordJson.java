package care.convoy.console.wire;

import static care.convoy.console.wire.AlertJson.putText;

import care.convoy.console.AlertRow;
import care.convoy.console.Devices;
import care.convoy.console.Residents;
import care.convoy.console.Tasks;
import care.convoy.console.UnknownDevices;
import care.convoy.console.VitalsSeries;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Residents, vitals, devices and tasks as JSON. */
public final class RecordJson {
    private RecordJson() {}

    /**
     * {@code Resident} of the contract.
     *
     * @param masked leave out or mask what leads to the person: full name, numbers, door, way in, day of birth
     */
    public static JsonObject resident(Residents.ResidentRecord record, boolean masked) {
        AlertRow.Brief brief = record.brief();
        JsonObject json = new JsonObject()
                .put("id", brief.id())
                .put("version", record.version())
                .put("masked", masked)
                .put("name", masked ? Masking.name(brief.name()) : brief.name())
                .put("livesAlone", brief.livesAlone())
                .put("place", brief.place());
        if (brief.sex() != null) {
            json.put("sex", brief.sex());
        }
        if (brief.age() != null) {
            json.put("age", brief.age());
        }
        if (brief.careGrade() > 0) {
            json.put("careGrade", brief.careGrade());
        }
        putText(json, "regionCode", brief.regionCode());
        putText(json, "phone", masked ? Masking.phone(record.phone()) : record.phone());
        if (!masked) {
            putWayIn(record, json);
        }
        JsonArray convoy = new JsonArray();
        record.convoy().forEach(contact -> convoy.add(contact(contact, masked)));
        return json.put("medical", medical(record.medical(), masked))
                .put("convoy", convoy)
                .put("devices", new JsonArray(record.devices()));
    }

    private static void putWayIn(Residents.ResidentRecord record, JsonObject json) {
        if (record.birthDate() != null) {
            json.put("birthDate", record.birthDate().toString()).put("birthCalendar", record.birthCalendar());
        }
        putText(json, "address", record.address());
        putText(json, "access", record.access());
        if (record.home() != null) {
            json.put("home", CaseJson.position(record.home()));
        }
    }

    private static JsonObject medical(Residents.Medical medical, boolean masked) {
        JsonObject json = new JsonObject()
                .put("conditions", new JsonArray(medical.conditions()))
                .put("medicines", new JsonArray(medical.medicines()))
                .put("allergies", new JsonArray(medical.allergies()));
        putText(json, "bloodGroup", medical.bloodGroup());
        putText(json, "doctorName", masked ? Masking.name(medical.doctorName()) : medical.doctorName());
        putText(json, "doctorPhone", masked ? Masking.phone(medical.doctorPhone()) : medical.doctorPhone());
        putText(json, "preferredHospital", medical.preferredHospital());
        return json;
    }

    private static JsonObject contact(Residents.Contact contact, boolean masked) {
        JsonObject json = new JsonObject()
                .put("id", contact.id())
                .put("name", masked ? Masking.name(contact.name()) : contact.name())
                .put("role", contact.role())
                .put("ring", contact.ring());
        putText(json, "phone", masked ? Masking.phone(contact.phone()) : contact.phone());
        // a set has no order; the screen must not jump from one answer to the next
        json.put(
                "capabilities",
                new JsonArray(contact.capabilities().stream().sorted().toList()));
        json.put("channels", new JsonArray(contact.channels()));
        putText(json, "hours", contact.hours());
        return json;
    }

    /** {@code VitalsSeries} of the contract. */
    public static JsonObject vitals(VitalsSeries.Query query, List<VitalsSeries.Point> points) {
        JsonArray array = new JsonArray();
        for (VitalsSeries.Point point : points) {
            array.add(new JsonObject()
                    .put("at", Times.text(point.at()))
                    .put("heartRate", point.heartRateBpm())
                    .put("spo2", point.spo2Percent())
                    .put("systolic", point.systolicMmHg())
                    .put("diastolic", point.diastolicMmHg())
                    .put("temperature", point.temperatureC())
                    .put("respiration", point.respirationPerMin())
                    .put("steps", point.steps())
                    .put("battery", point.batteryPercent()));
        }
        return new JsonObject()
                .put("residentId", query.resident())
                .put("from", Times.text(query.from()))
                .put("to", Times.text(query.to()))
                .put("step", query.step().toSeconds())
                .put("points", array);
    }

    /** {@code DeviceLatest} of the contract. */
    public static JsonObject latest(Devices.Latest latest) {
        return new JsonObject()
                .put("deviceId", latest.deviceId())
                .put("receivedAt", latest.receivedAt() == null ? null : Times.text(latest.receivedAt()))
                .put("battery", latest.batteryPercent())
                .put("signal", latest.signalPercent())
                .put("steps", latest.steps())
                .put("position", latest.position() == null ? null : CaseJson.position(latest.position()))
                .put("vitals", latest.vitals() == null ? null : vitals(latest.vitals()))
                .put("alarms", new JsonArray(latest.alarms()))
                .put("rawStatus", latest.rawStatus());
    }

    private static JsonObject vitals(Devices.Vitals vitals) {
        return new JsonObject()
                .put("heartRate", vitals.heartRateBpm())
                .put("spo2", vitals.spo2Percent())
                .put("systolic", vitals.systolicMmHg())
                .put("diastolic", vitals.diastolicMmHg())
                .put("temperature", vitals.temperatureC())
                .put("at", Times.text(vitals.at()));
    }

    /** A call of an unknown device, as the feed tells it. */
    public static JsonObject unknownCall(UnknownDevices.Call call, Predicate<String> sees) {
        JsonObject json = new JsonObject()
                .put("protocol", call.protocol())
                .put("id", call.id())
                .put("address", call.address())
                .put("kind", call.kind())
                .put("at", Times.text(call.openedAt()))
                .put("lastAt", Times.text(call.lastAt()))
                .put("times", call.times());
        Instant rang = call.rangAt();
        if (rang != null) {
            json.put("rangAt", Times.text(rang));
        }
        UnknownDevices.Registered registered = call.registered();
        if (registered != null) {
            json.put("registered", true);
            if (sees.test(registered.region())) {
                putText(json, "residentName", Masking.name(registered.name()));
            }
        }
        return json;
    }

    /** An entry of the quarantine. */
    public static JsonObject quarantined(UnknownDevices.Quarantined device) {
        return new JsonObject()
                .put("reason", device.reason())
                .put("protocol", device.protocol())
                .put("id", device.id())
                .put("address", device.address())
                .put("firstSeenAt", Times.text(device.firstSeenAt()))
                .put("lastSeenAt", Times.text(device.lastSeenAt()))
                .put("count", device.count())
                .put("lastKind", device.lastKind().isEmpty() ? null : device.lastKind())
                .put("vendor", device.vendor().isEmpty() ? null : device.vendor())
                .put("calls", device.calls());
    }

    /** {@code Task} of the contract. */
    public static JsonObject task(Tasks.Task task) {
        JsonObject json = new JsonObject()
                .put("id", task.id())
                .put("deviceId", task.deviceId())
                .put(
                        "residentId",
                        task.resident() == null ? null : task.resident().id())
                .put("kind", task.kind())
                .put("priority", task.priority())
                .put("state", "OPEN")
                .put("status", task.status().wireName())
                .put("openedAt", Times.text(task.openedAt()))
                .put("lastAt", Times.text(task.lastAt()))
                .put("times", task.times());
        if (task.resident() != null) {
            putText(json, "residentName", Masking.name(task.resident().name()));
            putText(json, "place", task.resident().place());
        }
        EvidenceJson.put(json, task.evidence());
        return json;
    }

    /** {@code DeviceOrders} of the contract. */
    public static JsonObject orders(String device, Devices.Orders orders) {
        JsonArray array = new JsonArray();
        for (Devices.Order order : orders.newestFirst()) {
            JsonObject json = new JsonObject()
                    .put("what", order.what())
                    .put("at", Times.text(order.at()))
                    .put("ofCase", order.ofCase())
                    .put("orderState", order.state())
                    .put("until", Times.text(order.until()));
            if (order.by() != null) {
                json.put("by", order.by().user()).put("byName", order.by().name());
            }
            if (order.stateAt() != null) {
                json.put("stateAt", Times.text(order.stateAt()));
            }
            array.add(json);
        }
        return new JsonObject().put("deviceId", device).put("orders", array);
    }

    /** {@code OnTest} of the contract; the name is masked. */
    public static JsonObject onTest(Devices.OnTest test) {
        JsonObject json = new JsonObject()
                .put("deviceId", test.deviceId())
                .put("until", Times.text(test.until()))
                .put(
                        "residentId",
                        test.resident() == null ? null : test.resident().id());
        if (test.by() != null) {
            json.put("by", test.by().user()).put("byName", test.by().name());
        }
        if (test.resident() != null) {
            putText(json, "residentName", Masking.name(test.resident().name()));
            putText(json, "place", test.resident().place());
        }
        return json;
    }
}
