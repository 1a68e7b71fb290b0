package care.convoy.vitals;

import care.convoy.vitals.News2.Circumstances;
import care.convoy.vitals.News2.Consciousness;
import care.convoy.vitals.News2.Scale;
import care.convoy.vitals.News2.Supply;
import java.util.Map;
import java.util.Set;

/**
 * What the rules know of a person.
 *
 * @param grade care grade 1 to 4, 0 if not assessed
 * @param oxygen whether the record says that the person breathes oxygen; false means unknown, not air
 * @param personal changes to thresholds, by rule id, in the form of a rule book's layer; checked when they are used
 * @throws IllegalArgumentException if the grade is out of its range
 */
public record Profile(int grade, Set<Condition> conditions, boolean oxygen, Map<String, ?> personal) {
    public Profile {
        if (grade < 0 || grade > 4) {
            throw new IllegalArgumentException("profile: grade is 1 to 4, or 0 if not assessed");
        }
        conditions = Set.copyOf(conditions);
        personal = Map.copyOf(personal);
    }

    /** Nothing known. */
    public static Profile unknown() {
        return new Profile(0, Set.of(), false, Map.of());
    }

    Circumstances circumstances() {
        return new Circumstances(
                conditions.contains(Condition.COPD) ? Scale.TWO : Scale.ONE,
                oxygen ? Supply.OXYGEN : Supply.UNKNOWN,
                Consciousness.UNKNOWN);
    }
}
