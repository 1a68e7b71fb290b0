package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.monitoring.RulesInForce;
import care.convoy.storage.Database;
import care.convoy.storage.RuleBookStore;
import care.convoy.storage.TestPostgres;
import care.convoy.vitals.RuleBook;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesKeeperTest {
    private static final ResidentId RESIDENT = new ResidentId("R1");

    @Test
    void everyNodeOfADatabaseTakesWhatOneWroteAndKeepsItWhenTheNextDoesNotFit() {
        try (Database database = TestPostgres.database()) {
            RuleBookStore store = new RuleBookStore(database);
            RulesInForce one = new RulesInForce();
            RulesInForce other = new RulesInForce();
            RulesKeeper here = new RulesKeeper(one);
            RulesKeeper there = new RulesKeeper(other);
            here.look(store);
            assertThat(one.now().book().version()).isZero();

            Map<String, Object> book = new HashMap<>(RuleBook.standard().toMap());
            store.putBook(new RuleBookStore.Change(0, "a", "b", book));
            store.putPersonal(
                    RESIDENT,
                    new RuleBookStore.Change(0, "a", "b", Map.of("spo2.low", Map.of("beyond", 85, "clear", 87))));
            here.look(store);
            there.look(store);
            assertThat(one.now().book().version()).isEqualTo(1);
            assertThat(other.now().book().toMap()).isEqualTo(one.now().book().toMap());
            assertThat(other.now().personal()).containsOnlyKeys(RESIDENT);
            RulesInForce.Numbers before = other.now();
            there.look(store);
            assertThat(other.now()).as("nothing changed").isSameAs(before);

            store.putBook(new RuleBookStore.Change(1, "a newer program", "b", Map.of("unheardOf", 1)));
            there.look(store);
            assertThat(other.now().book().version()).isEqualTo(1);
            assertThat(other.now().personal()).containsOnlyKeys(RESIDENT);
        }
    }
}
