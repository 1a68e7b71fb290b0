package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** What a device may send in this session. */
public enum Standing {
    FULL(0),
    /** Blocked or closed by the operator of the system; alarms are taken all the same. */
    ALARMS_ONLY(1);

    private final int code;

    Standing(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable Standing of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
