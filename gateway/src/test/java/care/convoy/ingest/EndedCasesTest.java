package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A case has ended from when that is heard until it is opened again. */
class EndedCasesTest {
    private final EndedCases ended = new EndedCases();

    @Test
    void aCaseHasEndedUntilItIsOpenedAgain() {
        AlertId alert = new AlertId(new UUID(1, 2));
        assertThat(ended.has(alert)).isFalse();
        ended.stands(alert, true);
        assertThat(ended.has(alert)).isFalse();
        ended.stands(alert, false);
        ended.stands(alert, false);
        assertThat(ended.has(alert)).isTrue();
        ended.stands(alert, true);
        assertThat(ended.has(alert)).as("opened again").isFalse();
    }

    @Test
    void theOldestIsForgotten() {
        for (int i = 0; i <= EndedCases.MAX_KEPT; i++) {
            ended.stands(new AlertId(new UUID(i, 1)), false);
        }
        assertThat(ended.has(new AlertId(new UUID(0, 1)))).isFalse();
        assertThat(ended.has(new AlertId(new UUID(1, 1)))).isTrue();
    }
}
