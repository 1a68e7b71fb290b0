package care.convoy.ingest.json;

import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.Position;
import care.convoy.device.Vitals;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON message of the outer interfaces (§4), and the same members written as a CBOR map. Pure; safe on any thread;
 * never throws on any bytes.
 *
 * <p>A call for help ({@code sos}, {@code fall}) is always understood: what can be read is used, the names of the rest go
 * with it; also when the bytes are cut off or not valid, as long as its type can be found in them. Anything else is
 * refused for the first member that is out of range or of a wrong type. {@code seq} and {@code boot} are 0 to 2^32-1.
 * {@code null} is the same as no member. {@code lowBattery} may carry {@code battery}, {@code activity} may carry
 * {@code level} (0 to 100).
 */
public final class JsonMessages {
    /** Most bytes that a caller may hand in; the largest message of the outer interfaces. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final int MAX_STEPS = 999_999;
    private static final int MAX_PRESSES = 9_999;
    private static final int MAX_ACCURACY_METRES = 1_000_000;

    private static final byte[] FIRMWARE_NAME =
            ('"' + Member.FIRMWARE.path() + '"').getBytes(StandardCharsets.US_ASCII);

    private JsonMessages() {}

    /** @param receivedAtMillis the time of a position that the device gave no time for */
    public static JsonMessage read(byte[] bytes, int offset, int length, long receivedAtMillis) {
        return read(Notation.JSON, bytes, offset, length, receivedAtMillis);
    }

    /** The same members in a CBOR map. @param receivedAtMillis the time of a position that the device gave no time for */
    public static JsonMessage readCbor(byte[] bytes, int offset, int length, long receivedAtMillis) {
        return read(Notation.CBOR, bytes, offset, length, receivedAtMillis);
    }

    private static JsonMessage read(Notation notation, byte[] bytes, int offset, int length, long receivedAtMillis) {
        if (length > MAX_BYTES) {
            return new JsonMessage.Refused(Stamp.BLANK, Reject.TOO_LARGE, "message: too large");
        }
        Members members = MemberReader.read(notation, bytes, offset, length);
        MessageName name = MessageName.of(members.textOrNull(Member.TYPE));
        boolean broken = members.firstFault() != null;
        Stamp stamp = stamp(members);
        if (name == null) {
            return unknown(members, stamp, broken);
        }
        DeviceMessage message = message(name, members, stamp, receivedAtMillis);
        if (message != null && name.callsForHelp()) {
            return new JsonMessage.Understood(stamp, message, List.copyOf(members.faults()));
        }
        String fault = members.firstFault();
        if (message == null || fault != null) {
            String reason = fault == null ? "message: incomplete" : fault;
            return new JsonMessage.Refused(stamp, broken ? Reject.MALFORMED : Reject.OUT_OF_RANGE, reason);
        }
        return new JsonMessage.Understood(stamp, message, List.of());
    }

    /**
     * The version of its software, as a device may say it in a heartbeat ({@code firmware}, a text); empty if it does not. The bytes are
     * looked at a second time only if the name is in them.
     */
    public static String firmware(byte[] bytes, int offset, int length) {
        if (!contains(bytes, offset, length, FIRMWARE_NAME)) {
            return "";
        }
        String told = MemberReader.read(Notation.JSON, bytes, offset, length).textOrNull(Member.FIRMWARE);
        return told == null ? "" : told;
    }

