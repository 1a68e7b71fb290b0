package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.account.ApiToken;
import care.convoy.account.User;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.resident.RecordsCache;
import care.convoy.resident.ResidentDirectory;
import care.convoy.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A node's records over one database: memories, cache and key in one directory. */
final class Provisions {
    final ResidentDirectory residents = new ResidentDirectory();
    final DeviceRegistry devices = new DeviceRegistry();
    Collection<User> users = List.of();
    Map<String, ApiToken> tokens = Map.of();
    final Provisioning provisioning;

    Provisions(Database database, Path directory) {
        Vault vault = Vault.open(directory.resolve("vault.key"), false);
        provisioning = new Provisioning(
                new Provisioning.Stores(
                        new ResidentStore(database),
                        new DeviceStore(database, vault),
                        new UserStore(database),
                        new TokenStore(database)),
                new Provisioning.Memories(residents, devices, (loadedUsers, loadedTokens) -> {
                    users = loadedUsers;
                    tokens = loadedTokens;
                }),
                new RecordsCache(directory.resolve("records.cache"), vault));
    }

    /** Residents {@code R0..} each with a device {@code d0..}. */
    void people(int count) {
        StringBuilder residentLines = new StringBuilder("resident_id,name,region_code\n");
        StringBuilder deviceLines = new StringBuilder("device_id,protocol,secret,resident_id\n");
        for (int i = 0; i < count; i++) {
            residentLines.append("R" + i + ",Name,11010100100" + i % 10 + "\n");
            deviceLines.append("d" + i + ",mqtt,secret" + i + ",R" + i + "\n");
        }
        assertThat(provisioning.importResidents(bytes(residentLines.toString())).errors())
                .isEmpty();
        assertThat(provisioning.importDevices(bytes(deviceLines.toString())).errors())
                .isEmpty();
    }

    static byte[] bytes(String csv) {
        return csv.getBytes(StandardCharsets.UTF_8);
    }
}
