package care.convoy.ingest.body;

import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.Vitals;
import care.convoy.firmware.CommandOutcome;
import care.convoy.firmware.Decoded;
import care.convoy.firmware.Header;
import care.convoy.firmware.Malformed;
import care.convoy.firmware.Member;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.Reason;
import care.convoy.firmware.Upward;
import care.convoy.firmware.YesNo;
import care.convoy.ingest.Fate;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Native messages (PROTOCOL.md §5) in the words of the gateway. Pure; safe on any thread. */
public final class BodyMessages {
    private static final int MILLIS_PER_SECOND = 1_000;

    private BodyMessages() {}

    /** @param receivedAtMillis dates a position whose message has no usable time */
    public static BodyMessage of(Decoded decoded, long receivedAtMillis) {
        return switch (decoded) {
            case Malformed malformed -> refused(malformed);
            case NativeMessage message -> understood(message, receivedAtMillis);
        };
    }

    private static BodyMessage refused(Malformed malformed) {
        Header header = malformed.header();
        Stamp stamp = header == null ? Stamp.BLANK : stamp(header);
        return new BodyMessage.Refused(stamp, why(malformed.reason()), malformed.reason());
    }

    private static BodyMessage understood(NativeMessage message, long receivedAtMillis) {
        Stamp stamp = stamp(message.header());
        if (!(message.message() instanceof Upward up)) {
            return new BodyMessage.Refused(stamp, Reject.OUT_OF_ORDER, Reason.OUT_OF_ORDER);
        }
        if (up instanceof Upward.CommandResult(long commandId, CommandOutcome outcome)) {
            return new BodyMessage.CommandAnswered(stamp, commandId, fate(outcome));
        }
        boolean foreignCancel = up instanceof Upward.Cancel cancel
                && cancel.ofEpoch() != 0
                && cancel.ofEpoch() != message.header().epoch();
        if (foreignCancel) {
            // A cancel is matched by sequence within its own epoch; it must never take back another alarm.
            return new BodyMessage.Refused(stamp, Reject.OUT_OF_RANGE, Reason.OUT_OF_RANGE);
        }
        DeviceMessage meaning = meaning(up, timeOf(message.header(), receivedAtMillis));
        if (meaning == null) {
            return new BodyMessage.Refused(stamp, Reject.OUT_OF_RANGE, Reason.OUT_OF_RANGE);
        }
        return new BodyMessage.Understood(stamp, meaning, names(message.dropped()));
    }

    /** What a device says of a command. */
    public static Fate fate(CommandOutcome outcome) {
        return switch (outcome) {
            // the settings that it knows were changed
            case DONE, PARTLY -> Fate.CONFIRMED;
            case UNSUPPORTED -> Fate.UNSUPPORTED;
            case REFUSED -> Fate.REFUSED;
            case FAILED, MALFORMED -> Fate.FAILED;
        };
    }

    /** Numbers as written; 0 means none (PROTOCOL.md §4.1). */
    public static Stamp stamp(Header header) {
        return new Stamp(
                header.epoch() == 0 ? Stamp.NONE : header.epoch(),
                header.sequence() == 0 ? Stamp.NONE : header.sequence(),
                header.hasUtcTime() ? header.timeMillis() : Command.NO_TIME);
    }

    private static long timeOf(Header header, long receivedAtMillis) {
        return header.hasUtcTime() ? header.timeMillis() : receivedAtMillis;
    }

