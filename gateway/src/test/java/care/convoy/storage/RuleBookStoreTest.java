package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.device.ResidentId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleBookStoreTest {
    private static final ResidentId RESIDENT = new ResidentId("R1");

    private Database database;
    private RuleBookStore store;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        store = new RuleBookStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static RuleBookStore.Change change(int expected, double number) {
        return new RuleBookStore.Change(expected, "banzhang", "heat", Map.of("a", Map.of("b", number)));
    }

    @Test
    void versionsFollowOneAnotherAndAnOldOneIsNotOverwritten() {
        assertThat(store.load().book()).isNull();
        assertThat(store.putBook(change(0, 38.5))).hasValue(1);
        assertThat(store.putBook(change(0, 1))).isEmpty();
        assertThat(store.putBook(change(1, 2))).hasValue(2);
        List<RuleBookStore.Version> books = store.books(10);
        assertThat(books).extracting(RuleBookStore.Version::version).containsExactly(2, 1);
        assertThat(books.getLast().content()).isEqualTo(Map.of("a", Map.of("b", 38.5)));
        assertThat(books.getLast().author()).isEqualTo("banzhang");
        assertThat(books.getLast().reason()).isEqualTo("heat");
        assertThatThrownBy(() -> new Sql(database).run("update rule_book set reason = ''"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ofPersonsTheNewestIsInForceAndAnEmptyOneTakesItBack() {
        assertThat(store.putPersonal(RESIDENT, change(0, 1))).hasValue(1);
        assertThat(store.putPersonal(new ResidentId("R2"), change(0, 9))).hasValue(1);
        assertThat(store.putPersonal(RESIDENT, change(1, 2))).hasValue(2);
        RuleBookStore.InForce before = store.load();
        assertThat(before.personal().get(RESIDENT)).isEqualTo(Map.of("a", Map.of("b", 2.0)));
        store.putPersonal(RESIDENT, new RuleBookStore.Change(2, "banzhang", "", Map.of()));
        RuleBookStore.InForce after = store.load();
        assertThat(after.personal()).containsOnlyKeys(new ResidentId("R2"));
        assertThat(after.revision()).isGreaterThan(before.revision());
        assertThat(store.personal(RESIDENT, 10)).hasSize(3);
    }

    @Test
    void ofManyWhoChangeTheSameVersionOneDoes() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<OptionalInt>> changes = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<OptionalInt>) () -> store.putBook(change(0, i)))
                    .toList();
            int done = 0;
            for (Future<OptionalInt> each : threads.invokeAll(changes, 60, TimeUnit.SECONDS)) {
                done += each.get().isPresent() ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        }
        assertThat(store.books(10)).hasSize(1);
        assertThat(store.revision()).isEqualTo(1);
    }
}
