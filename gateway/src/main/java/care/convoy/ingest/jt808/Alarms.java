package care.convoy.ingest.jt808;

import care.convoy.alert.AlertKind;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.DeviceMessage.AlarmRaised.Reason;
import care.convoy.device.Position;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a report means for a person. Pure. */
final class Alarms {
    /** The number of an alarm that has no bit in the word. */
    static final int TAKEN_OFF = 32;

    /** Bits that raise an alarm, the most urgent first. The others concern vehicles; they are shown as they stand. */
    static final List<Integer> BITS = List.of(
            Location.SOS,
            Location.COLLISION,
            Location.ROLL_OVER,
            Location.DANGER,
            Location.AREA,
            TAKEN_OFF,
            Location.POWER_LOW);

    /** Those that a device keeps set until they are confirmed, of which a person's device knows (0x8203). */
    static final Set<Integer> CONFIRMED = Set.of(Location.SOS, Location.DANGER, Location.AREA);

    /** Somebody calls for help, or cannot any more. */
    static final Set<Integer> CALLS = Set.of(Location.SOS, Location.COLLISION, Location.ROLL_OVER, Location.DANGER);

    private static final long BACK_MILLIS = TimeUnit.DAYS.toMillis(30);
    private static final long AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final int FULL_SIGNAL = 31;
    private static final int MOST_PERCENT = 100;

    private Alarms() {}

    /** Those of {@link #BITS} that are set. */
    static List<Integer> of(Location location) {
        List<Integer> set = new ArrayList<>(2);
        for (int bit : BITS) {
            if (isSet(location, bit)) {
                set.add(bit);
            }
        }
        return set;
    }

    static boolean isSet(Location location, int bit) {
        return bit == TAKEN_OFF ? location.takenOff() : location.has(bit);
    }

    static DeviceMessage.Alarm message(int bit, Location location, long receivedAtMillis) {
        Position position = location.hasPlace() ? position(location, receivedAtMillis) : null;
        return switch (bit) {
            case Location.SOS -> new DeviceMessage.SosPressed(1, position);
            case Location.AREA -> new AlarmRaised(area(location), position);
            case Location.POWER_LOW ->
                new DeviceMessage.BatteryLow(location.items().batteryPercent());
            case TAKEN_OFF -> new DeviceMessage.BandRemoved();
            default -> new AlarmRaised(Reason.UNSPECIFIED, position);
        };
    }

    private static Reason area(Location location) {
        return switch (location.items().leftArea()) {
            case 0 -> Reason.ENTERED_FENCE;
            case 1 -> Reason.LEFT_FENCE;
            default -> Reason.UNSPECIFIED;
        };
    }

    /** All that is wrong by this report. */
    static Set<AlertKind> wrong(Location location) {
        EnumSet<AlertKind> wrong = EnumSet.noneOf(AlertKind.class);
        for (int bit : of(location)) {
            wrong.add(
                    switch (bit) {
                        case Location.SOS -> AlertKind.SOS;
                        case Location.AREA -> AlertKind.FENCE;
                        case Location.POWER_LOW -> AlertKind.LOW_BATTERY;
                        case TAKEN_OFF -> AlertKind.REMOVED;
                        default -> AlertKind.GENERAL;
                    });
        }
        return wrong;
    }

    /** Without satellites it is not valid, and nobody knows where it comes from. */
    static Position position(Location location, long receivedAtMillis) {
        boolean valid = location.isPositioned();
        long time = location.timeMillis();
        boolean plausible = time >= receivedAtMillis - BACK_MILLIS && time <= receivedAtMillis + AHEAD_MILLIS;
        return new Position(
                location.latitude(),
                location.longitude(),
                Position.UNKNOWN_ACCURACY,
                valid ? Position.Source.GNSS : Position.Source.UNKNOWN,
                valid,
                plausible ? time : receivedAtMillis);
    }

    /** A sign of life with what the report says of the device. */
    static DeviceMessage.Heartbeat heartbeat(@Nullable Location location) {
        if (location == null) {
            return new DeviceMessage.Heartbeat(
                    DeviceMessage.ABSENT, DeviceMessage.ABSENT, DeviceMessage.ABSENT, DeviceMessage.Worn.UNKNOWN);
        }
        return new DeviceMessage.Heartbeat(
                location.items().batteryPercent(),
                signalPercent(location.items().signal()),
                DeviceMessage.ABSENT,
                location.takenOff() ? DeviceMessage.Worn.OFF : DeviceMessage.Worn.UNKNOWN);
    }

    /** Mobile networks count to 31; some devices say per cent. */
    private static int signalPercent(int signal) {
        if (signal < 0 || signal > MOST_PERCENT) {
            return DeviceMessage.ABSENT;
        }
        return signal <= FULL_SIGNAL ? signal * MOST_PERCENT / FULL_SIGNAL : signal;
    }

    /** Names of what an alarm should have and has not. */
    static List<String> missing(Location location) {
        List<String> missing = new ArrayList<>(2);
        if (location.timeMillis() < 0) {
            missing.add("time");
        }
        if (!location.complete()) {
            missing.add("location");
        }
        return missing;
    }
}
