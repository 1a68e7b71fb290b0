package care.convoy.alert;

/** A console user's login name, 1 to 64 characters. */
public record OperatorId(String value) {
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
