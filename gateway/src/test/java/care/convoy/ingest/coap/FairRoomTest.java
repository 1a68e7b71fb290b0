package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class FairRoomTest {
    private final FairRoom<Integer> room = new FairRoom<>(10);

    @Test
    void whoTakesAllTheRoomGivesWayToHimself() {
        for (int i = 0; i < 9; i++) {
            assertThat(room.enter(i, "hostile")).isNull();
        }
        assertThat(room.enter(100, "county")).isNull();
        for (int i = 9; i < 1_000; i++) {
            assertThat(room.enter(i, "hostile")).isEqualTo(i - 9);
        }
        assertThat(room.size()).isEqualTo(10);
    }

    @Test
    void thereIsRoomForTheOthersUpToTheirShare() {
        for (int i = 0; i < 10; i++) {
            room.enter(i, "hostile");
        }
        for (int i = 0; i < 5; i++) {
            assertThat(room.enter(100 + i, "county")).isEqualTo(i);
        }
        assertThat(room.enter(105, "county")).as("the county has most now").isEqualTo(100);
    }

    @Test
    void whoHasLeftMakesRoomAndIsForgotten() {
        for (int i = 0; i < 10; i++) {
            room.enter(i, "network" + i);
        }
        room.leave(3, "network3");
        room.leave(3, "network3");
        room.leave(4, "unheard of");
        assertThat(room.size()).isEqualTo(9);
        assertThat(room.enter(10, "another")).isNull();
        assertThat(room.enter(11, "yet another"))
                .as("all have one: who came first")
                .isZero();
    }

    @Test
    void oneThatIsThereEntersOnce() {
        room.enter(1, "county");
        room.enter(1, "county");
        assertThat(room.size()).isEqualTo(1);
    }

    @Test
    void addressesOfOneNetworkAreTogether() {
        assertThat(network("192.0.2.1")).isEqualTo(network("192.0.2.200")).isNotEqualTo(network("192.0.3.1"));
        assertThat(network("2001:db8:1::1"))
                .isEqualTo(network("2001:db8:1:7::9"))
                .isNotEqualTo(network("2001:db8:2::1"));
        assertThat(FairRoom.networkOf(null)).isEmpty();
    }

    private static String network(String address) {
        return FairRoom.networkOf(new InetSocketAddress(address, 1));
    }
}
