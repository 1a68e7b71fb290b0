package care.convoy.resident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.account.ApiToken;
import care.convoy.account.Role;
import care.convoy.account.User;
import care.convoy.device.DeviceId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Admission;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.RegisteredDevice.State;
import care.convoy.ingest.Secret;
import care.convoy.resident.RecordsCache.Records;
import care.convoy.vault.Vault;
import java.io.DataOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsCacheTest {
    @TempDir
    private Path directory;

    @Test
    void givesBackWhatWasWritten() {
        Records records = records(3);
        cache("a.key").write(records(1));
        cache("a.key").write(records);
        assertThat(cache("a.key").read()).contains(records);
    }

    @Test
    void isEmptyBeforeTheFirstWrite() {
        assertThat(cache("a.key").read()).isEmpty();
    }

    @Test
    void spansManyBlocksAndHoldsNoReadableName() throws Exception {
        Records records = records(5_000);
        cache("a.key").write(records);
        assertThat(cache("a.key").read()).contains(records);
        byte[] file = Files.readAllBytes(file());
        assertThat(file.length).isGreaterThan(600_000);
        assertThat(new String(file, StandardCharsets.UTF_8))
                .doesNotContain("Hypertension")
                .doesNotContain("王秀英");
    }

    @Test
    void opensWithItsOwnKeyOnly() {
        cache("a.key").write(records(1));
        assertThatThrownBy(() -> cache("b.key").read())
                .isInstanceOf(Vault.Unusable.class)
                .hasMessageContaining("another key");
    }

    @Test
    void noticesThatTheEndWasCutOff() throws Exception {
        cache("a.key").write(records(5_000));
        byte[] whole = Files.readAllBytes(file());
        // exactly the first block: everything in it is genuine
        int firstBlock = 1 + 4 + ByteBuffer.wrap(whole).getInt(1);
        Files.write(file(), Arrays.copyOf(whole, firstBlock));
        assertThatThrownBy(() -> cache("a.key").read()).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void readsAFileThatWasWrittenBeforeThereWerePlans() throws Exception {
        Vault vault = Vault.open(directory.resolve("a.key"), false);
        try (SealedBlocks.Output sealed = new SealedBlocks.Output(Files.newOutputStream(file()), vault);
                DataOutputStream out = new DataOutputStream(sealed)) {
            out.writeInt(1);
            // five empty lists: residents, contacts, devices, users, tokens
            for (int list = 0; list < 5; list++) {
                out.writeInt(0);
            }
            out.flush();
            sealed.finish();
        }
        assertThat(cache("a.key").read())
                .contains(new Records(List.of(), List.of(), List.of(), List.of(), Map.of(), List.of()));
    }

    @Test
    void readsDevicesOfAFileThatWasWrittenBeforeTheyCouldBeBlocked() throws Exception {
        Vault vault = Vault.open(directory.resolve("a.key"), false);
        try (SealedBlocks.Output sealed = new SealedBlocks.Output(Files.newOutputStream(file()), vault);
                DataOutputStream out = new DataOutputStream(sealed)) {
            // version, no residents, no contacts, one device
            for (int each : new int[] {2, 0, 0, 1}) {
                out.writeInt(each);
            }
            out.writeUTF("d0");
            out.writeUTF("MQTT");
            out.writeShort(5);
            out.write(bytes("pass0"));
            out.writeUTF("");
            // nobody wears it; no users, tokens, plans
            for (int list = 0; list < 4; list++) {
                out.writeInt(0);
            }
            out.flush();
            sealed.finish();
        }
        assertThat(cache("a.key").read().orElseThrow().devices())
                .containsExactly(new RegisteredDevice(
                        new DeviceId("d0"), Protocol.MQTT, Secret.copyOf(bytes("pass0")), "", List.of()));
    }

    @Test
    void knowsWhatIsBlockedAndWhichSecretsAreGoodWithoutTheDatabase() {
        Records before = records(1);
        RegisteredDevice device = before.devices().getFirst();
        RegisteredDevice blocked = device.admitted(new Admission(State.BLOCKED, "lost", "zhao", 5))
                .rotated(Secret.copyOf(bytes("next")), new Rotation(device.secret(), 6, 7, true, 8));
        Records records = new Records(
                before.residents(),
                before.contacts(),
                List.of(blocked),
                before.users(),
                before.tokens(),
                before.planChanges());
        cache("a.key").write(records);
        assertThat(cache("a.key").read()).contains(records);
    }

    private RecordsCache cache(String key) {
        return new RecordsCache(file(), Vault.open(directory.resolve(key), false));
    }

    private Path file() {
        return directory.resolve("records.cache");
    }

    private static Records records(int count) {
        List<Resident> residents = new ArrayList<>();
        List<Contact> contacts = new ArrayList<>();
        List<RegisteredDevice> devices = new ArrayList<>();
        List<ResidentPlanChange> plans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            residents.add(ResidentLine.read(bytes("resident_id,name,birth_date,conditions\nR" + i
                            + ",王秀英,1950-01-02,Hypertension;Diabetes\n"))
                    .lines()
                    .getFirst()
                    .over(null));
            contacts.add(ContactLine.read(
                            bytes("resident_id,contact_id,name,role,capabilities\nR" + i + ",c1,Zhang,neighbour,key\n"))
                    .lines()
                    .getFirst()
                    .over(null));
            plans.add(PlanLine.read(
                            bytes("resident_id,priority,action,ring,what,value\nR" + i + ",P1,call,2,only,c1;c2\n"))
                    .lines()
                    .getFirst()
                    .change());
            devices.add(DeviceLine.read(
                            bytes("device_id,protocol,secret,resident_id\nd" + i + ",mqtt,pass" + i + ",R" + i + "\n"))
                    .lines()
                    .getFirst()
                    .over(null));
        }
        return new Records(
                residents,
                contacts,
                devices,
                List.of(new User("li", Role.OPERATOR, "$argon2id$", "1101", false, true)),
                Map.of("0f", new ApiToken("probe", Role.AUDITOR, "", true)),
                plans);
    }

    private static byte[] bytes(String csv) {
        return csv.getBytes(StandardCharsets.UTF_8);
    }
}
