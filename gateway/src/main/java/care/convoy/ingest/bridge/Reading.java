package care.convoy.ingest.bridge;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.bridge.BridgeCounters.Unread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one message of a broker says, or one item of the list that it holds.
 *
 * @param rule null if no topic of the mapping matches
 * @param device null if no id could be read
 * @param said what it says in our words; of a topic that carries alarms never empty unless the mapping ignores it
 * @param unread what could not be read, also if something else could
 */
record Reading(
        @Nullable TopicRule rule,
        @Nullable DeviceId device,
        List<Said> said,
        @Nullable Unread unread) {
    Reading {
        said = List.copyOf(said);
    }

    /** One message of ours. @param dropped names of what could not be read of a call for help */
    record Said(Stamp stamp, DeviceMessage message, List<String> dropped) {}

    /** What the mapping leaves out on purpose. */
    boolean isIgnored() {
        return said.isEmpty() && unread == null;
    }
}
