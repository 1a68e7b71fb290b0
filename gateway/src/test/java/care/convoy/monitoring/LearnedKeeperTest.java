package care.convoy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LearnedKeeperTest implements HealthMonitor.Shelf {
    private static final ResidentId R1 = new ResidentId("R1");
    private static final ResidentId R2 = new ResidentId("R2");

    private final Map<ResidentId, byte[]> shelf = new HashMap<>();
    private final LearnedKeeper keeper = new LearnedKeeper(this);
    private boolean away;

    @Override
    public Map<ResidentId, byte[]> find(Collection<ResidentId> residents) {
        if (away) {
            throw new IllegalStateException("away");
        }
        Map<ResidentId, byte[]> found = new HashMap<>(shelf);
        found.keySet().retainAll(residents);
        return found;
    }

    @Override
    public void keep(Map<ResidentId, byte[]> learned) {
        if (away) {
            throw new IllegalStateException("away");
        }
        shelf.putAll(learned);
    }

    private List<String> polled() {
        List<String> all = new ArrayList<>();
        keeper.poll((resident, bytes) -> all.add(resident + "=" + (bytes == null ? "none" : bytes[0])));
        return all;
    }

    @Test
    void whatIsWantedIsFoundOrKnownNotToBe() throws InterruptedException {
        shelf.put(R1, new byte[] {7});
        assertThat(keeper.want(R1) && keeper.want(R2)).isTrue();
        assertThat(keeper.turn()).isTrue();
        assertThat(polled()).containsExactlyInAnyOrder(R1 + "=7", R2 + "=none");
        assertThat(polled()).isEmpty();
    }

    @Test
    void nothingIsLostWhileTheDatabaseIsAway() throws InterruptedException {
        shelf.put(R1, new byte[] {7});
        away = true;
        keeper.want(R1);
        keeper.offer(R2, new byte[] {9});
        assertThat(keeper.turn()).isFalse();
        assertThat(keeper.turn()).isFalse();
        assertThat(polled()).as("not known is not none").isEmpty();
        assertThat(keeper.failures()).isEqualTo(2);
        away = false;
        assertThat(keeper.turn()).isTrue();
        assertThat(polled()).containsExactly(R1 + "=7");
        assertThat(shelf).containsKey(R2);
    }

    @Test
    void whatFindsNoRoomIsRefused() {
        for (int i = 0; i < LearnedKeeper.MOST_WAITING; i++) {
            assertThat(keeper.want(R1)).isTrue();
            assertThat(keeper.offer(R1, new byte[1])).isTrue();
        }
        assertThat(keeper.want(R1)).isFalse();
        assertThat(keeper.offer(R1, new byte[1])).isFalse();
    }
}
