package care.convoy.alert;

/**
 * Who commands: a console user's login name, or one of the names here, which no user can have: a login has no {@code ~}.
 * 1 to 64 characters.
 */
public record OperatorId(String value) {
    /** The ambulance service's machine. */
    public static final OperatorId AMBULANCE = new OperatorId("~120");

    /** A contact of a resident, on the page that was sent to them. Which one the command says. */
    public static final OperatorId CONTACT = new OperatorId("~contact");

    public OperatorId {
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("operator id: 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
