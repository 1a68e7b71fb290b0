package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.Quarantine.Entry;
import care.convoy.ingest.Quarantine.Kept;
import care.convoy.ingest.Quarantine.Reason;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Admission;
import care.convoy.ingest.RegisteredDevice.Proof;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.RegisteredDevice.State;
import care.convoy.ingest.Secret;
import care.convoy.resident.DeviceLine;
import care.convoy.resident.ImportFile;
import care.convoy.resident.ImportResult;
import care.convoy.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of devices beside the import, and what is kept of the quarantine, on a real PostgreSQL. */
class DeviceChangesTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final DeviceId D1 = new DeviceId("d1");

    @TempDir
    private Path directory;

    private Database database;
    private DeviceStore devices;
    private QuarantineStore quarantine;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        devices = new DeviceStore(database, Vault.open(directory.resolve("vault.key"), false));
        quarantine = new QuarantineStore(database);
        imported("old-secret");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ImportResult imported(String secret) {
        ImportFile<DeviceLine> file =
                DeviceLine.read(bytes("device_id,protocol,secret,model\nd1,mqtt," + secret + ",M1\n"));
        return devices.importDevices(file.lines());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Secret secret(String text) {
        return Secret.copyOf(bytes(text));
    }

    private RegisteredDevice d1() {
        return devices.loadAll().getFirst();
    }

    private void rotate(String next, boolean endsWithUse) {
        devices.change(
                D1,
                device ->
                        device.rotated(secret(next), new Rotation(device.secret(), NOW, NOW + 1_000, endsWithUse, 0)));
    }

    @Test
    void aRotationIsKeptSealedAndSeenByTheOthers() {
        String before = new Sql(database).text("select number::text from records_change");
        rotate("new-secret", true);
        assertThat(new Sql(database).text("select number::text from records_change"))
                .as("other gateways load it")
                .isNotEqualTo(before);
        assertThat(new Sql(database).text("select encode(sealed_former, 'escape') from device"))
                .doesNotContain("old-secret");
        assertThat(d1().proofBy(bytes("new-secret"), NOW)).isEqualTo(Proof.PRESENT);
        assertThat(d1().proofBy(bytes("old-secret"), NOW + 999)).isEqualTo(Proof.FORMER);
        assertThat(d1().proofBy(bytes("old-secret"), NOW + 1_000)).isEqualTo(Proof.NONE);
        devices.noteFirstUses(Map.of(D1, NOW - 1));
        assertThat(Objects.requireNonNull(d1().rotation()).usedMillis())
                .as("that was the one before")
                .isZero();
        devices.noteFirstUses(Map.of(D1, NOW + 5));
        devices.noteFirstUses(Map.of(D1, NOW + 9));
        assertThat(Objects.requireNonNull(d1().rotation()).usedMillis()).isEqualTo(NOW + 5);
        assertThat(d1().proofBy(bytes("old-secret"), NOW + 6)).isEqualTo(Proof.NONE);
    }

    @Test
    void aFileFromBeforeTheRotationDoesNotBringTheFormerSecretBack() {
        rotate("new-secret", false);
        assertThat(imported("old-secret").changed()).isZero();
        assertThat(d1().secret()).isEqualTo(secret("new-secret"));
        assertThat(imported("third-secret").changed()).isOne();
        assertThat(d1().secret()).isEqualTo(secret("third-secret"));
        assertThat(d1().rotation()).as("neither of the two before").isNull();
    }

    @Test
    void aFileDoesNotServeWhatIsBlocked() {
        Admission blocked = new Admission(State.BLOCKED, "lost", "zhao", NOW);
        assertThat(devices.change(D1, device -> device.admitted(blocked))).isEqualTo(d1());
        assertThat(imported("old-secret").changed()).isZero();
        assertThat(d1().admission()).isEqualTo(blocked);
        assertThat(imported("third-secret").changed()).isOne();
        assertThat(d1().admission()).isEqualTo(blocked);
        assertThat(devices.change(new DeviceId("nobody"), device -> device)).isNull();
    }

    @Test
    void anIdIsAddedOnce() {
        RegisteredDevice device = new RegisteredDevice(new DeviceId("d2"), Protocol.WATCH, secret(""), "W", List.of());
        assertThat(devices.add(device)).isTrue();
        assertThat(devices.add(device)).isFalse();
        assertThat(devices.loadAll()).contains(device);
    }

    private static Kept heard(String id, long atMillis, long count, long calls) {
        Entry entry = new Entry(
                Reason.UNKNOWN, Protocol.WATCH, id, "192.0.2.7", atMillis, atMillis, count, "sos", "3G", calls);
        return new Kept(entry, calls > 0 ? "sos" : "", calls > 0 ? atMillis : 0);
    }

    @Test
    void theDatabaseKeepsWhoCallsAndTakesNoPlaceFromAnotherNetworkForAFlood() {
        quarantine.add(List.of(
                from("caller", "198.51.100.9", NOW, 1, 1),
                from("quiet", "198.51.100.10", NOW, 1, 0),
                from("six", "2001:db8:7:0:0:0:0:1", NOW, 1, 1)));
        quarantine.add(List.of(from("again", "203.0.113.1", NOW, 1, 0)));
        quarantine.add(List.of(from("again", "203.0.113.1", NOW + 60_000, 1, 0)));
        List<Kept> flood = new ArrayList<>();
        for (int i = 0; i < 2 * Quarantine.MAX_ENTRIES; i++) {
            flood.add(from("x" + i, "203.0.113." + i % 250, NOW + 100_000 + i, 1, i % 2));
        }
        quarantine.add(flood);
        List<Kept> kept = quarantine.loadAll();
        assertThat(kept).hasSize(Quarantine.MAX_ENTRIES);
        assertThat(kept).extracting(each -> each.entry().id()).contains("caller", "quiet", "six", "again", "x1999");
        assertThat(kept).filteredOn(each -> each.entry().calls() > 0).hasSize(Quarantine.CALLED_KEPT);
    }

    private static Kept from(String id, String address, long atMillis, long count, long calls) {
        Entry entry =
                new Entry(Reason.UNKNOWN, Protocol.WATCH, id, address, atMillis, atMillis, count, "sos", "3G", calls);
        return new Kept(entry, calls > 0 ? "sos" : "", calls > 0 ? atMillis : 0);
    }

    @Test
    void countsOfSeveralGatewaysAddUp() {
        quarantine.add(List.of(heard("1", NOW, 2, 1)));
        quarantine.add(List.of(heard("1", NOW + 10, 3, 0), heard("2\0", NOW, 1, 0)));
        assertThat(quarantine.loadAll())
                .contains(new Kept(
                        new Entry(Reason.UNKNOWN, Protocol.WATCH, "1", "192.0.2.7", NOW, NOW + 10, 5, "sos", "3G", 1),
                        "sos",
                        NOW))
                .hasSize(2);
        quarantine.forget(Protocol.WATCH, "1");
        quarantine.forget(Protocol.MQTT, "2");
        assertThat(quarantine.loadAll()).hasSize(1);
    }

    @Test
    void theLastHeardStayAndTheOldestGo() {
        List<Kept> many = new ArrayList<>();
        for (int i = 0; i < Quarantine.MAX_ENTRIES + 5; i++) {
            many.add(heard("w" + i, NOW + i, 1, 0));
        }
        quarantine.add(many);
        assertThat(quarantine.loadAll())
                .hasSize(Quarantine.MAX_ENTRIES)
                .extracting(kept -> kept.entry().id())
                .doesNotContain("w0", "w4")
                .contains("w5");
    }
}
