package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Quarantine.Call;
import care.convoy.ingest.Quarantine.Entry;
import care.convoy.ingest.Quarantine.Reason;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final long NOW = 1_800_000_000_000L;

    private final Quarantine quarantine = new Quarantine();
    private final List<Call> told = new ArrayList<>();

    QuarantineTest() {
        quarantine.addListener(told::add);
    }

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
        assertThat(told).isEmpty();
    }

    @Test
    void aCallIsToldAtOnceAndAgainAfterTenMinutes() {
        quarantine.unknown(says("1", "sos"), NOW);
        assertThat(told).containsExactly(new Call(Protocol.WATCH, "1", "192.0.2.7", "sos", NOW));
        quarantine.unknown(says("1", "fall"), NOW + 599_999);
        assertThat(told).hasSize(1);
        quarantine.unknown(says("2", "fall"), NOW + 599_999);
        assertThat(told).as("another id").hasSize(2);
        quarantine.unknown(says("1", "sos"), NOW + 600_000);
        assertThat(told).hasSize(3);
        assertThat(quarantine.recentCalls()).isEqualTo(told.reversed());
        assertThat(quarantine.entries().getFirst().calls()).isEqualTo(3);
    }

    @Test
    void whoInventsIdsDoesNotDrownTheConsoleAndWhatWasNotToldIsToldWithItsRepeat() {
        for (int id = 0; id < 100; id++) {
            quarantine.unknown(says("x" + id, "sos"), NOW + id);
        }
        assertThat(told).hasSize(Quarantine.TOLD_PER_NETWORK);
        assertThat(quarantine.untold()).isEqualTo(100 - Quarantine.TOLD_PER_NETWORK);
        assertThat(quarantine.recentCalls()).hasSize(Quarantine.MAX_CALLS);
        quarantine.unknown(says("x99", "sos"), NOW + 60_050);
        assertThat(told.getLast().id()).isEqualTo("x99");
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

    @Test
    void aCallFromAnotherNetworkIsToldDuringAFlood() {
        for (int id = 0; id < 100; id++) {
            quarantine.unknown(says("x" + id, "sos"), NOW + id);
        }
        quarantine.unknown(new Stranger(Protocol.WATCH, "real", "198.51.100.9", "sos", "3G", true), NOW + 200);
        assertThat(told.getLast().id()).isEqualTo("real");
        for (int id = 0; id < 100; id++) {
            quarantine.unknown(
                    new Stranger(Protocol.WATCH, "y" + id, "10.0." + id + ".1", "sos", "3G", true), NOW + 300);
        }
        assertThat(told).hasSize(Quarantine.TOLD_PER_MINUTE);
    }
}
