package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import care.convoy.alert.Priority;
import care.convoy.vitals.Explanation.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTest {
    private final RuleBook standard = RuleBook.standard();

    @ParameterizedTest
    @CsvSource({"0,120,STANDARD", "1,120,STANDARD", "2,120,STANDARD", "3,115,GRADE", "4,110,GRADE"})
    void theGradeMovesTheLimit(int grade, int beyond, Source source) {
        Threshold high = find(standard, new Profile(grade, Set.of(), false, Map.of()), "heartRate.high")
                .orElseThrow();
        assertThat(high.beyond()).isEqualTo(beyond);
        assertThat(high.source()).isEqualTo(source);
        assertThat(high.need()).isEqualTo(4);
        assertThat(high.leastMinutes()).isEqualTo(12);
        assertThat(high.danger()).isEqualTo(150);
    }

    @Test
    void aConditionGoesBeforeTheGradeAndThePersonBeforeBoth() {
        Profile fibrillation = new Profile(4, Set.of(Condition.ATRIAL_FIBRILLATION), false, Map.of());
        assertThat(find(standard, fibrillation, "heartRate.high"))
                .hasValueSatisfying(high -> assertThat(high.beyond() + " " + high.need() + " " + high.source())
                        .isEqualTo("130 4 CONDITION"));
        Profile both = new Profile(4, Set.of(Condition.BETA_BLOCKER, Condition.ATRIAL_FIBRILLATION), false, Map.of());
        assertThat(find(standard, both, "heartRate.high").orElseThrow().beyond())
                .isEqualTo(110);
        Profile own = new Profile(
                4,
                Set.of(Condition.COPD),
                false,
                Map.of("spo2.low", Map.of("beyond", 84, "priority", "P2"), "temperature.high", Map.of("beyond", 38.2)));
        assertThat(find(standard, own, "spo2.low"))
                .hasValueSatisfying(low -> assertThat(low.beyond() + " " + low.clear() + " " + low.source())
                        .isEqualTo("84 88 PERSONAL"))
                .map(Threshold::priority)
                .contains(Priority.P2);
        assertThat(find(standard, own, "temperature.high").orElseThrow().beyond())
                .isEqualTo(3820);
    }

    @Test
    void aPersonsRuleMayBeOff() {
        Profile own = new Profile(1, Set.of(), false, Map.of("heartRate.low", Map.of("off", true)));
        assertThat(find(standard, own, "heartRate.low")).isEmpty();
        assertThat(find(standard, Profile.unknown(), "heartRate.low")).isPresent();
        assertThat(find(standard, Profile.unknown(), "diastolic.low")).isEmpty();
        Profile more = new Profile(1, Set.of(), false, Map.of("diastolic.low", Map.of("beyond", 50, "clear", 55)));
        assertThat(find(standard, more, "diastolic.low")).isPresent();
    }

    @Test
    void aBookIsReadAgainFromItsMap() {
        assertThat(RuleBook.parse(standard.toMap()).toMap()).isEqualTo(standard.toMap());
        assertThat(RuleBook.parse(standard.toMap()).thresholds(Profile.unknown()))
                .isEqualTo(standard.thresholds(Profile.unknown()));
        assertThat(standard.version()).isZero();
    }

    @Test
    void aBookIsACopy() {
        Map<String, Object> mine = new HashMap<>(standard.toMap());
        RuleBook book = RuleBook.parse(mine);
        mine.put("version", 9);
        assertThat(book.toMap()).containsEntry("version", 0);
    }

    @Test
    void errorsNameTheMemberAndTheMend() {
        refused("version", Map.of(), "version: missing");
        refused("version: give a whole number from 0", Map.of("version", "x"), "version");
        refused(
                "tresholds: not known; known are conditions, danger, grades",
                Map.of("version", 1, "tresholds", Map.of()),
                "");
        refused("thresholds: give an object", Map.of("version", 1, "thresholds", 3), "");
        refused("grades.5: not known", Map.of("version", 1, "grades", Map.of("5", Map.of())), "1, 2, 3, 4");
        refused("conditions.gout: not known", Map.of("version", 1, "conditions", Map.of("gout", Map.of())), "copd");
        refused("thresholds.pulse.high: not known", thresholds("pulse.high", Map.of()), "heartRate.high");
        refused(
                "thresholds.spo2.low.beyond: give a whole number from 50 to 100",
                thresholds("spo2.low", Map.of("beyond", 49)),
                "");
        refused(
                "thresholds.temperature.high.beyond: give a number with steps of 0.01 from 30.0 to 43.0",
                thresholds("temperature.high", Map.of("beyond", 3850)),
                "");
        refused(
                "thresholds.heartRate.high.clear: 130.0 is not on the safe side of beyond, 120.0",
                thresholds("heartRate.high", Map.of("beyond", 120, "clear", 130)),
                "");
        refused(
                "thresholds.heartRate.high.need: give a whole number from 1 to 2",
                thresholds("heartRate.high", Map.of("beyond", 120, "clear", 110, "need", 3, "of", 2)),
                "");
        refused("thresholds.heartRate.high.of", thresholds("heartRate.high", Map.of("of", 9)), "from 1 to 8");
        refused(
                "thresholds.heartRate.high.priority: give one of [P1, P2",
                thresholds("heartRate.high", Map.of("priority", "high")),
                "");
        refused(
                "thresholds.heartRate.high.off: give true or false",
                thresholds("heartRate.high", Map.of("off", 1)),
                "");
        refused("news2.need", Map.of("version", 1, "news2", Map.of("need", 4)), "from 1 to 3");
    }

    @Test
    void aLayerThatOnlyMakesSenseAloneIsRefusedWithTheLayersBelow() {
        Map<String, Object> tree = new HashMap<>(standard.toMap());
        tree.put("grades", Map.of("4", Map.of("heartRate.high", Map.of("beyond", 100))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBook.parse(tree))
                .withMessageContaining("grades.4.heartRate.high.clear: 110.0");
    }

    @Test
    void aPersonsLayerIsCheckedWhenItIsUsed() {
        Profile wrong = new Profile(1, Set.of(), false, Map.of("spo2.low", Map.of("beyond", "low")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthWatch(standard, wrong))
                .withMessageContaining("personal.spo2.low.beyond: give a whole number from 50 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Profile(5, Set.of(), false, Map.of()))
                .withMessageContaining("grade");
    }

    @Test
    void aPersonsLayerThatIsKeptStandsOnEveryBook() {
        Map<String, Object> own =
                Map.of("heartRate.high", Map.of("beyond", 105, "clear", 95), "spo2.low", Map.of("off", true));
        Map<String, Object> kept = RuleBook.personal(own);
        assertThat(kept).isEqualTo(own);
        Threshold high = find(standard, new Profile(4, Set.of(Condition.BETA_BLOCKER), false, kept), "heartRate.high")
                .orElseThrow();
        assertThat(high.beyond()).isEqualTo(105);
        assertThat(high.source()).isEqualTo(Explanation.Source.PERSONAL);
        refusedPersonal("personal.heartRate.high.clear: missing", Map.of("heartRate.high", Map.of("beyond", 105)));
        refusedPersonal("personal.spo2.low.of: missing", Map.of("spo2.low", Map.of("need", 2)));
        refusedPersonal("personal.pulse: not known", Map.of("pulse", Map.of()));
        refusedPersonal(
                "personal.heartRate.high.clear: 120.0 is not on the safe side",
                Map.of("heartRate.high", Map.of("beyond", 105, "clear", 120)));
    }

    private static void refusedPersonal(String words, Map<String, Object> layer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBook.personal(layer))
                .withMessageContaining(words);
    }

    private static Map<String, Object> thresholds(String rule, Map<String, Object> members) {
        return Map.of("version", 1, "thresholds", Map.of(rule, members));
    }

    private static void refused(String words, Map<String, Object> tree, String more) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBook.parse(tree))
                .withMessageContaining(words)
                .withMessageContaining(more);
    }

    private static Optional<Threshold> find(RuleBook book, Profile person, String id) {
        return book.thresholds(person).stream()
                .filter(threshold -> threshold.id().equals(id))
                .findFirst();
    }

    @Test
    void aBookThatSaysNothingOfSilenceAndDangerHasTheStandardsAndErrorsNameTheMember() {
        RuleBook bare = RuleBook.parse(Map.of("version", 1));
        assertThat(bare.silence()).isEqualTo(RuleBook.standard().silence());
        assertThat(bare.danger()).isEqualTo(RuleBook.standard().danger());
        RuleBook other = RuleBook.parse(Map.of(
                "version",
                1,
                "silence",
                Map.of("grades", Map.of("3", Map.of("alertAfterMinutes", 90)), "nightPercent", 0)));
        assertThat(other.silence().grades().get(3).alertAfterMinutes()).isEqualTo(90);
        assertThat(other.silence().grades().get(4))
                .isEqualTo(bare.silence().grades().get(4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBook.parse(Map.of(
                        "version", 1, "silence", Map.of("grades", Map.of("3", Map.of("task", "P3"))))))
                .withMessageContaining("silence.grades.3.task: give P4 or P5");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RuleBook.parse(Map.of("version", 1, "silence", Map.of("grades", Map.of("5", Map.of())))))
                .withMessageContaining("silence.grades.5: not known");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBook.parse(Map.of("version", 1, "danger", Map.of("of", 9))))
                .withMessageContaining("danger.of: give a whole number from 1 to 8");
    }
}
