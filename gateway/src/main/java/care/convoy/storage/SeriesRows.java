package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.ActivityChanged;
import care.convoy.device.DeviceMessage.Alarm;
import care.convoy.device.DeviceMessage.ConnectionLost;
import care.convoy.device.DeviceMessage.Heartbeat;
import care.convoy.device.DeviceMessage.Located;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.Telemetry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of messages. Battery, wearing and movement come in messages of their own; what a device said of them within a
 * quarter of an hour stands on its measurements. A heartbeat is a row of its own only if it says something new: battery or
 * wearing changed, or steps after 5 minutes. Confined to the writer's thread; remembers at most 500,000 devices, beyond that
 * it begins anew.
 */
final class SeriesRows {
    private static final int MOST_DEVICES = 500_000;
    private static final long STANDS_MILLIS = TimeUnit.MINUTES.toMillis(15);
    private static final long STEPS_EACH_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final long BACK_MILLIS = TimeUnit.DAYS.toMillis(30);
    private static final long AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final int MOVING_LEVEL = 50;

    private final Map<DeviceId, Said> devices = new HashMap<>();

    /** What one device said last. */
    private static final class Said {
        long heartbeatMillis;
        int battery = DeviceMessage.ABSENT;
        Worn worn = Worn.UNKNOWN;
        long activityMillis;
        int activity = DeviceMessage.ABSENT;
        long rowMillis;
        int rowSteps = DeviceMessage.ABSENT;
    }

    /** The row in a message; null if there is none, or nobody wears the device. */
    @Nullable
    SeriesRow of(Telemetry telemetry) {
        ResidentId resident = telemetry.resident();
        if (resident == null) {
            return null;
        }
        return switch (telemetry.message()) {
            case VitalsMeasured measured ->
                measured.vitals().isEmpty()
                        ? null
                        : measurement(
                                resident, telemetry, telemetry.claimedMillis(), measured.vitals(), saidOf(telemetry));
            case Heartbeat heartbeat -> heartbeat(resident, telemetry, heartbeat, saidOf(telemetry));
            case Located located -> fix(resident, telemetry, located.position());
            case ActivityChanged activity -> {
                Said said = saidOf(telemetry);
                said.activityMillis = telemetry.atMillis();
                said.activity = activity.level();
                yield null;
            }
            case ConnectionLost _, Alarm _ -> null;
        };
    }

    private Said saidOf(Telemetry telemetry) {
        if (devices.size() >= MOST_DEVICES) {
            devices.clear();
        }
        return devices.computeIfAbsent(telemetry.device(), _ -> new Said());
    }

    private static Measurement measurement(
            ResidentId resident, Telemetry telemetry, long claimedMillis, Vitals vitals, Said said) {
        long at = telemetry.atMillis();
        boolean stands = Math.abs(at - said.heartbeatMillis) <= STANDS_MILLIS;
        int flags = stands ? wornFlag(said.worn) : 0;
        if (Math.abs(at - said.activityMillis) <= STANDS_MILLIS) {
            flags |= activityFlag(said.activity);
        }
        return new Measurement(
                resident,
                telemetry.device(),
                at,
                telemetry.receivedAtMillis(),
                claimedMillis,
                vitals,
                stands ? said.battery : DeviceMessage.ABSENT,
                flags);
    }

    private static @Nullable Measurement heartbeat(
            ResidentId resident, Telemetry telemetry, Heartbeat heartbeat, Said said) {
        long at = telemetry.atMillis();
        if (at < said.heartbeatMillis) {
            return null;
        }
        boolean changed = heartbeat.worn() != said.worn || heartbeat.batteryPercent() != said.battery;
        boolean walked = heartbeat.steps() != said.rowSteps && at - said.rowMillis >= STEPS_EACH_MILLIS;
        said.heartbeatMillis = at;
        said.worn = heartbeat.worn();
        said.battery = heartbeat.batteryPercent();
        if (!changed && !walked) {
            return null;
        }
        said.rowMillis = at;
        said.rowSteps = heartbeat.steps();
        Vitals steps = new Vitals(
                Vitals.NOT_MEASURED,
                Vitals.NOT_MEASURED,
                Vitals.NOT_MEASURED,
                Vitals.NOT_MEASURED,
                Vitals.NOT_MEASURED,
                TemperatureSite.SKIN,
                Vitals.NOT_MEASURED,
                Math.max(Vitals.NOT_MEASURED, heartbeat.steps()));
        // a heartbeat is never late, whatever the device's clock says
        return measurement(resident, telemetry, at, steps, said);
    }

    private static Fix fix(ResidentId resident, Telemetry telemetry, Position position) {
        long received = telemetry.receivedAtMillis();
        boolean canBe = position.atMillis() >= received - BACK_MILLIS && position.atMillis() <= received + AHEAD_MILLIS;
        return new Fix(
                resident, telemetry.device(), canBe ? position.atMillis() : telemetry.atMillis(), received, position);
    }

    private static int wornFlag(Worn worn) {
        return switch (worn) {
            case ON -> Measurement.WORN;
            case OFF -> Measurement.NOT_WORN;
            case UNKNOWN -> 0;
        };
    }

    private static int activityFlag(int level) {
        if (level < 0) {
            return 0;
        }
        return level == 0 ? Measurement.STILL : level >= MOVING_LEVEL ? Measurement.MOVING : 0;
    }
}
