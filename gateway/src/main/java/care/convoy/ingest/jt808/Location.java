package care.convoy.ingest.jt808;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * A position report (JT/T 808 §8.12) as far as it concerns a person.
 *
 * @param alarms the alarm word, bit 0 least significant
 * @param takenOff whether a vendor's item says that the device was taken off
 * @param state the status word
 * @param complete whether it reaches as far as its time
 * @param latitude degrees, south negative; 0 if it cannot be so
 * @param longitude degrees, west negative; 0 if it cannot be so
 * @param altitudeMetres as sent, signed
 * @param speedKmh from 0
 * @param course 0 to 65535, degrees in what is sane
 * @param timeMillis epoch milliseconds; {@link #NO_TIME} if it is no time
 */
record Location(
        long alarms,
        boolean takenOff,
        long state,
        boolean complete,
        double latitude,
        double longitude,
        int altitudeMetres,
        double speedKmh,
        int course,
        long timeMillis,
        Items items) {
    static final long NO_TIME = -1;

    /** The lowest bit: the button, or what is wired to it. */
    static final int SOS = 0;

    static final int DANGER = 3;
    static final int POWER_LOW = 7;
    static final int POWER_OFF = 8;
    static final int AREA = 20;
    static final int COLLISION = 29;
    static final int ROLL_OVER = 30;

    private static final int POSITIONED = 1;
    private static final int SOUTH = 2;
    private static final int WEST = 3;
    private static final double MILLIONTH = 1e-6;
    private static final double TENTH = 0.1;

    /** The clock on the devices is Beijing's. */
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

    static Location read(Body body) {
        long alarms = body.u32();
        boolean hasAlarms = !body.isShort();
        long state = body.u32();
        double latitude = body.u32() * MILLIONTH;
        double longitude = body.u32() * MILLIONTH;
        int altitude = (short) body.u16();
        double speed = body.u16() * TENTH;
        int course = body.u16();
        long time = time(body);
        boolean complete = !body.isShort();
        Items items = complete ? Items.read(body) : Items.NOTHING;
        boolean possible = complete && latitude <= 90 && longitude <= 180;
        return new Location(
                (hasAlarms ? alarms : 0) | (items.callsForHelp() ? 1 : 0),
                items.takenOff(),
                state,
                complete,
                possible ? signed(latitude, state, SOUTH) : 0,
                possible ? signed(longitude, state, WEST) : 0,
                altitude,
                speed,
                course,
                complete ? time : NO_TIME,
                items);
    }

    private static double signed(double degrees, long state, int bit) {
        return (state >>> bit & 1) != 0 ? -degrees : degrees;
    }

    private static long time(Body body) {
        int[] parts = new int[6];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = decimal(body.u8());
        }
        if (Arrays.stream(parts).anyMatch(part -> part < 0)) {
            return NO_TIME;
        }
        try {
            return LocalDateTime.of(2000 + parts[0], parts[1], parts[2], parts[3], parts[4], parts[5])
                    .toInstant(BEIJING)
                    .toEpochMilli();
        } catch (DateTimeException noTime) {
            return NO_TIME;
        }
    }

    /** Two decimal digits in a byte; -1 if they are none. */
    private static int decimal(int each) {
        int high = each >>> 4;
        int low = each & 15;
        return high > 9 || low > 9 ? -1 : high * 10 + low;
    }

    /** The same alarms at no place: help must not be sent to where a damaged report points. */
    Location withoutPlace() {
        return new Location(alarms, false, state, false, 0, 0, 0, 0, 0, timeMillis, Items.NOTHING);
    }

    boolean has(int bit) {
        return (alarms >>> bit & 1) != 0;
    }

    /** Whether satellites say where it is. */
    boolean isPositioned() {
        return complete && (state >>> POSITIONED & 1) != 0 && (latitude != 0 || longitude != 0);
    }

    /** Whether it says anything of where it is, be it old. */
    boolean hasPlace() {
        return latitude != 0 || longitude != 0;
    }
}
