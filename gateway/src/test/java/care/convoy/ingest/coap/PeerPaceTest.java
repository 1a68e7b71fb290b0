package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.coap.CoapCounters.Count;
import care.convoy.ingest.coap.CoapListenerConfig.Pace;
import care.convoy.ingest.coap.PeerPace.Fate;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerPaceTest {
    private static final int KNOWN = 10;

    private long nanos = TimeUnit.DAYS.toNanos(2);
    private final PeerPace pace = new PeerPace(new Pace(10, 50, 100), KNOWN, () -> nanos);

    private static InetSocketAddress peer(int number) {
        return new InetSocketAddress("10.0." + number / 60_000 + ".1", 1 + number % 60_000);
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private int readOf(int count, InetSocketAddress peer) {
        int read = 0;
        for (int i = 0; i < count; i++) {
            read += pace.heard(peer) == Fate.READ ? 1 : 0;
        }
        return read;
    }

    private void strangersAreRefused(int count) {
        for (int i = 0; i < count; i++) {
            pace.refused(peer(50_000 + i));
        }
    }

    @Test
    void aKnownPeerIsReadAtItsPaceAndGoesOnAfterwards() {
        pace.identified(peer(1));
        assertThat(readOf(1_000, peer(1))).isEqualTo(51);
        assertThat(pace.heard(peer(1))).isEqualTo(Fate.TOO_FAST);
        pass(2_000);
        assertThat(readOf(1_000, peer(1))).isBetween(15, 25);
    }

    @Test
    void whatIsRefusedCountsFor250() {
        PeerPace wide = new PeerPace(new Pace(1_000, 5_000, 100), KNOWN, () -> nanos);
        wide.identified(peer(1));
        int read = 0;
        while (wide.heard(peer(1)) == Fate.READ) {
            wide.refused(peer(1));
            read++;
        }
        assertThat(read).isEqualTo(21);
    }

    @Test
    void anotherPeerBehindTheSameAddressIsNotSlowed() {
        pace.identified(peer(1));
        pace.identified(peer(2));
        readOf(1_000, peer(1));
        assertThat(pace.heard(peer(2))).isEqualTo(Fate.READ);
        assertThat(pace.heard(peer(3))).as("not known yet").isEqualTo(Fate.READ);
    }

    @Test
    void aFloodOfStrangersCostsAKnownPeerNothing() {
        pace.identified(peer(1));
        strangersAreRefused(1_000);
        for (int i = 0; i < 30; i++) {
            assertThat(pace.heard(peer(1))).isEqualTo(Fate.READ);
        }
    }

    @Test
    void duringAFloodAStrangerIsReadWhenItRepeats() {
        strangersAreRefused(1_000);
        assertThat(pace.heard(peer(7))).isEqualTo(Fate.STRANGER);
        pass(100);
        strangersAreRefused(1_000);
        assertThat(pace.heard(peer(7))).as("too soon").isEqualTo(Fate.STRANGER);
        pass(1_900);
        strangersAreRefused(1_000);
        assertThat(pace.heard(peer(7))).isEqualTo(Fate.READ);
        strangersAreRefused(1_000);
        assertThat(pace.heard(peer(7))).as("once in a second").isEqualTo(Fate.STRANGER);
    }

    @Test
    void aDeviceGetsThroughAFloodOfInventedAddressesByItsRepeats() {
        int tries = 0;
        for (int device = 0; device < 100; device++) {
            boolean read = false;
            for (int each = 0; each < 5 && !read; each++) {
                tries++;
                strangersAreRefused(1_000);
                read = pace.heard(peer(device)) == Fate.READ;
                for (int i = 0; i < 40_000; i++) {
                    pace.heard(new InetSocketAddress("10.1.1.1", 1 + (device * 7_919 + i * 13 + each) % 65_000));
                }
                pass(2_500);
            }
            assertThat(read).isTrue();
        }
        assertThat(tries).isLessThan(300);
    }

    @Test
    void withoutPressureStrangersAreRead() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.heard(peer(i))).isEqualTo(Fate.READ);
            pass(20);
        }
    }

    @Test
    void whoIsKnownIsBounded() {
        for (int i = 0; i < 3 * KNOWN; i++) {
            pace.identified(peer(i));
        }
        assertThat(pace.known()).isEqualTo(KNOWN);
    }

    @Test
    void aDeviceIsAnsweredWhileAnotherPeerFloodsThePort() throws Exception {
        Gateway gateway = new Gateway(100_000, 1_000);
        gateway.log.committing();
        try (Bench bench = new Bench(
                        gateway,
                        CoapListenerConfig.Bounds.STANDARD,
                        CoapListenerConfig.Plain.THIS_MACHINE,
                        new Pace(20, 100, 200));
                Raw hostile = new Raw(bench.plain());
                Raw device = new Raw(bench.plain())) {
            device.send(Raw.post(Raw.CON, 1, 1, "coap-1", "{\"type\":\"heartbeat\",\"boot\":7,\"seq\":1}"));
            assertThat(Raw.code(device.receive())).isEqualTo(Raw.CHANGED);
            for (int i = 0; i < 3_000; i++) {
                hostile.send(Raw.post(0, i, i & 0x7F, "nobody", "{}"));
            }
            byte[] request = Raw.post(Raw.CON, 2, 2, "coap-1", "{\"type\":\"heartbeat\",\"boot\":7,\"seq\":2}");
            assertThat(Raw.code(device.askUntilAnswered(request))).isEqualTo(Raw.CHANGED);
            assertThat(bench.listener.coap().get(Count.STRANGERS_PUT_OFF)).isPositive();
            assertThat(bench.listener.coap().get(Count.TOO_FAST)).isZero();
        } finally {
            gateway.close();
        }
    }
}
