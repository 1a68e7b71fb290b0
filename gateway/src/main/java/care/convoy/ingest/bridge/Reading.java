package care.convoy.ingest.bridge;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Fate;
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
 * @param echoes what the device answers to what it was told
 * @param unread what could not be read, also if something else could
 */
record Reading(
        @Nullable TopicRule rule,
        @Nullable DeviceId device,
        List<Said> said,
        @Nullable Unread unread,
        List<Echo> echoes) {
    Reading {
        said = List.copyOf(said);
        echoes = List.copyOf(echoes);
    }

    Reading(@Nullable TopicRule rule, @Nullable DeviceId device, List<Said> said, @Nullable Unread unread) {
        this(rule, device, said, unread, List.of());
    }

    /** An answer. @param id of what was told, 1 to 2^32-1 */
    record Echo(long id, Fate fate) {}

    /** One message of ours. @param dropped names of what could not be read of a call for help */
    record Said(Stamp stamp, DeviceMessage message, List<String> dropped) {}

    /** What the mapping leaves out on purpose. */
    boolean isIgnored() {
        return said.isEmpty() && unread == null && echoes.isEmpty();
    }
}
