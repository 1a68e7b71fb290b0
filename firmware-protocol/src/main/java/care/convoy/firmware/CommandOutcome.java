package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** What became of a command. */
public enum CommandOutcome {
    DONE(0),
    /** The device does not know this command, or none of its settings. */
    UNSUPPORTED(1),
    /** Not on an unprotected connection, or not allowed by the wearer. */
    REFUSED(2),
    /** Tried, without success (no fix, not worn). */
    FAILED(3),
    /** The command could not be read. */
    MALFORMED(4),
    /** Some settings were taken, unknown ones skipped. */
    PARTLY(5);

    private final int code;

    CommandOutcome(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable CommandOutcome of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
