package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** Who took the case on. */
public enum AcceptedBy {
    OPERATOR(1),
    CONTACT(2),
    AMBULANCE(3);

    private final int code;

    AcceptedBy(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable AcceptedBy of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
