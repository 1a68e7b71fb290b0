package care.convoy.ingest.bridge;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Stamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one message of a broker says.
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

    /** Why something could not be read. */
    enum Unread {
        /** No topic of the mapping matches: a subscription of an earlier mapping, which the broker still keeps. */
        NO_TOPIC,
        NOT_JSON,
        /** No device id of the right shape where the mapping says it stands. */
        NO_DEVICE,
        /** No message rule's conditions hold. */
        NO_RULE,
        /** The vendor's type is not in the mapping. */
        UNKNOWN_TYPE,
        /** A value out of range or of a wrong type, in a message that is no call for help. */
        REFUSED
    }

    /** What the mapping leaves out on purpose. */
    boolean isIgnored() {
        return said.isEmpty() && unread == null;
    }
}
