package care.convoy.ingest.bridge;

import care.convoy.ingest.bridge.Unit.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of our own JSON message that a mapping may fill. */
enum OurMember {
    SEQ("seq", Quantity.NUMBER),
    BOOT("boot", Quantity.NUMBER),
    TIME("time", Quantity.TIME),
    BATTERY("battery", Quantity.PERCENTAGE),
    SIGNAL("signal", Quantity.PERCENTAGE),
    STEPS("steps", Quantity.NUMBER),
    WORN("worn", Quantity.TRUTH),
    HEART_RATE("heartRate", Quantity.NUMBER),
    SPO2("spo2", Quantity.PERCENTAGE),
    SYSTOLIC("systolic", Quantity.PRESSURE),
    DIASTOLIC("diastolic", Quantity.PRESSURE),
    TEMPERATURE("temperature", Quantity.TEMPERATURE),
    TEMPERATURE_SITE("temperatureSite", Quantity.WORD),
    RESPIRATION("respiration", Quantity.NUMBER),
    LAT("lat", Quantity.ANGLE),
    LON("lon", Quantity.ANGLE),
    ACCURACY("accuracy", Quantity.LENGTH),
    SOURCE("source", Quantity.WORD),
    PRESSES("presses", Quantity.NUMBER),
    MOVING("moving", Quantity.TRUTH),
    /** 0 to 1 on our side. */
    CONFIDENCE("confidence", Quantity.PERCENTAGE),
    OF("of", Quantity.NUMBER),
    LEVEL("level", Quantity.PERCENTAGE);

    private static final Map<String, OurMember> BY_NAME = new LinkedHashMap<>();

    static {
        for (OurMember member : values()) {
            BY_NAME.put(member.wireName, member);
        }
    }

    private final String wireName;
    private final Quantity quantity;

    OurMember(String wireName, Quantity quantity) {
        this.wireName = wireName;
        this.quantity = quantity;
    }

    String wireName() {
        return wireName;
    }

    Quantity quantity() {
        return quantity;
    }

    /** A member of the position, which a call for help carries within itself. */
    boolean isPlace() {
        return this == LAT || this == LON || this == ACCURACY || this == SOURCE;
    }

    static @Nullable OurMember of(String name) {
        return BY_NAME.get(name);
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }
}
