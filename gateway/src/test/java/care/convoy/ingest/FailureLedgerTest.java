package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureLedgerTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void attendsToSoManyFailuresASecondAndCountsThemAll() {
        FailureLedger ledger = new FailureLedger(2);
        assertThat(ledger.failed("10.0.0.1", "band-1", 0)).isTrue();
        assertThat(ledger.failed("10.0.0.1", "band-2", SECOND / 2)).isTrue();
        assertThat(ledger.failed("10.0.0.2", "", SECOND - 1)).isFalse();
        assertThat(ledger.failed("10.0.0.1", "band-2", SECOND)).isTrue();
        assertThat(ledger.unattended()).isEqualTo(1);
        assertThat(ledger.worstAddresses(5))
                .containsExactly(new FailureLedger.Count("10.0.0.1", 3), new FailureLedger.Count("10.0.0.2", 1));
        assertThat(ledger.worstDevices(1)).containsExactly(new FailureLedger.Count("band-2", 2));
    }

    @Test
    void forgetsTheLongestQuietNameWhenFull() {
        FailureLedger ledger = new FailureLedger(0);
        ledger.failed("first", "", 0);
        ledger.failed("second", "", 0);
        for (int i = 0; i < FailureLedger.MAX_NAMES - 2; i++) {
            ledger.failed("other-" + i, "", 0);
        }
        ledger.failed("first", "", 0);
        ledger.failed("one too many", "", 0);
        assertThat(ledger.worstAddresses(1)).containsExactly(new FailureLedger.Count("first", 2));
        assertThat(ledger.worstAddresses(FailureLedger.MAX_NAMES + 5))
                .hasSize(FailureLedger.MAX_NAMES)
                .doesNotContain(new FailureLedger.Count("second", 1));
    }
}