    /** The message without its numbers, or null if it says nothing. @param atMillis when it was true */
    public static @Nullable DeviceMessage meaning(Upward up, long atMillis) {
        return switch (up) {
            case Upward.Heartbeat beat ->
                new DeviceMessage.Heartbeat(
                        beat.batteryPercent(), beat.signalPercent(), beat.steps(), worn(beat.worn()));
            case Upward.Vitals measured -> vitals(measured);
            case Upward.Location location -> new DeviceMessage.Located(position(location.position(), atMillis));
            case Upward.Activity activity -> new DeviceMessage.ActivityChanged(activity.levelPercent());
            case Upward.Removed removed -> new DeviceMessage.BandRemoved();
            case Upward.Worn worn -> new DeviceMessage.BandWorn();
            case Upward.LowBattery low -> new DeviceMessage.BatteryLow(low.batteryPercent());
            case Upward.Sos sos ->
                new DeviceMessage.SosPressed(Math.max(1, sos.presses()), positionOrNull(sos.location(), atMillis));
            case Upward.Fall fall ->
                new DeviceMessage.FallDetected(
                        movement(fall.moving()), fall.confidencePercent(), positionOrNull(fall.location(), atMillis));
            case Upward.Cancel cancel -> new DeviceMessage.WearerCancelled(cancel.ofSequence());
            case Upward.Test test -> new DeviceMessage.TestPressed();
            case Upward.CommandResult result -> null;
        };
    }

    private static @Nullable DeviceMessage vitals(Upward.Vitals measured) {
        Vitals vitals = new Vitals(
                measured.heartRateBpm(),
                measured.spo2Percent(),
                measured.systolicMmhg(),
                measured.diastolicMmhg(),
                measured.temperatureCentiCelsius(),
                switch (measured.temperatureSite()) {
                    case SKIN -> Vitals.TemperatureSite.SKIN;
                    case CORE -> Vitals.TemperatureSite.CORE;
                },
                measured.respirationPerMinute(),
                measured.steps());
        return vitals.isEmpty() ? null : new DeviceMessage.VitalsMeasured(vitals);
    }

    private static @Nullable Position positionOrNull(care.convoy.firmware.@Nullable Position position, long atMillis) {
        return position == null ? null : position(position, atMillis);
    }

    private static Position position(care.convoy.firmware.Position position, long atMillis) {
        long ageMillis = Math.max(0, position.fixAgeSeconds()) * (long) MILLIS_PER_SECOND;
        double accuracy = position.accuracyMetres() < 0 ? Position.UNKNOWN_ACCURACY : position.accuracyMetres();
        Position.Source source = switch (position.source()) {
            case GNSS -> Position.Source.GNSS;
            case WIFI -> Position.Source.WIFI;
            case CELL -> Position.Source.CELL;
            case BEACON -> Position.Source.BEACON;
            case NOT_KNOWN -> Position.Source.UNKNOWN;
        };
        return new Position(
                position.latitudeDegrees(), position.longitudeDegrees(), accuracy, source, true, atMillis - ageMillis);
    }

    /** Whether the device is on the body. */
    public static DeviceMessage.Worn worn(YesNo worn) {
        return switch (worn) {
            case YES -> DeviceMessage.Worn.ON;
            case NO -> DeviceMessage.Worn.OFF;
            case NOT_KNOWN -> DeviceMessage.Worn.UNKNOWN;
        };
    }

    private static DeviceMessage.Movement movement(YesNo moving) {
        return switch (moving) {
            case YES -> DeviceMessage.Movement.MOVING;
            case NO -> DeviceMessage.Movement.STILL;
            case NOT_KNOWN -> DeviceMessage.Movement.UNKNOWN;
        };
    }

    /** As the names of the outer interfaces, in lower case. */
    public static List<String> names(Set<Member> dropped) {
        return dropped.isEmpty()
                ? List.of()
                : dropped.stream()
                        .sorted()
                        .map(member -> member.name().toLowerCase(Locale.ROOT))
                        .toList();
    }

    /** How a fault of the codec is counted. */
    public static Reject why(Reason reason) {
        return switch (reason) {
            case BAD_LENGTH -> Reject.TOO_LARGE;
            case TRUNCATED, BAD_MAGIC, BAD_BODY, SEALED -> Reject.MALFORMED;
            case BAD_CRC -> Reject.CHECKSUM;
            case BAD_VERSION -> Reject.VERSION;
            case UNKNOWN_TYPE -> Reject.UNKNOWN_TYPE;
            case OUT_OF_RANGE -> Reject.OUT_OF_RANGE;
            case OUT_OF_ORDER, NOT_PERMITTED -> Reject.OUT_OF_ORDER;
            case FOREIGN_EPOCH -> Reject.REPLAY;
            case OVERLOADED -> Reject.SHED;
        };
    }
}
