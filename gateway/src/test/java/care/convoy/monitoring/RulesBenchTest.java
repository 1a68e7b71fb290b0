package care.convoy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.sim.physiology.Illness;
import care.convoy.vitals.RuleBook;
import org.junit.jupiter.api.Test;

class RulesBenchTest {
    @Test
    void theSameSeedGivesTheSameTable() {
        String table = new RulesBench(10, 21, 4, RuleBook.standard()).run().table();
        assertThat(new RulesBench(10, 21, 4, RuleBook.standard()).run().table()).isEqualTo(table);
        assertThat(new RulesBench(10, 21, 5, RuleBook.standard()).run().table()).isNotEqualTo(table);
    }

    @Test
    void aFastIrregularPulseIsSeenAndPatienceCriesWolfLess() {
        RulesTally standard = new RulesBench(60, 21, 1, RuleBook.standard()).run();
        RulesTally hasty = new RulesBench(60, 21, 1, RulesBench.hasty()).run();
        assertThat(standard.sensitivity(Illness.FIBRILLATION)).isGreaterThan(0.5);
        assertThat(hasty.falseAlarmsPerThousandDays()).isGreaterThan(10 * standard.falseAlarmsPerThousandDays() + 10);
    }

    @Test
    void anIllnessNeedsRoom() {
        assertThatThrownBy(() -> new RulesBench(10, 20, 1, RuleBook.standard())).hasMessageContaining("21 days");
    }
}