    private static boolean contains(byte[] bytes, int offset, int length, byte[] name) {
        int last = offset + length - name.length;
        for (int at = offset; at <= last; at++) {
            if (bytes[at] == name[0] && Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    private static JsonMessage unknown(Members members, Stamp stamp, boolean broken) {
        String fault = members.firstFault();
        if (broken && fault != null) {
            return new JsonMessage.Refused(stamp, Reject.MALFORMED, fault);
        }
        return new JsonMessage.Refused(
                stamp, Reject.UNKNOWN_TYPE, members.has(Member.TYPE) ? "type: not known" : "type: missing");
    }

    private static Stamp stamp(Members members) {
        long boot = members.whole(Member.BOOT, 0, Stamp.MAX_NUMBER);
        long sequence = members.whole(Member.SEQ, 0, Stamp.MAX_NUMBER);
        return new Stamp(
                boot == Members.NONE ? Stamp.NONE : boot,
                sequence == Members.NONE ? Stamp.NONE : sequence,
                time(members));
    }

    private static long time(Members members) {
        if (members.isNumber(Member.TIME)) {
            long millis = members.whole(Member.TIME, 0, IsoTime.MAX_MILLIS);
            return millis == Members.NONE ? Command.NO_TIME : millis;
        }
        if (!members.has(Member.TIME)) {
            return Command.NO_TIME;
        }
        String text = members.textOrNull(Member.TIME);
        long millis = text == null ? Command.NO_TIME : IsoTime.parse(text);
        if (millis == Command.NO_TIME) {
            members.fault(Member.TIME, "neither ISO 8601 with an offset nor epoch milliseconds");
        }
        return millis;
    }

    private static @Nullable DeviceMessage message(
            MessageName name, Members members, Stamp stamp, long receivedAtMillis) {
        long fixAtMillis = stamp.timeMillis() == Command.NO_TIME ? receivedAtMillis : stamp.timeMillis();
        return switch (name) {
            case HEARTBEAT ->
                new DeviceMessage.Heartbeat(
                        percent(members, Member.BATTERY),
                        percent(members, Member.SIGNAL),
                        members.scaled(Member.STEPS, 1, 0, MAX_STEPS),
                        worn(members));
            case VITALS -> new DeviceMessage.VitalsMeasured(vitals(members));
            case LOCATION -> located(members, fixAtMillis);
            case SOS ->
                new DeviceMessage.SosPressed(
                        Math.max(1, (int) members.whole(Member.PRESSES, 1, MAX_PRESSES)),
                        PlaceReader.NESTED.read(members, fixAtMillis));
            case FALL ->
                new DeviceMessage.FallDetected(
                        movement(members),
                        members.scaled(Member.CONFIDENCE, 100, 0, 100),
                        PlaceReader.NESTED.read(members, fixAtMillis));
            case CANCEL -> new DeviceMessage.WearerCancelled(members.whole(Member.OF, 0, Stamp.MAX_NUMBER));
            case TEST -> new DeviceMessage.TestPressed();
            case REMOVED -> new DeviceMessage.BandRemoved();
            case WORN -> new DeviceMessage.BandWorn();
            case LOW_BATTERY -> new DeviceMessage.BatteryLow(percent(members, Member.BATTERY));
            case ACTIVITY -> new DeviceMessage.ActivityChanged(percent(members, Member.LEVEL));
        };
    }

    private static int percent(Members members, Member member) {
        return members.scaled(member, 1, 0, 100);
    }

    private static Worn worn(Members members) {
        Boolean worn = members.truth(Member.WORN);
        return worn == null ? Worn.UNKNOWN : worn ? Worn.ON : Worn.OFF;
    }

    private static Movement movement(Members members) {
        Boolean moving = members.truth(Member.MOVING);
        return moving == null ? Movement.UNKNOWN : moving ? Movement.MOVING : Movement.STILL;
    }

    private static @Nullable DeviceMessage located(Members members, long fixAtMillis) {
        Position position = PlaceReader.OUTER.read(members, fixAtMillis);
        if (position == null) {
            members.fault(Member.LOCATION, "lat and lon are needed");
            return null;
        }
        return new DeviceMessage.Located(position);
    }

    private static Vitals vitals(Members members) {
        Vitals vitals = new Vitals(
                members.scaled(Member.HEART_RATE, 1, 1, 300),
                members.scaled(Member.SPO2, 1, 1, 100),
                members.scaled(Member.SYSTOLIC, 1, 1, 300),
                members.scaled(Member.DIASTOLIC, 1, 1, 300),
                members.scaled(Member.TEMPERATURE, 100, 1_000, 4_500),
                site(members),
                members.scaled(Member.RESPIRATION, 1, 1, 100),
                members.scaled(Member.STEPS, 1, 0, MAX_STEPS));
        if (vitals.isEmpty()) {
            members.fault("vitals", "nothing was measured");
        }
        return vitals;
    }

    private static Vitals.TemperatureSite site(Members members) {
        String site = members.textOrNull(Member.TEMPERATURE_SITE);
        if ("core".equals(site)) {
            return Vitals.TemperatureSite.CORE;
        }
        if (members.has(Member.TEMPERATURE_SITE) && !"skin".equals(site)) {
            members.fault(Member.TEMPERATURE_SITE, "skin or core");
        }
        return Vitals.TemperatureSite.SKIN;
    }

    /** Reads a position from one of the two places where a message may carry it. */
    private enum PlaceReader {
        OUTER(Member.LAT, Member.LON, Member.ACCURACY, Member.SOURCE),
        NESTED(Member.LOCATION_LAT, Member.LOCATION_LON, Member.LOCATION_ACCURACY, Member.LOCATION_SOURCE);

        private final Member latitude;
        private final Member longitude;
        private final Member accuracy;
        private final Member source;

        PlaceReader(Member latitude, Member longitude, Member accuracy, Member source) {
            this.latitude = latitude;
            this.longitude = longitude;
            this.accuracy = accuracy;
            this.source = source;
        }

        @Nullable
        Position read(Members members, long fixAtMillis) {
            if (this == NESTED && members.has(Member.LOCATION)) {
                members.fault(Member.LOCATION, "wrong type");
            }
            double north = members.number(latitude, -90, 90);
            double east = members.number(longitude, -180, 180);
            double metres = members.number(accuracy, 0, MAX_ACCURACY_METRES);
            if (Double.isNaN(north) || Double.isNaN(east)) {
                if (members.has(latitude) || members.has(longitude)) {
                    members.fault(Member.LOCATION, "lat and lon are needed");
                }
                return null;
            }
            double radius = Double.isNaN(metres) ? Position.UNKNOWN_ACCURACY : metres;
            return new Position(north, east, radius, source(members.textOrNull(source)), true, fixAtMillis);
        }

        private static Position.Source source(@Nullable String name) {
            return switch (name) {
                case "gnss" -> Position.Source.GNSS;
                case "wifi" -> Position.Source.WIFI;
                case "cell" -> Position.Source.CELL;
                case "beacon" -> Position.Source.BEACON;
                case null, default -> Position.Source.UNKNOWN;
            };
        }
    }
}
