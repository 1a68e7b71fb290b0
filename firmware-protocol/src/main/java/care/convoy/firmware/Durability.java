package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** Where an alarm is safe. */
public enum Durability {
    /** In the alert log. */
    COMMITTED(1),
    /** On this gateway's own disk, until the alert log is back. */
    LOCAL(2);

    private final int code;

    Durability(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable Durability of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
