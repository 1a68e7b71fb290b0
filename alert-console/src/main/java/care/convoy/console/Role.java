package care.convoy.console;

import java.util.Locale;

/** What somebody is here to do. */
public enum Role {
    OPERATOR,
    DISPATCHER,
    SUPERVISOR,
    /** Runs the system and sees no health data. */
    ADMIN,
    /** Reads and changes nothing. */
    AUDITOR,
    /** Works outside, by phone. */
    FIELD;

    /** The name in JSON and on the command line. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
