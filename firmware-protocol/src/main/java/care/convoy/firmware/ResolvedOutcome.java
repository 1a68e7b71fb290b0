package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** How a case ended, as far as a device needs to know. */
public enum ResolvedOutcome {
    NOT_SAID(0),
    AMBULANCE_SENT(1),
    CONTACT_ATTENDED(2),
    ADVISED(3),
    CANCELLED(4),
    REFUSED(5);

    private final int code;

    ResolvedOutcome(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable ResolvedOutcome of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
