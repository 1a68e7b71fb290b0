package care.convoy.ingest.coap;

import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Fate;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import java.util.List;

/** What the body of a request says, whatever its format. */
sealed interface Upload {
    /**
     * A message.
     *
     * @param written numbers as the device wrote them, for the answer
     * @param key by what a repeat is recognised
     * @param dropped names of members that could not be read; empty for anything but a call for help
     */
    record Understood(Stamp written, Stamp key, DeviceMessage message, List<String> dropped) implements Upload {}

    /** What became of a command from the gateway. */
    record CommandAnswered(long commandId, Fate fate) implements Upload {}

    /** No message. @param reason names the member, in fixed words */
    record Refused(Reject why, String reason) implements Upload {}
}
