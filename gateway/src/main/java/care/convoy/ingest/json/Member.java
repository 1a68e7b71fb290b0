package care.convoy.ingest.json;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of the JSON message that mean something; all others are ignored. */
enum Member {
    TYPE("type"),
    SEQ("seq"),
    TIME("time"),
    BOOT("boot"),
    BATTERY("battery"),
    SIGNAL("signal"),
    STEPS("steps"),
    WORN("worn"),
    FIRMWARE("firmware"),
    HEART_RATE("heartRate"),
    SPO2("spo2"),
    SYSTOLIC("systolic"),
    DIASTOLIC("diastolic"),
    TEMPERATURE("temperature"),
    TEMPERATURE_SITE("temperatureSite"),
    RESPIRATION("respiration"),
    LAT("lat"),
    LON("lon"),
    ACCURACY("accuracy"),
    SOURCE("source"),
    PRESSES("presses"),
    MOVING("moving"),
    CONFIDENCE("confidence"),
    OF("of"),
    LEVEL("level"),
    LOCATION("location"),
    LOCATION_LAT("location.lat"),
    LOCATION_LON("location.lon"),
    LOCATION_ACCURACY("location.accuracy"),
    LOCATION_SOURCE("location.source");

    private static final Map<String, Member> OUTER = new HashMap<>();
    private static final Map<String, Member> IN_LOCATION = new HashMap<>();
    private static final String LOCATION_PREFIX = "location.";

    static {
        for (Member member : values()) {
            if (member.path.startsWith(LOCATION_PREFIX)) {
                IN_LOCATION.put(member.path.substring(LOCATION_PREFIX.length()), member);
            } else {
                OUTER.put(member.path, member);
            }
        }
    }

    private final String path;

    Member(String path) {
        this.path = path;
    }

    /** As it is named in a refusal and on the alert's time line. */
    String path() {
        return path;
    }

    static @Nullable Member outer(String name) {
        return OUTER.get(name);
    }

    static @Nullable Member inLocation(String name) {
        return IN_LOCATION.get(name);
    }
}
