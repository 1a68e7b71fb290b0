package care.convoy.ingest.bridge;

import care.convoy.ingest.Fate;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What arrives on one subscription.
 *
 * @param filter as subscribed, also {@code $share/group/...}
 * @param alarms whether anything on it may be a call for help, so that nothing may vanish
 * @param isText whether a payload is a text and not JSON; the pointer {@code ""} is the whole of it
 * @param list where a list stands whose items are messages of their own; null if a payload is one message. With a list all
 *     other pointers lead into {@code {"item": ..., "message": ...}}, the item and the whole payload
 * @param echoes how answers of devices to what they were told are known
 * @param key what tells one message from another, or empty: then seq, else device time and content
 */
record TopicRule(
        TopicPattern filter,
        boolean alarms,
        boolean isText,
        @Nullable JsonPointer list,
        DeviceRule device,
        List<JsonPointer> key,
        List<MessageRule> messages,
        List<EchoRule> echoes) {
    TopicRule {
        echoes = List.copyOf(echoes);
        key = List.copyOf(key);
        messages = List.copyOf(messages);
    }

    /**
     * Where the device id stands.
     *
     * @param level of the topic, from 0; used if there is no pointer
     * @param prefix put in front of what the vendor writes
     */
    record DeviceRule(int level, @Nullable JsonPointer pointer, String prefix) {}

    /**
     * What one message means; every rule of a topic whose conditions hold makes one of ours.
     *
     * @param when what must stand at each pointer; an empty set: anything but null
     */
    record MessageRule(Map<JsonPointer, Set<String>> when, TypeRule type, List<MemberRule> members) {
        MessageRule {
            when = Map.copyOf(when);
            members = List.copyOf(members);
        }
    }

    /**
     * A device's answer to what it was told.
     *
     * @param when as in a message
     * @param id where the id that it was told stands; without one it is no answer
     * @param result null if an answer says that it is done
     * @param fates by what the device writes there
     */
    record EchoRule(
            Map<JsonPointer, Set<String>> when,
            JsonPointer id,
            @Nullable JsonPointer result,
            Map<String, Fate> fates) {
        EchoRule {
            when = Map.copyOf(when);
            fates = Map.copyOf(fates);
        }
    }

    /** @param fixed or, if it is null, what the value at the pointer says */
    record TypeRule(@Nullable OurType fixed, @Nullable JsonPointer pointer, Map<String, OurType> values) {
        TypeRule {
            values = Map.copyOf(values);
        }

        boolean mayCallForHelp() {
            return fixed != null
                    ? fixed.callsForHelp()
                    : values.values().stream().anyMatch(OurType::callsForHelp);
        }
    }

    /**
     * One member of ours.
     *
     * @param scale what their number is multiplied with before the unit is converted
     * @param zone of a {@link Unit#LOCAL} time
     * @param values by what they write; a String, Double or Boolean of ours
     */
    record MemberRule(
            OurMember member,
            JsonPointer pointer,
            Unit unit,
            double scale,
            @Nullable ZoneId zone,
            Map<String, Object> values) {
        MemberRule {
            values = Map.copyOf(values);
        }
    }
}
