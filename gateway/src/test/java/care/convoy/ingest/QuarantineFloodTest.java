package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Quarantine.Entry;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whoever invents ids pushes out its own. */
class QuarantineFloodTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final int MANY = 10 * Quarantine.MAX_ENTRIES;
    private static final String FLOOD = "203.0.113.5";

    private final Quarantine quarantine = new Quarantine();

    private void says(String id, String address, String kind, long atMillis) {
        quarantine.unknown(new Stranger(Protocol.WATCH, id, address, kind, "3G", kind.equals("sos")), atMillis);
    }

    private void flood(String address, String kind, long fromMillis) {
        for (int i = 0; i < MANY; i++) {
            says("x" + kind + i, address, kind, fromMillis + i);
        }
    }

    private List<String> listed() {
        List<String> ids = quarantine.entries().stream().map(Entry::id).toList();
        assertThat(ids).hasSizeLessThanOrEqualTo(Quarantine.MAX_ENTRIES);
        return ids;
    }

    @Test
    void whoCalledStaysThoughThousandsAreHeardFromItsOwnNetwork() {
        says("caller", FLOOD, "sos", NOW);
        flood(FLOOD, "heartbeat", NOW + 1);
        assertThat(listed()).hasSize(Quarantine.MAX_ENTRIES).contains("caller");
    }

    @Test
    void whoIsHeardAgainStaysToo() {
        says("watch", FLOOD, "heartbeat", NOW);
        says("watch", FLOOD, "heartbeat", NOW + QuarantineList.AGAIN_MILLIS);
        says("passing", FLOOD, "heartbeat", NOW + QuarantineList.AGAIN_MILLIS);
        flood(FLOOD, "heartbeat", NOW + QuarantineList.AGAIN_MILLIS + 1);
        assertThat(listed()).contains("watch").doesNotContain("passing");
    }

    @Test
    void aFloodOfInventedCallsTakesNoPlaceFromAnotherNetwork() {
        says("caller", "198.51.100.9", "sos", NOW);
        says("quiet", "198.51.100.10", "heartbeat", NOW);
        flood(FLOOD, "sos", NOW + 1);
        flood(FLOOD, "heartbeat", NOW + MANY);
        assertThat(listed()).contains("caller", "quiet");
    }

    @Test
    void inventedCallsLeaveRoomForThoseThatDoNotCall() {
        flood(FLOOD, "sos", NOW);
        for (int i = 0; i < 300; i++) {
            says("watch" + i, FLOOD, "heartbeat", NOW + MANY + i);
        }
        assertThat(listed()).contains("watch0", "watch299");
        long calling =
                quarantine.entries().stream().filter(entry -> entry.calls() > 0).count();
        assertThat(calling).isEqualTo(Quarantine.MAX_ENTRIES - 300);
    }

    @Test
    void ofTheSameNetworkWhoCalledAgainStaysBeforeWhoCalledOnce() {
        says("caller", FLOOD, "sos", NOW);
        says("caller", FLOOD, "sos", NOW + QuarantineList.AGAIN_MILLIS);
        flood(FLOOD, "sos", NOW + QuarantineList.AGAIN_MILLIS + 1);
        assertThat(listed()).contains("caller");
    }

    @Test
    void manyNetworksShareTheRoom() {
        says("caller", "198.51.100.9", "sos", NOW);
        for (int i = 0; i < MANY; i++) {
            says("x" + i, "10.1." + i % 250 + "." + i % 7, "sos", NOW + 1 + i);
        }
        assertThat(listed()).contains("caller");
    }

    @Test
    void aDatabaseFullOfAFloodKeepsWhoCalls() {
        Quarantine other = new Quarantine();
        other.unknown(new Stranger(Protocol.WATCH, "caller", "198.51.100.9", "sos", "3G", true), NOW);
        List<Quarantine.Kept> kept = other.drainNew();
        flood(FLOOD, "heartbeat", NOW + 1);
        quarantine.merge(kept);
        flood(FLOOD, "vitals", NOW + MANY);
        assertThat(listed()).contains("caller");
    }

    /** Whatever comes in whatever order, the books agree with the list: every eviction finds somebody. */
    @Test
    void anyMixIsBounded() {
        Random random = new Random(9);
        for (int i = 0; i < 100_000; i++) {
            String address = "10." + random.nextInt(3) + "." + random.nextInt(40) + ".1";
            String kind = random.nextInt(3) == 0 ? "sos" : "heartbeat";
            says("x" + random.nextInt(3_000), address, kind, NOW + i * 50L);
            if (random.nextInt(1_000) == 0) {
                quarantine.forget(Protocol.WATCH, "x" + random.nextInt(3_000));
            }
            if (random.nextInt(5_000) == 0) {
                List<Quarantine.Kept> drained = quarantine.drainNew();
                quarantine.merge(drained.subList(drained.size() / 2, drained.size()));
            }
        }
        assertThat(listed()).hasSizeGreaterThan(Quarantine.MAX_ENTRIES / 4);
    }

    @Test
    void networks() {
        assertThat(QuarantineList.networkOf("192.0.2.7")).isEqualTo("192.0.2");
        assertThat(QuarantineList.networkOf("2001:db8:7:0:0:0:0:1")).isEqualTo("2001:db8:7");
        assertThat(QuarantineList.networkOf("")).isEmpty();
        assertThat(QuarantineList.networkOf("bridge:east")).isEqualTo("bridge:east");
    }
}
