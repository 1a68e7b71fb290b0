package care.convoy.ingest.bridge;

import care.convoy.device.DeviceMessage.AlarmRaised;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a vendor's message may mean to us: the types of our JSON message, and those that only other protocols have. */
enum OurType {
    HEARTBEAT("heartbeat"),
    VITALS("vitals"),
    LOCATION("location"),
    SOS("sos"),
    FALL("fall"),
    CANCEL("cancel"),
    TEST("test"),
    REMOVED("removed"),
    WORN("worn"),
    LOW_BATTERY("lowBattery"),
    ACTIVITY("activity"),
    /** Another alarm. */
    ALARM("alarm"),
    LEFT_FENCE("leftFence"),
    ENTERED_FENCE("enteredFence"),
    /** Known to mean nothing to us. */
    IGNORE("ignore");

    private static final Map<String, OurType> BY_NAME = new LinkedHashMap<>();

    static {
        for (OurType type : values()) {
            BY_NAME.put(type.wireName, type);
        }
    }

    private final String wireName;

    OurType(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /** Somebody may need help: must stand on a topic that is said to carry alarms. */
    boolean callsForHelp() {
        return this == SOS || this == FALL || reason() != null;
    }

    /** Of an alarm that our JSON message has no type for. */
    AlarmRaised.@Nullable Reason reason() {
        return switch (this) {
            case ALARM -> AlarmRaised.Reason.UNSPECIFIED;
            case LEFT_FENCE -> AlarmRaised.Reason.LEFT_FENCE;
            case ENTERED_FENCE -> AlarmRaised.Reason.ENTERED_FENCE;
            default -> null;
        };
    }

    static @Nullable OurType of(String name) {
        return BY_NAME.get(name);
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }
}
