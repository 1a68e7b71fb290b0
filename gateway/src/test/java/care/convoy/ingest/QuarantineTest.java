package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Quarantine.Entry;
import care.convoy.ingest.Quarantine.Reason;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final long NOW = 1_800_000_000_000L;

    private final Quarantine quarantine = new Quarantine();

    private static Stranger says(String id, String kind) {
        return new Stranger(Protocol.WATCH, id, "192.0.2.7", kind, "3G", kind.equals("sos") || kind.equals("fall"));
    }

    @Test
    void anUnknownIdIsRememberedWithWhatItSaid() {
        quarantine.unknown(says("1", "heartbeat"), NOW);
        quarantine.unknown(says("2", "location"), NOW + 1);
        quarantine.unknown(says("1", "vitals"), NOW + 2);
        assertThat(quarantine.entries())
                .containsExactly(
                        new Entry(Reason.UNKNOWN, Protocol.WATCH, "1", "192.0.2.7", NOW, NOW + 2, 2, "vitals", "3G", 0),
                        new Entry(
                                Reason.UNKNOWN,
                                Protocol.WATCH,
                                "2",
                                "192.0.2.7",
                                NOW + 1,
                                NOW + 1,
                                1,
                                "location",
                                "3G",
                                0));
        assertThat(quarantine.callers().open()).isZero();
    }

    @Test
    void whoCallsIsWithTheCallersWhateverBecomesOfTheEntry() {
        quarantine.unknown(says("1", "sos"), NOW);
        quarantine.forget(Protocol.WATCH, "1");
        assertThat(quarantine.entries()).isEmpty();
        assertThat(quarantine.callers().view().open())
                .extracting(UnknownCaller::id)
                .containsExactly("1");
    }

    @Test
    void itIsBoundedAndTheLongestSilentGoes() {
        quarantine.unknown(says("first", "heartbeat"), NOW);
        quarantine.unknown(says("second", "heartbeat"), NOW);
        quarantine.unknown(says("first", "heartbeat"), NOW + 1);
        for (int id = 0; id < Quarantine.MAX_ENTRIES - 1; id++) {
            quarantine.unknown(says("x" + id, "heartbeat"), NOW + 2);
        }
        assertThat(quarantine.entries())
                .hasSize(Quarantine.MAX_ENTRIES)
                .extracting(Entry::id)
                .contains("first");
        assertThat(quarantine.entries()).extracting(Entry::id).doesNotContain("second");
    }

    @Test
    void anIdInUseTwiceIsListedApart() {
        quarantine.usedTwice(Protocol.WATCH, "1", "192.0.2.8", NOW);
        quarantine.usedTwice(Protocol.WATCH, "1", "192.0.2.9", NOW + 5);
        quarantine.unknown(says("1", "sos"), NOW + 6);
        assertThat(quarantine.size(Reason.USED_TWICE)).isEqualTo(1);
        assertThat(quarantine.size(Reason.UNKNOWN)).isEqualTo(1);
        assertThat(quarantine.timesUsedTwice()).isEqualTo(2);
        assertThat(quarantine.entries().getLast().address()).isEqualTo("192.0.2.9");
    }
}
