package care.convoy.device;

import java.util.regex.Pattern;

/**
 * A resident's provisioned identity, as in the residents file: 1 to 64 characters of {@code A-Z a-z 0-9 . _ : -}.
 *
 * @throws IllegalArgumentException if the value is not of that shape; see {@link #isValid}
 */
public record ResidentId(String value) implements Comparable<ResidentId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    public ResidentId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("resident id: 1 to 64 characters of A-Z a-z 0-9 . _ : -");
        }
    }

    /** Whether {@code value} could be a resident id; for bytes from outside. */
    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public int compareTo(ResidentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
