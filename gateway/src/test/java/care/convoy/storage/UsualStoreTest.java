package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsualStoreTest {
    private static final ResidentId R1 = new ResidentId("R1");
    private static final ResidentId R2 = new ResidentId("R2");
    private static final ResidentId NOBODY = new ResidentId("nobody");

    @TempDir
    private Path directory;

    private Database database;
    private UsualStore store;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        new Provisions(database, directory).people(3);
        store = new UsualStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theNewestOfEachIsFoundAndStrangersArePassedOver() {
        store.keep(Map.of(R1, new byte[] {1, 2}, NOBODY, new byte[] {3}));
        store.keep(Map.of(R1, new byte[] {4}));
        Map<ResidentId, byte[]> found = store.find(List.of(R1, R2, NOBODY));
        assertThat(found).containsOnlyKeys(R1);
        assertThat(found.get(R1)).containsExactly(4);
    }

    @Test
    void itGoesWithTheResident() {
        store.keep(Map.of(R1, new byte[] {1}));
        database.<Integer>records(connection -> delete(connection));
        assertThat(store.find(List.of(R1))).isEmpty();
    }

    private static int delete(Connection connection) throws java.sql.SQLException {
        try (var delete = connection.prepareStatement("delete from resident where external_id = 'R1'")) {
            connection.createStatement().executeUpdate("delete from device_resident");
            return delete.executeUpdate();
        }
    }
}
