package care.convoy.storage;

import care.convoy.alert.AlertId;
import care.convoy.alert.Intent;
import care.convoy.device.DeviceId;
import care.convoy.device.Sealed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** How what a device is to be told looks in {@code alert_event}; words and numbers are sealed. Stateless. */
final class IntentRow {
    private IntentRow() {}

    static EventRow of(String kind, Intent intent) {
        ObjectNode detail = HistoryJson.object()
                .put("intent", intent.id())
                .put("device", intent.device().value())
                .put("what", intent.kind().name())
                .put("expires", intent.expiresAtMillis());
        Sealed words = null;
        switch (intent.what()) {
            case Intent.Accepted accepted -> detail.put("by", accepted.by().name());
            case Intent.Configure configure -> {
                detail.put("heartbeatSeconds", configure.heartbeatSeconds());
                detail.put("vitalsSeconds", configure.vitalsSeconds());
                detail.put("locationSeconds", configure.locationSeconds());
            }
            case Intent.FallAlarm alarm -> detail.put("on", alarm.on());
            case Intent.Show show -> words = show.text();
            case Intent.SosNumbers numbers -> words = numbers.numbers();
            case Intent.Resolved _, Intent.Locate _, Intent.Measure _, Intent.Ring _ -> {}
            case Intent.CallBack _ -> {}
        }
        return new EventRow(kind, intent.by(), detail.toString(), words);
    }

    static ObjectNode moved(long intent, DeviceId device, Intent.Kind what, Intent.State to) {
        return HistoryJson.object()
                .put("intent", intent)
                .put("device", device.value())
                .put("what", what.name())
                .put("to", to.name());
    }

    /** As it was asked for: nothing was sent yet. */
    static Intent read(EventRow row, AlertId alert, JsonNode in) {
        return new Intent(
                in.get("intent").asLong(),
                new DeviceId(in.get("device").asText()),
                alert,
                what(in, row.sealed()),
                row.actor(),
                in.get("expires").asLong(),
                false);
    }

    private static Intent.What what(JsonNode in, @Nullable Sealed words) {
        return switch (Intent.Kind.valueOf(in.get("what").asText())) {
            case ACCEPTED -> new Intent.Accepted(Intent.By.valueOf(in.get("by").asText()));
            case RESOLVED -> new Intent.Resolved();
            case LOCATE -> new Intent.Locate();
            case MEASURE -> new Intent.Measure();
            case RING -> new Intent.Ring();
            case MESSAGE -> new Intent.Show(needed(words));
            case CONFIGURE ->
                new Intent.Configure(
                        in.get("heartbeatSeconds").asInt(),
                        in.get("vitalsSeconds").asInt(),
                        in.get("locationSeconds").asInt());
            case SOS_NUMBERS -> new Intent.SosNumbers(needed(words));
            case FALL_ALARM -> new Intent.FallAlarm(in.get("on").asBoolean());
            case CALL_BACK -> new Intent.CallBack();
        };
    }

    private static Sealed needed(@Nullable Sealed words) {
        if (words == null) {
            throw new IllegalStateException("the history lacks the words for a device");
        }
        return words;
    }
}
