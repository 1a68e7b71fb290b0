package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownCallersTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY = 86_400_000;

    private final UnknownCallers callers = new UnknownCallers();
    private final UnknownCallers elsewhere = new UnknownCallers();

    private static Stranger says(String id, String address) {
        return new Stranger(Protocol.WATCH, id, address, "sos", "3G", true);
    }

    private void calls(String id, long atMillis) {
        callers.called(says(id, "192.0.2.7"), atMillis);
    }

    private List<String> open() {
        return callers.view().open().stream().map(UnknownCaller::id).toList();
    }

    private UnknownCaller first() {
        return callers.view().open().getFirst();
    }

    private boolean dismiss(String id, long openedMillis, long nowMillis) {
        return callers.dismiss(Protocol.WATCH, id, openedMillis, "liming", nowMillis);
    }

    @Test
    void whoCallsStaysUntilSomebodyDismissesIt() {
        calls("1", NOW);
        calls("1", NOW + 5_000);
        callers.expire(NOW + 6 * DAY);
        assertThat(first().times()).isEqualTo(2);
        assertThat(first().openedMillis()).isEqualTo(NOW);
        assertThat(dismiss("1", NOW, NOW + 6 * DAY)).isTrue();
        assertThat(open()).isEmpty();
        assertThat(callers.view().dismissed().getFirst().dismissed().by()).isEqualTo("liming");
        assertThat(dismiss("1", NOW, NOW + 6 * DAY)).as("somebody was quicker").isFalse();
        assertThat(dismiss("2", NOW, NOW)).as("nobody of that id").isFalse();
    }

    @Test
    void aFurtherPressAfterTheDismissalOpensItAgainAndRings() {
        calls("1", NOW);
        dismiss("1", NOW, NOW + 1_000);
        calls("1", NOW + 1_000 + UnknownCallers.AGAIN_MILLIS - 1);
        assertThat(open()).as("a device repeats what nobody answers").isEmpty();
        long again = NOW + 1_000 + UnknownCallers.AGAIN_MILLIS;
        calls("1", again);
        assertThat(first().openedMillis()).isEqualTo(again);
        assertThat(first().rangMillis()).isEqualTo(again);
        assertThat(dismiss("1", NOW, again))
                .as("what was dismissed is the former call")
                .isFalse();
        assertThat(open()).containsExactly("1");
    }

    @Test
    void itRingsAtOnceAndNotWithEachRepeat() {
        calls("1", NOW);
        assertThat(first().rangMillis()).isEqualTo(NOW);
        calls("1", NOW + 599_999);
        assertThat(first().rangMillis()).isEqualTo(NOW);
        calls("1", NOW + 600_000);
        assertThat(first().rangMillis()).isEqualTo(NOW + 600_000);
    }

    @Test
    void aFloodOfOneNetworkNeitherPushesAnybodyOutNorHidesACallOutOfAnother() {
        calls("before", NOW);
        for (int id = 0; id < 2_000; id++) {
            callers.called(says("x" + id, "203.0.113." + id % 250), NOW + 1 + id);
        }
        callers.called(says("real", "198.51.100.9"), NOW + 5_000);
        assertThat(open()).contains("before", "real").hasSize(UnknownCallers.MAX_OF_NETWORK + 2);
        assertThat(open().subList(0, 3)).as("one of each network first").contains("before", "real");
        assertThat(callers.view().beyond()).isEqualTo(2_000 - UnknownCallers.MAX_OF_NETWORK);
        assertThat(first().rangMillis()).as("it rings all the same").isPositive();
        assertThat(callers.view().open().stream()
                        .filter(each -> each.id().equals("real"))
                        .findFirst()
                        .orElseThrow()
                        .rangMillis())
                .isEqualTo(NOW + 5_000);
        assertThat(callers.silent()).isEqualTo(UnknownCallers.MAX_OF_NETWORK - CallPace.RINGS_PER_NETWORK);
    }

    @Test
    void whatFoundNoRoomHasItWithItsRepeatOnceSomebodyHasDismissedOthers() {
        for (int id = 0; id <= UnknownCallers.MAX_OF_NETWORK; id++) {
            calls("x" + id, NOW);
        }
        assertThat(callers.view().beyond()).isOne();
        dismiss("x0", NOW, NOW + 1);
        assertThat(callers.view().beyond()).isZero();
        calls("x" + UnknownCallers.MAX_OF_NETWORK, NOW + 2);
        assertThat(open()).contains("x" + UnknownCallers.MAX_OF_NETWORK);
    }

    @Test
    void twoGatewaysKnowTogetherWhatEachHeardAndWhoDismissedIt() {
        calls("1", NOW);
        elsewhere.called(says("1", "192.0.2.7"), NOW + 10);
        elsewhere.called(says("2", "192.0.2.8"), NOW + 20);
        callers.merge(elsewhere.drainNew(), NOW + 30);
        assertThat(open()).containsExactlyInAnyOrder("1", "2");
        long opened = callers.view().open().stream()
                .filter(each -> each.id().equals("1"))
                .findFirst()
                .orElseThrow()
                .openedMillis();
        dismiss("1", opened, NOW + 40);
        elsewhere.merge(callers.drainNew(), NOW + 50);
        assertThat(elsewhere.view().open()).extracting(UnknownCaller::id).containsExactly("2");
        elsewhere.called(says("1", "192.0.2.7"), NOW + 60_000);
        callers.merge(elsewhere.drainNew(), NOW + 60_001);
        assertThat(open()).as("it called again elsewhere").contains("1");
    }

    @Test
    void onlyWhatChangedIsDrainedAndComesAgainIfItCouldNotBeKept() {
        calls("1", NOW);
        List<UnknownCaller> drained = callers.drainNew();
        assertThat(drained).hasSize(1);
        assertThat(callers.drainNew()).isEmpty();
        callers.giveBack(drained);
        dismiss("1", NOW, NOW + 1);
        assertThat(callers.drainNew()).singleElement().matches(each -> !each.isOpen());
    }

    @Test
    void whoeverIsKeptComesBackAtTheStart() {
        calls("1", NOW);
        calls("2", NOW + 1);
        dismiss("2", NOW + 1, NOW + 2);
        UnknownCallers restarted = new UnknownCallers();
        restarted.mergeAll(callers.drainNew(), NOW + 3);
        assertThat(restarted.view()).isEqualTo(callers.view());
        assertThat(restarted.hasMoreKept()).isFalse();
    }

    @Test
    void whoNeverCalledAgainGoesAfterAWeekCounted() {
        calls("1", NOW);
        assertThat(callers.expire(NOW + UnknownCallers.LONGEST_MILLIS))
                .extracting(UnknownCaller::id)
                .containsExactly("1");
        assertThat(callers.expired()).isOne();
        assertThat(callers.open()).isZero();
    }

    @Test
    void watchersAreToldOfEachChange() throws Exception {
        List<String> told = new ArrayList<>();
        AutoCloseable watch = callers.watch(() -> told.add("changed"));
        calls("1", NOW);
        dismiss("1", NOW, NOW);
        watch.close();
        calls("3", NOW);
        assertThat(told).hasSize(2);
    }
}
