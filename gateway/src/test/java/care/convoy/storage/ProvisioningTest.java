package care.convoy.storage;

import static care.convoy.storage.Provisions.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisioningTest {
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
        assertThat(node.provisioning.importResidents(bytes(RESIDENTS))).isEqualTo(result(2, 2));
        assertThat(node.provisioning.importResidents(bytes(RESIDENTS))).isEqualTo(result(2, 0));
        assertThat(resident().version()).isEqualTo(1);
        assertThat(node.provisioning.importResidents(bytes("resident_id,name,phone\nR1,王秀英,456\nR2,Li,\n")))
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
        ImportResult result = node.provisioning.importResidents(bytes("resident_id,name\nR1,Wang\nR2,\n"));
        assertThat(result.imported()).isZero();
        assertThat(result.errors()).extracting(ImportError::line).containsExactly(3L);
        assertThat(node.residents.size()).isZero();
        assertThat(new Sql(database).count("resident")).isZero();
    }

    @Test
    void namesEachLineWhoseResidentIsMissing() {
        node.provisioning.importResidents(bytes(RESIDENTS));
        assertThat(node.provisioning
                        .importContacts(bytes(
                                "resident_id,contact_id,name,role\nR1,c1,Zhang,peer\nR8,c1,Zhang,peer\nR9,c1,Z,peer\n"))
                        .errors())
                .extracting(ImportError::toString)
                .containsExactly(
                        "line 3, resident_id: no resident 'R8'; import the residents first",
                        "line 4, resident_id: no resident 'R9'; import the residents first");
        assertThat(node.provisioning
                        .importDevices(bytes("device_id,protocol,secret,resident_id\nd1,mqtt,a,R1;R9\n"))
                        .errors())
                .extracting(ImportError::toString)
                .containsExactly("line 2, resident_id: no resident 'R9'; import the residents first");
        assertThat(new Sql(database).count("contact")).isZero();
        assertThat(new Sql(database).count("device")).isZero();
    }

    @Test
    void keepsContactsByRing() {
        node.provisioning.importResidents(bytes(RESIDENTS));
        String contacts = "resident_id,contact_id,name,role,ring,capabilities\n"
                + "R1,far,Zhang,post_a,2,\nR1,near,Chen,neighbour,1,key;near\n";
        assertThat(node.provisioning.importContacts(bytes(contacts))).isEqualTo(result(2, 2));
        assertThat(node.provisioning.importContacts(bytes(contacts))).isEqualTo(result(2, 0));
        assertThat(node.provisioning.importContacts(
                        bytes("resident_id,contact_id,name,role,ring\nR1,far,Zhang,post_a,3\n")))
                .isEqualTo(result(1, 1));
        assertThat(node.residents.contactsOf(R1)).extracting(Contact::id).containsExactly("near", "far");
        assertThat(node.residents.contactsOf(R1).getFirst().capabilities())
                .containsExactlyInAnyOrder(Contact.Capability.KEY, Contact.Capability.NEAR);
    }

    @Test
    void keepsDevicesWithSealedSecretsAndTheirHouseholdInOrder() {
        node.provisioning.importResidents(bytes(RESIDENTS));
        String devices = "device_id,protocol,secret,model,resident_id\nd1,mqtt,very-secret,Box,R2;R1\n";
        assertThat(node.provisioning.importDevices(bytes(devices))).isEqualTo(result(1, 1));
        assertThat(node.provisioning.importDevices(bytes(devices))).isEqualTo(result(1, 0));
        RegisteredDevice device = Objects.requireNonNull(node.devices.find(new DeviceId("d1")));
        assertThat(device.residents()).containsExactly(new ResidentId("R2"), R1);
        assertThat(device.secret().matches("very-secret".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(new Sql(database).text("select encode(sealed_secret, 'escape') from device"))
                .doesNotContain("very-secret");
        node.provisioning.importDevices(bytes("device_id,protocol,secret,resident_id\nd1,mqtt,very-secret,R1\n"));
        assertThat(Objects.requireNonNull(node.devices.find(new DeviceId("d1"))))
                .extracting(RegisteredDevice::model, RegisteredDevice::residents)
                .containsExactly("Box", List.of(R1));
    }

    @Test
    void keepsUsersAndTokens() {
        User li = new User("li", Role.OPERATOR, "$argon2id$1", "1101", false, true);
        assertThat(node.provisioning.addUser(li)).isTrue();
        assertThat(node.provisioning.addUser(li)).isFalse();
        assertThat(node.users).containsExactly(li);
        assertThat(node.provisioning.setPassword("li", "$argon2id$2", false)).isTrue();
        assertThat(node.provisioning.setPassword("nobody", "$argon2id$2", false))
                .isFalse();
        assertThat(node.provisioning.setDisabled("li", true)).isTrue();
        assertThat(node.users).containsExactly(new User("li", Role.OPERATOR, "$argon2id$2", "1101", true, false));
        ApiToken probe = new ApiToken("probe", Role.AUDITOR, "", false);
        String sha256 = "0f".repeat(32);
        assertThat(node.provisioning.addToken(probe, sha256)).isTrue();
        assertThat(node.provisioning.addToken(probe, "1f".repeat(32))).isFalse();
        assertThat(node.tokens).containsOnlyKeys(sha256).containsValue(probe);
        assertThat(node.provisioning.revokeToken("probe")).isTrue();
        assertThat(node.provisioning.revokeToken("probe")).isFalse();
        assertThat(node.tokens).containsValue(new ApiToken("probe", Role.AUDITOR, "", true));
    }

    @Test
    void aStartWithoutTheDatabaseKnowsWhatTheLastOneKnewAndChangesNothing() {
        node.people(3);
        node.provisioning.importContacts(bytes("resident_id,contact_id,name,role\nR1,c1,Zhang,peer\n"));
        node.provisioning.addUser(new User("li", Role.OPERATOR, "$argon2id$1", "", false, false));
        assertThat(node.provisioning.load()).isEqualTo(Provisioning.Source.DATABASE);
        try (Database away = Database.open(new Database.Login("jdbc:postgresql://127.0.0.1:1/none", "a", "b"))) {
            Provisions restarted = new Provisions(away, directory);
            assertThat(restarted.provisioning.load()).isEqualTo(Provisioning.Source.CACHE);
            assertThat(restarted.residents.find(R1)).isEqualTo(node.residents.find(R1));
            assertThat(restarted.residents.contactsOf(R1)).isEqualTo(node.residents.contactsOf(R1));
            assertThat(restarted.devices.find(new DeviceId("d1"))).isEqualTo(node.devices.find(new DeviceId("d1")));
            assertThat(restarted.users).isEqualTo(node.users);
            assertThatThrownBy(() -> restarted.provisioning.importResidents(bytes("resident_id,name\nR1,Other\n")))
                    .isInstanceOf(StorageUnavailable.class);
            assertThat(restarted.residents.find(R1)).isEqualTo(node.residents.find(R1));
        }
    }

    @Test
    void withoutDatabaseAndCacheNothingIsKnown() {
        try (Database away = Database.open(new Database.Login("jdbc:postgresql://127.0.0.1:1/none", "a", "b"))) {
            assertThat(new Provisions(away, directory).provisioning.load()).isEqualTo(Provisioning.Source.NOTHING);
        }
    }

    private Resident resident() {
        return Objects.requireNonNull(node.residents.find(R1));
    }

    private static ImportResult result(int imported, int changed) {
        return new ImportResult(imported, changed, List.of());
    }
}
