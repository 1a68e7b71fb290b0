package care.convoy.monitoring;

import care.convoy.resident.Resident;
import care.convoy.vitals.RuleBook;
import care.convoy.vitals.Threshold;
import java.util.List;
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

    /** Of this person by the rules that monitoring uses. @param record null if there is none */
    public static PersonalLimits of(@Nullable Resident record) {
        RuleBook book = RuleBook.standard();
        return new PersonalLimits(book.version(), book.thresholds(RecordHints.profile(record)));
    }
}
