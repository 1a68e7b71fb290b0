package care.convoy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.Threshold;
import care.convoy.vitals.Vital;
import org.junit.jupiter.api.Test;

class PersonalLimitsTest {
    @Test
    void whoHasNoRecordIsJudgedByTheStandard() {
        PersonalLimits limits = PersonalLimits.of(new RulesInForce(), null);
        assertThat(limits.thresholds()).isNotEmpty().allMatch(limit -> limit.source() == Source.STANDARD);
        assertThat(limits.thresholds())
                .filteredOn(limit -> limit.vital() == Vital.HEART_RATE && limit.high())
                .extracting(Threshold::beyond)
                .containsExactly(120);
    }
}
