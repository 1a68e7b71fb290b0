package care.convoy.ingest;

import care.convoy.alert.AlertId;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.ingest.IngestCounters.Reject;
import org.jspecify.annotations.Nullable;

/** What the gateway tells a device; each protocol renders it in its own way. Immutable. */
public sealed interface Downlink {
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
    record Accepted(AlertId alert, By by) implements Downlink {
        /** Who. */
        public enum By {
            OPERATOR,
            CONTACT,
            AMBULANCE
        }
    }

    /** The case is closed. */
    record Resolved(AlertId alert) implements Downlink {}

    /** Send a fresh position. @param commandId 0 to 2^32-1, the same in every repeat of this command */
    record Locate(long commandId) implements Downlink {}

    /** Measure now and send the values. @param commandId 0 to 2^32-1, the same in every repeat of this command */
    record Measure(long commandId) implements Downlink {}
}
