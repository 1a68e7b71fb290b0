package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Quarantine;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.UnknownCaller;
import care.convoy.ingest.UnknownCallers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unknown callers over a restart and over two gateways, with a real database. */
class CallerStoreTest {
    private static final long NOW = 1_800_000_000_000L;

    private Database database;
    private CallerStore store;
    private final Quarantine here = new Quarantine();
    private final Quarantine there = new Quarantine();

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        store = new CallerStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static void calls(Quarantine at, String id, long atMillis) {
        at.unknown(new Stranger(Protocol.WATCH, id, "192.0.2.7", "sos", "3G", true), atMillis);
    }

    private void keep(Quarantine of) {
        of.callers().merge(store.keep(of.callers().drainNew()), NOW);
    }

    private static List<String> open(Quarantine at) {
        return at.callers().view().open().stream().map(UnknownCaller::id).toList();
    }

    @Test
    void aRestartForgetsNeitherWhoCalledNorWhoWasDismissed() {
        calls(here, "1", NOW);
        calls(here, "2", NOW + 1);
        calls(here, "strange id \u0000'", NOW + 2);
        here.callers().dismiss(Protocol.WATCH, "2", NOW + 1, "liming", NOW + 3);
        keep(here);

        Quarantine restarted = new Quarantine();
        restarted.callers().mergeAll(store.loadAll(), NOW + 4);
        assertThat(open(restarted)).contains("1").hasSize(2);
        assertThat(restarted.callers().view().dismissed().getFirst().dismissed())
                .isEqualTo(new UnknownCaller.Dismissed(NOW + 1, "liming", NOW + 3));
    }

    @Test
    void whatIsDismissedAtOneGatewayIsAtTheOtherAndAFurtherCallThereOpensItHere() {
        calls(here, "1", NOW);
        keep(here);
        there.callers().mergeAll(store.loadAll(), NOW + 1);
        assertThat(there.callers().dismiss(Protocol.WATCH, "1", NOW, "liumin", NOW + 2))
                .isTrue();
        keep(there);
        here.callers().mergeAll(store.loadAll(), NOW + 3);
        assertThat(open(here)).isEmpty();

        calls(there, "1", NOW + 60_000);
        keep(there);
        here.callers().mergeAll(store.loadAll(), NOW + 60_001);
        assertThat(open(here)).containsExactly("1");
    }

    @Test
    void bothHeardItBeforeEitherHadKeptIt() {
        calls(here, "1", NOW);
        calls(there, "1", NOW + 5);
        keep(here);
        keep(there);
        assertThat(store.loadAll()).singleElement().matches(UnknownCaller::isOpen);
        assertThat(store.loadAll().getFirst().openedMillis()).isEqualTo(NOW + 5);
    }

    @Test
    void whoGoesByThemselvesGoUnlessTheyCalledAgainElsewhere() {
        calls(here, "1", NOW);
        calls(here, "2", NOW);
        keep(here);
        calls(there, "2", NOW + UnknownCallers.LONGEST_MILLIS);
        keep(there);
        store.remove(here.callers().expire(NOW + UnknownCallers.LONGEST_MILLIS));
        assertThat(store.loadAll()).extracting(UnknownCaller::id).containsExactly("2");
    }

    @Test
    void onlyTheLastDismissedAreKept() {
        for (int id = 0; id < 150; id++) {
            calls(here, "a" + id, NOW + id);
            here.callers().dismiss(Protocol.WATCH, "a" + id, NOW + id, "liming", NOW + id);
        }
        for (int id = 0; id < 150; id++) {
            calls(here, "b" + id, NOW + 1_000 + id);
            here.callers().dismiss(Protocol.WATCH, "b" + id, NOW + 1_000 + id, "liming", NOW + 1_000 + id);
        }
        calls(here, "open", NOW);
        keep(here);
        assertThat(store.loadAll())
                .hasSize(UnknownCallers.MAX_DISMISSED + 1)
                .extracting(UnknownCaller::id)
                .contains("open", "b149")
                .doesNotContain("a0");
    }
}
