package care.convoy.ingest.watch;

/**
 * Every word that can be sent to a watch. What is not here cannot be sent: no server address, password, listening in, photo,
 * switching off or resetting.
 */
enum DownWord {
    LK("LK"),
    AL("AL"),
    UD("UD"),
    WT("WT"),
    HEART("heart"),
    PULSE("PULSE"),
    BPHRT("bphrt"),
    BLOOD("BLOOD"),
    OXYGEN("oxygen"),
    BTEMP2("btemp2"),
    TKQ("TKQ"),
    TKQ2("TKQ2"),
    TK("TK"),
    JXTKR("JXTKR"),
    INIT("INIT"),
    CONFIG("CONFIG"),
    /** Locate now. */
    CR("CR"),
    /** Measure heart rate and blood pressure. */
    HRTSTART("hrtstart"),
    /** Show a text. */
    MESSAGE("MESSAGE"),
    /** Ring, to be found. */
    FIND("FIND"),
    /** Report the position so often. */
    UPLOAD("UPLOAD"),
    /** Whom it calls by itself. */
    SOS("SOS"),
    /** Raise an alarm for a fall, or not. */
    FALLDOWN("FALLDOWN");

    private final String text;

    DownWord(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Whether devices write more behind it, as {@code AL_LTE}, and want that back. */
    boolean isFamily() {
        return this == AL || this == UD;
    }

    /** Whether it is a command that a watch acknowledges by repeating its word. */
    boolean isCommand() {
        return switch (this) {
            case CR, HRTSTART, MESSAGE, FIND, UPLOAD, SOS, FALLDOWN -> true;
            default -> false;
        };
    }
}
