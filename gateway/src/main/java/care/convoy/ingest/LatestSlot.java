package care.convoy.ingest;

import care.convoy.alert.AlertKind;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.ActivityChanged;
import care.convoy.device.DeviceMessage.Alarm;
import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BandWorn;
import care.convoy.device.DeviceMessage.BatteryLow;
import care.convoy.device.DeviceMessage.ConnectionLost;
import care.convoy.device.DeviceMessage.FallDetected;
import care.convoy.device.DeviceMessage.Heartbeat;
import care.convoy.device.DeviceMessage.Located;
import care.convoy.device.DeviceMessage.RuleCleared;
import care.convoy.device.DeviceMessage.RuleFound;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.DeviceMessage.TestPressed;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.DeviceMessage.WearerCancelled;
import care.convoy.device.Position;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.DeviceLatest.Link;
import care.convoy.ingest.DeviceLatest.Reading;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One device's place on the board. Every method holds the slot's lock, shortly. */
final class LatestSlot {
    /** A battery that says at least this much is no longer low. */
    private static final int BATTERY_CURED_PERCENT = 30;

    private final DeviceId device;
    private final EnumSet<AlertKind> alarms = EnumSet.noneOf(AlertKind.class);
    private boolean marked;
    private boolean told;
    private long receivedAtMillis;
    private long connectionLostAtMillis;
    private int batteryPercent = DeviceMessage.ABSENT;
    private int signalPercent = DeviceMessage.ABSENT;
    private int steps = DeviceMessage.ABSENT;
    private @Nullable Position position;
    private @Nullable Reading heartRateBpm;
    private @Nullable Reading spo2Percent;
    private @Nullable Reading systolicMmHg;
    private @Nullable Reading diastolicMmHg;
    private @Nullable Reading temperatureCentiC;
    private TemperatureSite temperatureSite = TemperatureSite.SKIN;
    private @Nullable Reading respirationPerMin;
    private @Nullable String rawStatus;
    private Link link = Link.NONE;

    LatestSlot(DeviceId device) {
        this.device = device;
    }

    /** @return whether the slot was unmarked before and is to be drained now */
    synchronized boolean heard(Telemetry telemetry) {
        if (telemetry.message() instanceof ConnectionLost) {
            alarms.add(AlertKind.SILENCE);
            connectionLostAtMillis = Math.max(connectionLostAtMillis, telemetry.receivedAtMillis());
            return mark();
        }
        told = true;
        alarms.remove(AlertKind.SILENCE);
        receivedAtMillis = Math.max(receivedAtMillis, telemetry.receivedAtMillis());
        switch (telemetry.message()) {
            case Heartbeat heartbeat -> take(heartbeat);
            case VitalsMeasured measured -> take(measured.vitals(), telemetry.atMillis());
            case Located located -> take(located.position(), telemetry.receivedAtMillis());
            case ActivityChanged ignored -> {}
            case ConnectionLost ignored -> {}
            case Alarm alarm -> take(alarm, telemetry.receivedAtMillis());
        }
        return mark();
    }

    synchronized boolean heard(long atMillis, Alarm alarm) {
        told = true;
        alarms.remove(AlertKind.SILENCE);
        receivedAtMillis = Math.max(receivedAtMillis, atMillis);
        take(alarm, atMillis);
        return mark();
    }

    synchronized boolean heard(long atMillis, Set<AlertKind> stated, String status) {
        told = true;
        receivedAtMillis = Math.max(receivedAtMillis, atMillis);
        alarms.clear();
        alarms.addAll(stated);
        rawStatus = status;
        return mark();
    }

    /** @param keep whether that is to be kept now: not before what was kept is known, or it would be overwritten with nothing */
    synchronized boolean connected(long atMillis, String address, String firmware, boolean keep) {
        alarms.remove(AlertKind.SILENCE);
        receivedAtMillis = Math.max(receivedAtMillis, atMillis);
        link = link.with(address, firmware);
        return keep && mark();
    }

    /** @return whether it was unmarked */
    synchronized boolean mark() {
        boolean first = !marked;
        marked = true;
        return first;
    }

    synchronized DeviceLatest drain() {
        marked = false;
        return read();
    }

    synchronized DeviceLatest read() {
        return new DeviceLatest(
                device,
                receivedAtMillis,
                batteryPercent,
                signalPercent,
                steps,
                position,
                heartRateBpm,
                spo2Percent,
                systolicMmHg,
                diastolicMmHg,
                temperatureCentiC,
                temperatureSite,
                respirationPerMin,
                alarms,
                rawStatus,
                connectionLostAtMillis,
                link);
    }

