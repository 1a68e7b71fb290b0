package care.convoy.monitoring;

import care.convoy.resident.Resident;
import care.convoy.vitals.Threshold;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits that a person's measurements are judged by: those of the rule book in force, after grade, conditions and the
 * person's own. Thread-safe.
 *
 * @param book version of the book
 * @param thresholds without those that are switched off
 */
public record PersonalLimits(int book, List<Threshold> thresholds) {
    public PersonalLimits {
        thresholds = List.copyOf(thresholds);
    }

    /** Of this person by the rules that are in force. @param record null if there is none */
    public static PersonalLimits of(RulesInForce rules, @Nullable Resident record) {
        RulesInForce.Numbers now = rules.now();
        Map<String, Object> own = record == null ? Map.of() : now.of(record.id());
        return new PersonalLimits(now.book().version(), now.book().thresholds(RecordHints.profile(record, own)));
    }
}
