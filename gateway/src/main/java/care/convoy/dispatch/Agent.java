package care.convoy.dispatch;

/** Who or what something is known from. @param id of a device, operator, resident's record or contact */
public record Agent(Kind kind, String id) {
    /** What sort of source. */
    public enum Kind {
        DEVICE,
        OPERATOR,
        /** The resident's record; the time with it is when the record was read. */
        RECORD,
        CONTACT,
        /** The gateway itself, by its rules. */
        RULE
    }
}
