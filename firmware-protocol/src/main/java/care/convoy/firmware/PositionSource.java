package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** How a position was found. */
public enum PositionSource {
    NOT_KNOWN(0),
    GNSS(1),
    WIFI(2),
    CELL(3),
    BEACON(4);

    private final int code;

    PositionSource(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable PositionSource of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
