package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** Where a temperature was taken. Skin temperature never enters an early-warning score. */
public enum TemperatureSite {
    SKIN(0),
    CORE(1);

    private final int code;

    TemperatureSite(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable TemperatureSite of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
