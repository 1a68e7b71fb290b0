package care.convoy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.Grants.Grant;
import care.convoy.console.Grants.NewGrant;
import care.convoy.console.Grants.Outcome;
import care.convoy.disclosure.Doorkeeper;
import care.convoy.storage.Database;
import care.convoy.storage.DisclosureStores;
import care.convoy.storage.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorGrantsTest {
    private static final Instant NOW = Instant.parse("2026-03-08T02:00:00Z");

    private final Database database = TestPostgres.database();
    private final DisclosureStores stores = DisclosureStores.of(database);
    private final OperatorGrants grants = new OperatorGrants(stores.grants(), () -> NOW);

    @AfterEach
    void close() {
        database.close();
    }

    private static NewGrant wish(String name, List<String> scopes, int days) {
        return new NewGrant(name, scopes, "4301", " follow-up ", days, "admin");
    }

    @Test
    void aGrantIsKeptWithoutItsTokenAndEndsWhenItIsRevoked() {
        Outcome outcome = grants.issue(wish("hospital", List.of("system/*.read", "convoy/Patient.telecom"), 30));
        assertThat(outcome).isInstanceOf(Outcome.Issued.class);
        Outcome.Issued issued = (Outcome.Issued) outcome;
        assertThat(issued.token()).matches("[A-Za-z0-9_-]{43}");
        assertThat(issued.toString()).doesNotContain(issued.token());
        Grant listed = grants.list().getFirst();
        assertThat(listed.scopes())
                .containsExactlyInAnyOrder(
                        "system/Patient.read",
                        "system/Observation.read",
                        "system/Device.read",
                        "system/DeviceMetric.read",
                        "convoy/Patient.telecom");
        assertThat(listed.purpose()).isEqualTo("follow-up");
        assertThat(listed.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        String hash = Doorkeeper.hash(issued.token());
        assertThat(stores.grants().find(hash)).isNotNull();
        assertThat(grants.revoke("hospital", "admin")).isTrue();
        assertThat(grants.revoke("hospital", "admin")).isFalse();
        assertThat(grants.revoke("nobody", "admin")).isFalse();
        assertThat(stores.grants().find(hash).isGood(NOW.toEpochMilli())).isFalse();
        assertThat(grants.list().getFirst().revokedAt()).isEqualTo(NOW);
        // the audit names it for ever
        assertThat(grants.issue(wish("hospital", List.of("system/*.read"), 30))).isInstanceOf(Outcome.NameTaken.class);
    }

    @Test
    void whatCannotBeGrantedIsNamedWithItsMend() {
        assertThat(why(wish("a", List.of("system/Everything.write"), 30))).startsWith("scopes: there is no system/Ev");
        assertThat(why(wish("a", List.of(), 30))).startsWith("scopes: name at least one of");
        assertThat(why(wish("a", List.of("convoy/Patient.telecom"), 30))).contains("adds to system/Patient.read");
        assertThat(why(wish("a", List.of("system/*.read"), 732))).isEqualTo("days: 1 to 731");
        assertThat(why(new NewGrant("a", List.of("system/*.read"), "", "  ", 1, "admin")))
                .startsWith("purpose: ");
        assertThat(grants.list()).isEmpty();
    }

    private String why(NewGrant wish) {
        return grants.issue(wish) instanceof Outcome.Refused refused ? refused.why() : "granted";
    }
}
