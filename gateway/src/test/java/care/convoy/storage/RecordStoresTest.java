package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import care.convoy.account.ApiToken;
import care.convoy.account.Role;
import care.convoy.account.User;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.resident.Contact;
import care.convoy.resident.ImportError;
import care.convoy.resident.ImportResult;
import care.convoy.resident.Resident;
import care.convoy.resident.StorageUnavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordStoresTest {
    private static final ResidentId R1 = new ResidentId("R1");
    private static final String RESIDENTS =
            "resident_id,name,phone,latitude,longitude,conditions\nR1,王秀英,123,39.9,116.4,asthma\nR2,Li,,,,\n";

    @TempDir
    private Path directory;

    private Database database;
    private Provisions node;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        node = new Provisions(database, directory);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void importsOnceAndMovesTheVersionOnlyWhenARecordChanges() {
        assertThat(node.residents(RESIDENTS)).isEqualTo(result(2, 2));
        assertThat(node.residents(RESIDENTS)).isEqualTo(result(2, 0));
        assertThat(resident().version()).isEqualTo(1);
        assertThat(node.residents("resident_id,name,phone\nR1,王秀英,456\nR2,Li,\n"))
                .isEqualTo(result(2, 1));
        assertThat(resident().version()).isEqualTo(2);
        assertThat(resident().phone()).isEqualTo("456");
        assertThat(resident().conditions()).containsExactly("asthma");
        assertThat(resident().latitude()).isEqualTo(39.9);
        assertThat(Objects.requireNonNull(node.residents.find(new ResidentId("R2")))
                        .latitude())
                .isNaN();
    }

    @Test
    void storesAllLinesOrNone() {
        ImportResult result = node.residents("resident_id,name\nR1,Wang\nR2,\n");
        assertThat(result.imported()).isZero();
        assertThat(result.errors()).extracting(ImportError::line).containsExactly(3L);
        assertThat(node.residents.size()).isZero();
        assertThat(new Sql(database).count("resident")).isZero();
    }

    @Test
    void namesEachLineWhoseResidentIsMissing() {
        node.residents(RESIDENTS);
        assertThat(node.contacts("resident_id,contact_id,name,role\nR1,c1,Zhang,peer\nR8,c1,Zhang,peer\nR9,c1,Z,peer\n")
                        .errors())
                .extracting(ImportError::toString)
                .containsExactly(
                        "line 3, resident_id: no resident 'R8'; import the residents first",
                        "line 4, resident_id: no resident 'R9'; import the residents first");
        assertThat(node.devices("device_id,protocol,secret,resident_id\nd1,mqtt,a,R1;R9\n")
                        .errors())
                .extracting(ImportError::toString)
                .containsExactly("line 2, resident_id: no resident 'R9'; import the residents first");
        assertThat(new Sql(database).count("contact")).isZero();
        assertThat(new Sql(database).count("device")).isZero();
    }

    @Test
    void keepsContactsByRing() {
        node.residents(RESIDENTS);
        String contacts = "resident_id,contact_id,name,role,ring,capabilities\n"
                + "R1,far,Zhang,post_a,2,\nR1,near,Chen,neighbour,1,key;near\n";
        assertThat(node.contacts(contacts)).isEqualTo(result(2, 2));
        assertThat(node.contacts(contacts)).isEqualTo(result(2, 0));
        assertThat(node.contacts("resident_id,contact_id,name,role,ring\nR1,far,Zhang,post_a,3\n"))
                .isEqualTo(result(1, 1));
        assertThat(node.residents.contactsOf(R1)).extracting(Contact::id).containsExactly("near", "far");
        assertThat(node.residents.contactsOf(R1).getFirst().capabilities())
                .containsExactlyInAnyOrder(Contact.Capability.KEY, Contact.Capability.NEAR);
    }

    @Test
    void keepsDevicesWithSealedSecretsAndTheirHouseholdInOrder() {
        node.residents(RESIDENTS);
        String devices = "device_id,protocol,secret,model,resident_id\nd1,mqtt,very-secret,Box,R2;R1\n";
        assertThat(node.devices(devices)).isEqualTo(result(1, 1));
        assertThat(node.devices(devices)).isEqualTo(result(1, 0));
        RegisteredDevice device = Objects.requireNonNull(node.devices.find(new DeviceId("d1")));
        assertThat(device.residents()).containsExactly(new ResidentId("R2"), R1);
        assertThat(device.secret().matches("very-secret".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(new Sql(database).text("select encode(sealed_secret, 'escape') from device"))
                .doesNotContain("very-secret");
        node.devices("device_id,protocol,secret,resident_id\nd1,mqtt,very-secret,R1\n");
        assertThat(Objects.requireNonNull(node.devices.find(new DeviceId("d1"))))
                .extracting(RegisteredDevice::model, RegisteredDevice::residents)
                .containsExactly("Box", List.of(R1));
    }

    @Test
    void keepsUsers() {
        UserStore users = new UserStore(database);
        User li = new User("li", Role.OPERATOR, "$argon2id$1", "1101", false, true);
        assertThat(users.add(li)).isTrue();
        assertThat(users.add(li)).isFalse();
        assertThat(users.loadAll()).containsExactly(li);
        assertThat(users.setPassword("li", "$argon2id$2", false)).isTrue();
        assertThat(users.setPassword("nobody", "$argon2id$2", false)).isFalse();
        assertThat(users.setDisabled("li", true)).isTrue();
        assertThat(users.setDisabled("nobody", true)).isFalse();
        assertThat(users.loadAll()).containsExactly(new User("li", Role.OPERATOR, "$argon2id$2", "1101", true, false));
    }

    @Test
    void keepsTokensByTheirHash() {
        TokenStore tokens = new TokenStore(database);
        ApiToken probe = new ApiToken("probe", Role.AUDITOR, "", false);
        String sha256 = "0f".repeat(32);
        assertThat(tokens.add(probe, sha256)).isTrue();
        assertThat(tokens.add(probe, "1f".repeat(32))).isFalse();
        assertThat(tokens.loadAll()).containsExactly(Map.entry(sha256, probe));
        assertThat(tokens.revoke("probe")).isTrue();
        assertThat(tokens.revoke("probe")).isFalse();
        assertThat(tokens.loadAll()).containsExactly(Map.entry(sha256, new ApiToken("probe", Role.AUDITOR, "", true)));
    }

    @Test
    void lockingAUserOutRevokesTheTokenOfThatNameForEver() {
        UserStore users = new UserStore(database);
        TokenStore tokens = new TokenStore(database);
        users.add(new User("li", Role.OPERATOR, "$argon2id$1", "", false, false));
        tokens.add(new ApiToken("li", Role.OPERATOR, "", false), "0f".repeat(32));
        tokens.add(new ApiToken("machine", Role.OPERATOR, "", false), "1f".repeat(32));
        users.setDisabled("li", true);
        users.setDisabled("machine", true);
        users.setDisabled("li", false);
        assertThat(tokens.loadAll().values())
                .extracting(ApiToken::name, ApiToken::revoked)
                .containsExactlyInAnyOrder(tuple("li", true), tuple("machine", false));
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        try (Database away = Database.open(new Database.Login("jdbc:postgresql://127.0.0.1:1/none", "a", "b"))) {
            assertThatThrownBy(() -> new UserStore(away).loadAll())
                    .isInstanceOf(StorageUnavailable.class)
                    .hasMessageContaining("SQLSTATE 08001");
            assertThat(away.isUp()).isFalse();
        }
    }

    @Test
    void aSchemaThatIsStillToComeIsAnAbsentDatabase() {
        try (Database empty = TestPostgres.emptyDatabase()) {
            assertThatThrownBy(() -> new UserStore(empty).loadAll()).isInstanceOf(StorageUnavailable.class);
        }
    }

    @Test
    void aRefusedStatementShowsNoValue() {
        node.residents(RESIDENTS);
        assertThatThrownBy(() -> new Sql(database).run("insert into resident (external_id) values ('R1')"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("database refused a statement (SQLSTATE 23502)")
                .hasStackTraceContaining("violates not-null constraint")
                .satisfies(failure ->
                        assertThat(String.valueOf(failure.getCause())).doesNotContain("R1"));
    }

    private Resident resident() {
        return Objects.requireNonNull(node.residents.find(R1));
    }

    private static ImportResult result(int imported, int changed) {
        return new ImportResult(imported, changed, List.of());
    }
}
