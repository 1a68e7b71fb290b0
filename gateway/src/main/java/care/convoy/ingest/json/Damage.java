package care.convoy.ingest.json;

/** What was wrong with the bytes as a whole. */
enum Damage {
    NONE("", ""),
    /** Valid so far, then cut off. */
    TRUNCATED("truncated", "message: cut off"),
    /** Something follows the object. */
    TRAILING("trailing", "message: more than one "),
    /** Not what a message is. */
    MALFORMED("malformed", "message: not a ");

    private final String noted;
    private final String reason;

    Damage(String noted, String reason) {
        this.noted = noted;
        this.reason = reason;
    }

    /** The word on the alert's time line, among the names of dropped members. */
    String noted() {
        return noted;
    }

    /** The words of a refusal. */
    String reason(Notation notation) {
        return this == TRUNCATED ? "message: cut off" : reason + notation.whole();
    }
}