    /** What was told since wins, value by value; a login alone tells nothing. @return as {@link #mark} */
    synchronized boolean restore(DeviceLatest kept) {
        connectionLostAtMillis = Math.max(connectionLostAtMillis, kept.connectionLostAtMillis());
        boolean connected = receivedAtMillis > 0;
        link = kept.link().with(link.address(), link.firmware());
        receivedAtMillis = Math.max(receivedAtMillis, kept.receivedAtMillis());
        batteryPercent = batteryPercent == DeviceMessage.ABSENT ? kept.batteryPercent() : batteryPercent;
        signalPercent = signalPercent == DeviceMessage.ABSENT ? kept.signalPercent() : signalPercent;
        steps = steps == DeviceMessage.ABSENT ? kept.steps() : steps;
        position = position == null ? kept.position() : position;
        heartRateBpm = heartRateBpm == null ? kept.heartRateBpm() : heartRateBpm;
        spo2Percent = spo2Percent == null ? kept.spo2Percent() : spo2Percent;
        systolicMmHg = systolicMmHg == null ? kept.systolicMmHg() : systolicMmHg;
        diastolicMmHg = diastolicMmHg == null ? kept.diastolicMmHg() : diastolicMmHg;
        respirationPerMin = respirationPerMin == null ? kept.respirationPerMin() : respirationPerMin;
        if (temperatureCentiC == null) {
            temperatureCentiC = kept.temperatureCentiC();
            temperatureSite = kept.temperatureSite();
        }
        if (!told) {
            boolean silent = alarms.contains(AlertKind.SILENCE);
            alarms.addAll(kept.alarms());
            rawStatus = kept.rawStatus();
            if (connected && !silent) {
                alarms.remove(AlertKind.SILENCE);
            }
        }
        return connected && mark();
    }

    private void take(Heartbeat heartbeat) {
        alarms.remove(AlertKind.SOS);
        alarms.remove(AlertKind.FALL);
        alarms.remove(AlertKind.GENERAL);
        if (heartbeat.batteryPercent() >= 0) {
            batteryPercent = heartbeat.batteryPercent();
            if (batteryPercent >= BATTERY_CURED_PERCENT) {
                alarms.remove(AlertKind.LOW_BATTERY);
            }
        }
        if (heartbeat.signalPercent() >= 0) {
            signalPercent = heartbeat.signalPercent();
        }
        if (heartbeat.steps() >= 0) {
            steps = heartbeat.steps();
        }
        if (heartbeat.worn() == DeviceMessage.Worn.ON) {
            alarms.remove(AlertKind.REMOVED);
        }
    }

    private void take(Alarm alarm, long atMillis) {
        switch (alarm) {
            case SosPressed press -> {
                alarms.add(AlertKind.SOS);
                takeIfGiven(press.position(), atMillis);
            }
            case FallDetected fall -> {
                alarms.add(AlertKind.FALL);
                takeIfGiven(fall.position(), atMillis);
            }
            case WearerCancelled ignored -> {
                alarms.remove(AlertKind.SOS);
                alarms.remove(AlertKind.FALL);
            }
            case TestPressed ignored -> {}
            case BandRemoved ignored -> alarms.add(AlertKind.REMOVED);
            case BandWorn ignored -> alarms.remove(AlertKind.REMOVED);
            case AlarmRaised raised -> {
                switch (raised.reason()) {
                    case LEFT_FENCE -> alarms.add(AlertKind.FENCE);
                    case ENTERED_FENCE -> alarms.remove(AlertKind.FENCE);
                    case UNSPECIFIED -> alarms.add(AlertKind.GENERAL);
                }
                takeIfGiven(raised.position(), atMillis);
            }
            // said of the device, not by it
            case RuleFound _, RuleCleared _ -> {}
            case BatteryLow low -> {
                alarms.add(AlertKind.LOW_BATTERY);
                batteryPercent = low.batteryPercent() >= 0 ? low.batteryPercent() : batteryPercent;
            }
        }
    }

    private void takeIfGiven(@Nullable Position reported, long atMillis) {
        if (reported != null) {
            take(reported, atMillis);
        }
    }

    /** An older fix that arrives late does not replace a newer one; a fix that claims to come from the future does not last. */
    private void take(Position reported, long atMillis) {
        boolean claimsFuture = position != null && position.atMillis() > atMillis;
        if (position == null || claimsFuture || reported.atMillis() >= position.atMillis()) {
            position = reported;
        }
    }

    private void take(Vitals vitals, long atMillis) {
        heartRateBpm = newer(heartRateBpm, vitals.heartRateBpm(), atMillis);
        spo2Percent = newer(spo2Percent, vitals.spo2Percent(), atMillis);
        systolicMmHg = newer(systolicMmHg, vitals.systolicMmHg(), atMillis);
        diastolicMmHg = newer(diastolicMmHg, vitals.diastolicMmHg(), atMillis);
        Reading before = temperatureCentiC;
        temperatureCentiC = newer(temperatureCentiC, vitals.temperatureCentiC(), atMillis);
        if (!Objects.equals(temperatureCentiC, before)) {
            temperatureSite = vitals.temperatureSite();
        }
        respirationPerMin = newer(respirationPerMin, vitals.respirationPerMin(), atMillis);
        if (vitals.steps() >= 0) {
            steps = vitals.steps();
        }
    }

    private static @Nullable Reading newer(@Nullable Reading known, int value, long atMillis) {
        boolean older = known != null && known.atMillis() > atMillis;
        return value < 0 || older ? known : new Reading(value, atMillis);
    }
}
