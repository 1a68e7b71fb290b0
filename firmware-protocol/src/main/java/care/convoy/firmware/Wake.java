package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** Why a device connects. Not yet authenticated when it is read: good for showing, never for deciding. */
public enum Wake {
    POWER_ON(0),
    RECONNECT(1),
    /** A press is waiting to be sent. */
    SOS(2),
    /** A fall is waiting to be sent. */
    FALL(3);

    private final int code;

    Wake(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable Wake of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
