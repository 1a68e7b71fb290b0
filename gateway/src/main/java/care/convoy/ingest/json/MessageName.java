package care.convoy.ingest.json;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of {@code type} in a message up. */
enum MessageName {
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
    ACTIVITY("activity");

    private static final Map<String, MessageName> BY_NAME = new HashMap<>();

    static {
        for (MessageName each : values()) {
            BY_NAME.put(each.wireName, each);
        }
    }

    private final String wireName;

    MessageName(String wireName) {
        this.wireName = wireName;
    }

    /** By exact name; a call for help also in other letters, as {@code SOS}, because it is never refused. */
    static @Nullable MessageName of(@Nullable String type) {
        if (type == null) {
            return null;
        }
        MessageName exact = BY_NAME.get(type);
        if (exact != null || type.length() > 8) {
            return exact;
        }
        MessageName loose = BY_NAME.get(type.strip().toLowerCase(Locale.ROOT));
        return loose != null && loose.callsForHelp() ? loose : null;
    }

    static boolean callsForHelp(@Nullable String type) {
        MessageName name = of(type);
        return name != null && name.callsForHelp();
    }

    /** An alarm in the sense of the outer interfaces (§4): never refused. */
    boolean callsForHelp() {
        return this == SOS || this == FALL;
    }
}
