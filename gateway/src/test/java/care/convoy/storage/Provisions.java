package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.DeviceRegistry;
import care.convoy.resident.ContactLine;
import care.convoy.resident.DeviceLine;
import care.convoy.resident.ImportFile;
import care.convoy.resident.ImportResult;
import care.convoy.resident.PlanLine;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.ResidentLine;
import care.convoy.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A node's records over one database, read again after each import. */
final class Provisions {
    final ResidentDirectory residents = new ResidentDirectory();
    final DeviceRegistry devices = new DeviceRegistry();
    private final ResidentStore residentStore;
    private final DeviceStore deviceStore;
    private final PlanStore planStore;

    Provisions(Database database, Path directory) {
        residentStore = new ResidentStore(database);
        planStore = new PlanStore(database);
        deviceStore = new DeviceStore(database, Vault.open(directory.resolve("vault.key"), false));
    }

    ImportResult residents(String csv) {
        return imported(ResidentLine.read(bytes(csv)), residentStore::importResidents);
    }

    ImportResult contacts(String csv) {
        return imported(ContactLine.read(bytes(csv)), residentStore::importContacts);
    }

    ImportResult plans(String csv) {
        return imported(PlanLine.read(bytes(csv)), planStore::importPlans);
    }

    ImportResult devices(String csv) {
        return imported(DeviceLine.read(bytes(csv)), deviceStore::importDevices);
    }

    /** Residents {@code R0..} each with a device {@code d0..}. */
    void people(int count) {
        StringBuilder residentLines = new StringBuilder("resident_id,name,region_code\n");
        StringBuilder deviceLines = new StringBuilder("device_id,protocol,secret,resident_id\n");
        for (int i = 0; i < count; i++) {
            residentLines.append("R" + i + ",Name,11010100100" + i % 10 + "\n");
            deviceLines.append("d" + i + ",mqtt,secret" + i + ",R" + i + "\n");
        }
        assertThat(residents(residentLines.toString()).errors()).isEmpty();
        assertThat(devices(deviceLines.toString()).errors()).isEmpty();
    }

    private <L> ImportResult imported(ImportFile<L> file, Function<List<L>, ImportResult> store) {
        if (!file.errors().isEmpty()) {
            return ImportResult.refused(file.errors());
        }
        ImportResult result = store.apply(file.lines());
        residents.replaceAll(residentStore.loadResidents(), residentStore.loadContacts(), planStore.loadAll());
        devices.put(deviceStore.loadAll());
        return result;
    }

    private static byte[] bytes(String csv) {
        return csv.getBytes(StandardCharsets.UTF_8);
    }
}
