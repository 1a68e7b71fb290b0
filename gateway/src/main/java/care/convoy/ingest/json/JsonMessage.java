package care.convoy.ingest.json;

import care.convoy.device.DeviceMessage;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import java.util.List;

/** What became of the bytes of a JSON message. */
public sealed interface JsonMessage {
    /** As far as it could be read. */
    Stamp stamp();

    /** A message. @param dropped names of members that could not be read; empty for anything but a call for help */
    record Understood(Stamp stamp, DeviceMessage message, List<String> dropped) implements JsonMessage {}

    /** No message. @param reason for the device, fixed words of this package */
    record Refused(Stamp stamp, Reject why, String reason) implements JsonMessage {}
}
