package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** What the wearer began to do. */
public enum ActivityState {
    /** No movement seen for longer than the device's threshold. */
    STILL(0),
    MOVING(1),
    /** Something was done (a door, a tap); no more is known. */
    NOT_KNOWN(0xFF);

    private final int code;

    ActivityState(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable ActivityState of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
