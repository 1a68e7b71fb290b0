package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** A yes or no that the sender may not know (PROTOCOL.md §3). */
public enum YesNo {
    NO(0),
    YES(1),
    NOT_KNOWN(0xFF);

    private final int code;

    YesNo(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable YesNo of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
