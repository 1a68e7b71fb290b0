package care.convoy.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * What the operator asked and heard. Empty text and null mean that it was not asked.
 *
 * @param ageYears 0 to 130, null for the record's
 * @param complaint at most 200 characters
 * @param operator who asked
 * @param atMillis when, epoch milliseconds
 * @throws IllegalArgumentException if the age or the length of the complaint is out of range
 */
public record Answers(
        @Nullable Consciousness consciousness,
        @Nullable Breathing breathing,
        @Nullable Bleeding bleeding,
        @Nullable Integer ageYears,
        String complaint,
        String operator,
        long atMillis) {
    private static final int MAX_AGE = 130;
    private static final int MAX_COMPLAINT = 200;

    public Answers {
        if (ageYears != null && (ageYears < 0 || ageYears > MAX_AGE)) {
            throw new IllegalArgumentException("ageYears: 0 to " + MAX_AGE + ", not " + ageYears);
        }
        if (complaint.length() > MAX_COMPLAINT) {
            throw new IllegalArgumentException("complaint: at most " + MAX_COMPLAINT + " characters");
        }
    }

    /** Nothing was asked yet. */
    public static Answers none(String operator, long atMillis) {
        return new Answers(null, null, null, null, "", operator, atMillis);
    }

    /** Whether somebody can be spoken with. */
    public enum Consciousness {
        CLEAR,
        CLOUDED,
        NO,
        /** It was asked, and nobody could say. */
        UNKNOWN
    }

    /** How somebody breathes. */
    public enum Breathing {
        NORMAL,
        LABOURED,
        NO,
        /** It was asked, and nobody could say. */
        UNKNOWN
    }

    /** Whether blood is seen. */
    public enum Bleeding {
        YES,
        NO,
        /** It was asked, and nobody could say. */
        UNKNOWN
    }
}
