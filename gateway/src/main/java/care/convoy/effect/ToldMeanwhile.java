package care.convoy.effect;

import care.convoy.alert.AlertId;
import care.convoy.alert.Intent;
import care.convoy.device.DeviceId;
import care.convoy.ingest.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What devices were told of their cases while the log was away, so that the log does not tell it once more when it has taken
 * the case over. Of a device at most one of each thing that can be told of a case (four); of {@value #MOST_DEVICES} devices,
 * <i>of one more the one that was told longest ago is forgotten</i>, and may be told twice. In memory only. Guarded by
 * {@link DeliveryBook}.
 */
final class ToldMeanwhile {
    static final int MOST_DEVICES = 50_000;

    private final LinkedHashMap<DeviceId, Map<Intent.What, Told>> byDevice = new LinkedHashMap<>();

    /** One message. */
    static final class Told {
        /** Above all ids that devices see, so that no device can answer for it; it is only known to the connection. */
        final long commandId;

        final AlertId alert;

        @Nullable
        Fate fate;

        /** The same in the log's words, once the log has said it. */
        @Nullable
        PendingIntent log;

        private Told(long commandId, AlertId alert) {
            this.commandId = commandId;
            this.alert = alert;
        }
    }

    /** It is being told now. What was told before, and is not so any more, is forgotten. @return its command id */
    long note(Intent intent) {
        AlertId alert = Objects.requireNonNull(intent.alert());
        Map<Intent.What, Told> of = byDevice.remove(intent.device());
        if (of == null) {
            of = new HashMap<>();
        }
        of.entrySet()
                .removeIf(each -> each.getKey().kind() != intent.kind()
                        || !each.getValue().alert.equals(alert));
        Told told = new Told(Intent.MOST_IDS + intent.id(), alert);
        of.put(intent.what(), told);
        byDevice.put(intent.device(), of);
        if (byDevice.size() > MOST_DEVICES) {
            byDevice.pollFirstEntry();
        }
        return told.commandId;
    }

    /** What became of one. @return the same in the log's words, for which it counts; null if the log has not said it */
    @Nullable
    PendingIntent heard(DeviceId device, long commandId, Fate fate) {
        Told told = byDevice.getOrDefault(device, Map.of()).values().stream()
                .filter(each -> each.commandId == commandId)
                .findAny()
                .orElse(null);
        if (told == null) {
            return null;
        }
        told.fate = fate;
        if (told.log == null && fate == Fate.DROPPED) {
            forget(device, told);
        }
        return told.log;
    }

    /** The same thing, of the same case. It counts once: told again later, it is meant to be. */
    @Nullable
    Told same(Intent intent) {
        Told told = byDevice.getOrDefault(intent.device(), Map.of()).get(intent.what());
        return told != null && told.log == null && told.alert.equals(intent.alert()) ? told : null;
    }

    /** Whether the device was told already that this case has ended, and this would come too late. */
    boolean hasOutrun(Intent intent) {
        Told end = byDevice.getOrDefault(intent.device(), Map.of()).get(new Intent.Resolved());
        return end != null && intent.kind() == Intent.Kind.ACCEPTED && end.alert.equals(intent.alert());
    }

    /** It did not go out, or may have been lost. */
    private void forget(DeviceId device, Told told) {
        Map<Intent.What, Told> of = byDevice.get(device);
        if (of != null && of.values().remove(told) && of.isEmpty()) {
            byDevice.remove(device);
        }
    }

    /** The device has come anew: what it has not confirmed may have been lost. */
    void reconnected(DeviceId device) {
        List<Told> all = new ArrayList<>(byDevice.getOrDefault(device, Map.of()).values());
        all.stream().filter(told -> told.fate != Fate.CONFIRMED).forEach(told -> forget(device, told));
    }

    /** The log has taken over everything: only what a device has still to confirm matters any more. */
    void takenOver() {
        byDevice.values()
                .forEach(of -> of.values()
                        .removeIf(told -> told.log == null || told.log.hasEnded() || told.fate != Fate.AWAITED));
        byDevice.values().removeIf(Map::isEmpty);
    }
}
