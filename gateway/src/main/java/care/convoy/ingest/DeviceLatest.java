package care.convoy.ingest;

import care.convoy.alert.AlertKind;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.Vitals.TemperatureSite;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a device last said, value by value. Immutable.
 *
 * @param receivedAtMillis when it was last heard, epoch milliseconds; 0 if never
 * @param batteryPercent 0 to 100 or {@link DeviceMessage#ABSENT}
 * @param signalPercent 0 to 100 or {@link DeviceMessage#ABSENT}
 * @param steps since the device's midnight or {@link DeviceMessage#ABSENT}
 * @param position the last that was reported, fixed or not
 * @param temperatureCentiC hundredths of a degree Celsius
 * @param alarms what the device says is wrong: a press or fall until its next heartbeat, a state until it is cured
 * @param rawStatus the status word of a protocol that has one, as hexadecimal digits
 * @param connectionLostAtMillis when it was last lost without a goodbye, epoch milliseconds; 0 if never, or if it does not ask
 *     for that to be told
 * @param link how it was last connected
 */
public record DeviceLatest(
        DeviceId device,
        long receivedAtMillis,
        int batteryPercent,
        int signalPercent,
        int steps,
        @Nullable Position position,
        @Nullable Reading heartRateBpm,
        @Nullable Reading spo2Percent,
        @Nullable Reading systolicMmHg,
        @Nullable Reading diastolicMmHg,
        @Nullable Reading temperatureCentiC,
        TemperatureSite temperatureSite,
        @Nullable Reading respirationPerMin,
        Set<AlertKind> alarms,
        @Nullable String rawStatus,
        long connectionLostAtMillis,
        Link link) {
    public DeviceLatest {
        alarms = Set.copyOf(alarms);
    }

    /**
     * How a device was last connected.
     *
     * @param address network address without port; empty if it never was, since this is kept
     * @param firmware version of its software in its own words, at most {@link #MAX_FIRMWARE} printable characters; empty if
     *     it never said
     */
    public record Link(String address, String firmware) {
        /** Characters of a version. */
        public static final int MAX_FIRMWARE = 64;

        /** Never connected. */
        public static final Link NONE = new Link("", "");

        /** With what is new; empty is not. */
        Link with(String nowAddress, String nowFirmware) {
            String said = printable(nowFirmware);
            return new Link(nowAddress.isEmpty() ? address : nowAddress, said.isEmpty() ? firmware : said);
        }

        private static String printable(String text) {
            StringBuilder kept = new StringBuilder();
            text.strip()
                    .codePoints()
                    .limit(MAX_FIRMWARE)
                    .filter(each -> !Character.isISOControl(each))
                    .forEach(kept::appendCodePoint);
            return kept.toString();
        }
    }

    /** A measured value. @param atMillis when it was measured, epoch milliseconds */
    public record Reading(int value, long atMillis) {}

    /** When the newest of the vitals was measured; 0 if none ever was. */
    public long vitalsAtMillis() {
        long newest = 0;
        for (Reading reading : new @Nullable Reading[] {
            heartRateBpm, spo2Percent, systolicMmHg, diastolicMmHg, temperatureCentiC, respirationPerMin
        }) {
            if (reading != null) {
                newest = Math.max(newest, reading.atMillis());
            }
        }
        return newest;
    }
}
