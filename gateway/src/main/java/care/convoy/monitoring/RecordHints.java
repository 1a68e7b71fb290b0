package care.convoy.monitoring;

import care.convoy.resident.Resident;
import care.convoy.vitals.Condition;
import care.convoy.vitals.Profile;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a record's words mean for the rules. Words of the residents file, Chinese or English; what is not understood changes
 * nothing, so that a misspelt word leaves the standard limits in force.
 */
final class RecordHints {
    private static final Pattern FIBRILLATION =
            Pattern.compile("房颤|心房颤动|atrial fibrillation", Pattern.CASE_INSENSITIVE);
    private static final Pattern COPD = Pattern.compile("慢阻肺|慢性阻塞性肺|\\bCOPD\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern BETA_BLOCKER = Pattern.compile("洛尔|\\w+olol\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern OXYGEN =
            Pattern.compile("氧疗|吸氧|家庭氧|home oxygen|oxygen therapy", Pattern.CASE_INSENSITIVE);

    private RecordHints() {}

    /** @param record null if there is none */
    static Profile profile(@Nullable Resident record) {
        return profile(record, Map.of());
    }

    /** @param personal the person's own layer */
    static Profile profile(@Nullable Resident record, Map<String, Object> personal) {
        if (record == null) {
            return new Profile(0, Set.of(), false, personal);
        }
        Set<Condition> conditions = EnumSet.noneOf(Condition.class);
        if (says(record.conditions(), FIBRILLATION)) {
            conditions.add(Condition.ATRIAL_FIBRILLATION);
        }
        if (says(record.conditions(), COPD)) {
            conditions.add(Condition.COPD);
        }
        if (says(record.medicines(), BETA_BLOCKER)) {
            conditions.add(Condition.BETA_BLOCKER);
        }
        boolean oxygen = says(record.conditions(), OXYGEN) || says(record.medicines(), OXYGEN);
        return new Profile(record.careGrade(), conditions, oxygen, personal);
    }

    private static boolean says(List<String> words, Pattern what) {
        return words.stream().anyMatch(word -> what.matcher(word).find());
    }
}
