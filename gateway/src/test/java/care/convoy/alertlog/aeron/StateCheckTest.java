package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateCheckTest {
    private static final Membership THREE = new Membership(
            0,
            List.of(
                    new Membership.Member("localhost", 7_800),
                    new Membership.Member("localhost", 7_810),
                    new Membership.Member("localhost", 7_820)));

    private final AlertLogCounters counters = new AlertLogCounters();
    private final StateCheck check = new StateCheck(THREE, counters);

    @AfterEach
    void close() {
        check.close();
    }

    @Test
    void membersThatAgreeDifferInNothing() {
        check.told(0, 64, 5);
        check.told(1, 64, 5);
        check.told(2, 64, 5);

        assertThat(check.difference()).isNull();
        assertThat(counters.get(Count.STATES_COMPARED)).isEqualTo(2);
        assertThat(counters.get(Count.STATES_DIFFERED)).isZero();
    }

    @Test
    void aMemberWithAnotherStateIsNamedUntilAllAgreeAgain() {
        check.told(0, 64, 5);
        check.told(2, 64, 6);
        check.told(1, 64, 5);

        assertThat(check.difference()).contains("position 64").contains("member 2");
        assertThat(counters.get(Count.STATES_DIFFERED)).isPositive();

        check.told(0, 128, 7);
        check.told(1, 128, 7);
        assertThat(check.difference()).isNotNull();
        check.told(2, 128, 7);
        assertThat(check.difference()).isNull();
    }

    @Test
    void hashesOfOtherPositionsAreNotCompared() {
        for (int round = 0; round < 100; round++) {
            check.told(round % 3, 64L * round, round);
        }

        assertThat(check.difference()).isNull();
        assertThat(counters.get(Count.STATES_COMPARED)).isZero();
    }
}
