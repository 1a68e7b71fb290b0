package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Quarantine.Entry;
import care.convoy.ingest.Quarantine.Kept;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The quarantine with a store behind it, and with another gateway at the same store. */
class QuarantineKeptTest {
    private static final long NOW = 1_800_000_000_000L;

    private final Quarantine here = new Quarantine();
    private final Quarantine there = new Quarantine();

    private static void says(Quarantine to, String id, String kind, long atMillis) {
        to.unknown(new Stranger(Protocol.WATCH, id, "192.0.2.7", kind, "3G", kind.equals("sos")), atMillis);
    }

    private static long count(Quarantine of, String id) {
        return of.entries().stream()
                .filter(entry -> entry.id().equals(id))
                .mapToLong(Entry::count)
                .sum();
    }

    @Test
    void onlyWhatIsNewIsDrainedAndComesAgainIfItCouldNotBeKept() {
        says(here, "1", "heartbeat", NOW);
        says(here, "1", "heartbeat", NOW + 1);
        List<Kept> first = here.drainNew();
        assertThat(first)
                .hasSize(1)
                .first()
                .extracting(kept -> kept.entry().count())
                .isEqualTo(2L);
        assertThat(here.drainNew()).isEmpty();
        here.giveBack(first);
        says(here, "1", "heartbeat", NOW + 2);
        assertThat(here.drainNew().getFirst().entry().count()).isEqualTo(3);
        assertThat(count(here, "1")).isEqualTo(3);
    }

    @Test
    void whatAnotherGatewayHeardIsListedAndCountedOnce() {
        says(there, "7", "sos", NOW);
        List<Kept> kept = there.drainNew();
        here.merge(kept);
        here.merge(kept);
        assertThat(count(here, "7")).isEqualTo(1);
        says(here, "7", "heartbeat", NOW + 5);
        assertThat(count(here, "7")).as("kept and new").isEqualTo(2);
        here.merge(kept);
        assertThat(count(here, "7"))
                .as("what is new is not lost by a look at what is kept")
                .isEqualTo(2);
    }

    @Test
    void whatSomebodySawToElsewhereIsForgottenHere() {
        says(here, "1", "heartbeat", NOW);
        says(here, "2", "sos", NOW);
        List<Kept> kept = here.drainNew();
        says(here, "3", "heartbeat", NOW);
        here.merge(kept.stream().filter(each -> each.entry().id().equals("1")).toList());
        assertThat(here.entries()).extracting(Entry::id).containsExactlyInAnyOrder("1", "3");
        here.forget(Protocol.WATCH, "1");
        assertThat(here.entries()).extracting(Entry::id).containsExactly("3");
    }

    @Test
    void aFloodOverOneProtocolDoesNotPushOutTheOthers() {
        says(here, "watch", "sos", NOW);
        for (int i = 0; i < 2 * Quarantine.MAX_ENTRIES; i++) {
            here.unknown(new Stranger(Protocol.MQTT, "m" + i, "192.0.2.9", "login", "", false), NOW + i);
        }
        assertThat(here.entries())
                .hasSize(Quarantine.MAX_ENTRIES + 1)
                .extracting(Entry::id)
                .contains("watch");
    }

    @Test
    void aWrongSecretIsListedFromTheThirdTimeOn() {
        Stranger wrong = new Stranger(Protocol.NATIVE, "tag-1", "192.0.2.9", "login", "", false);
        here.wrongSecret(wrong, NOW);
        here.wrongSecret(wrong, NOW + 1);
        assertThat(here.entries()).isEmpty();
        assertThat(here.drainNew()).isEmpty();
        here.wrongSecret(wrong, NOW + 2);
        assertThat(here.entries()).hasSize(1);
        assertThat(here.drainNew().getFirst().entry().count()).isEqualTo(3);
    }
}
