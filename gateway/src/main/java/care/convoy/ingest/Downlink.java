package care.convoy.ingest;

import care.convoy.alert.AlertId;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.ingest.IngestCounters.Reject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gateway tells a device; each protocol renders it in its own way. Immutable. */
public sealed interface Downlink {
    /** Nobody waits for word of it. */
    long NOBODY = 0;

    /** By which the device's word on it is known, 1 to 2^32-1 and the same in every repeat; or {@link #NOBODY}. */
    default long commandId() {
        return NOBODY;
    }

    /** Something to be done, of which a device that can says what came of it. */
    sealed interface Order extends Downlink {}

    /**
     * The alarm is durable.
     *
     * @param stamp of the alarm, as the device wrote it
     * @param alert null if the alarm made none, as a test press
     */
    record Received(Stamp stamp, @Nullable AlertId alert, Durability durability) implements Downlink {}

    /**
     * A message was refused and is not to be repeated.
     *
     * @param stamp of the message as far as it could be read
     * @param reason fixed words of the gateway, never anything that the device sent
     */
    record Rejected(Stamp stamp, Reject why, String reason) implements Downlink {}

    /** Somebody took the case on. */
    record Accepted(AlertId alert, By by, long commandId) implements Downlink {
        public Accepted(AlertId alert, By by) {
            this(alert, by, NOBODY);
        }

        /** Who. */
        public enum By {
            OPERATOR,
            CONTACT,
            AMBULANCE
        }
    }

    /** The case is closed. */
    record Resolved(AlertId alert, long commandId) implements Downlink {
        public Resolved(AlertId alert) {
            this(alert, NOBODY);
        }
    }

    /** Send a fresh position. */
    record Locate(long commandId) implements Order {}

    /** Measure now and send the values. */
    record Measure(long commandId) implements Order {}

    /** Sound and vibrate. */
    record Ring(long commandId) implements Order {}

    /** Show a text. @param text at most 60 characters */
    record Show(long commandId, String text) implements Order {}

    /** Report as often as this, in seconds: 0 is off, {@link #UNCHANGED} as before. */
    record Configure(long commandId, int heartbeatSeconds, int vitalsSeconds, int locationSeconds) implements Order {
        /** This interval stays. */
        public static final int UNCHANGED = -1;
    }

    /** Whom the device calls by itself. @param numbers at most three, as dialled; those it has go */
    record SosNumbers(long commandId, List<String> numbers) implements Order {
        public SosNumbers {
            numbers = List.copyOf(numbers);
        }
    }

    /** Whether falls are alarms. */
    record FallAlarm(long commandId, boolean on) implements Order {}

    /**
     * Call the centre, as a call that the wearer hears. The {@link DownlinkRouter} gives it only to sessions that
     * {@link DeviceSession#callsBack}.
     */
    record CallBack(long commandId) implements Order {}
}
