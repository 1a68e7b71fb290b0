package care.convoy.resident;

import care.convoy.account.ApiToken;
import care.convoy.account.Role;
import care.convoy.account.User;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.PlanChange;
import care.convoy.escalation.Urgency;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Admission;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.RegisteredDevice.State;
import care.convoy.ingest.Secret;
import care.convoy.resident.RecordsCache.Records;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cache file's form. A file of version 1 holds no plans, one of version 2 nothing of devices that are blocked or whose
 * secret was replaced, one of version 3 no mail and web addresses of contacts; one of a later version than this is not read, but written anew
 * from the database.
 */
final class RecordsEncoding {
    private static final int VERSION = 4;
    private static final int WITHOUT_ADDRESSES = 3;
    private static final int WITHOUT_ADMISSION = 2;
    private static final int WITHOUT_PLANS = 1;

    private RecordsEncoding() {}

    /** Writes one record. */
    private interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    /** Reads one record. */
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static void write(DataOutputStream out, Records records) throws IOException {
        out.writeInt(VERSION);
        writeAll(out, records.residents(), RecordsEncoding::writeResident);
        writeAll(out, records.contacts(), RecordsEncoding::writeContact);
        writeAll(out, records.devices(), RecordsEncoding::writeDevice);
        writeAll(out, records.users(), RecordsEncoding::writeUser);
        writeAll(out, List.copyOf(records.tokens().entrySet()), RecordsEncoding::writeToken);
        writeAll(out, records.planChanges(), RecordsEncoding::writePlanChange);
    }

    static Records read(DataInputStream in) throws IOException {
        int version = in.readInt();
        if (version < WITHOUT_PLANS || version > VERSION) {
            throw new IOException("records cache is of version " + version + " instead of " + VERSION);
        }
        return new Records(
                readAll(in, RecordsEncoding::readResident),
                readAll(in, from -> readContact(from, version > WITHOUT_ADDRESSES)),
                readAll(in, from -> readDevice(from, version > WITHOUT_ADMISSION)),
                readAll(in, RecordsEncoding::readUser),
                readAll(in, RecordsEncoding::readToken).stream()
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)),
                version == WITHOUT_PLANS ? List.of() : readAll(in, RecordsEncoding::readPlanChange));
    }

    private static void writeResident(DataOutputStream out, Resident resident) throws IOException {
        out.writeUTF(resident.id().value());
        out.writeLong(resident.version());
        out.writeUTF(resident.name());
        out.writeUTF(resident.sex().name());
        writeDate(out, resident.birthDate());
        out.writeUTF(resident.birthCalendar().name());
        out.writeUTF(resident.regionCode());
        out.writeUTF(resident.address());
        out.writeDouble(resident.latitude());
        out.writeDouble(resident.longitude());
        out.writeUTF(resident.phone());
        out.writeByte(resident.careGrade());
        writeAll(out, resident.conditions(), DataOutputStream::writeUTF);
        writeAll(out, resident.medicines(), DataOutputStream::writeUTF);
        writeAll(out, resident.allergies(), DataOutputStream::writeUTF);
        out.writeUTF(resident.bloodGroup());
        out.writeUTF(resident.doctorName());
        out.writeUTF(resident.doctorPhone());
        out.writeUTF(resident.preferredHospital());
        out.writeUTF(resident.accessNote());
    }

    private static Resident readResident(DataInputStream in) throws IOException {
        return new Resident(
                new ResidentId(in.readUTF()),
                in.readLong(),
                in.readUTF(),
                Resident.Sex.valueOf(in.readUTF()),
                readDate(in),
                Resident.BirthCalendar.valueOf(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                in.readDouble(),
                in.readDouble(),
                in.readUTF(),
                in.readByte(),
                readAll(in, from -> from.readUTF()),
                readAll(in, from -> from.readUTF()),
                readAll(in, from -> from.readUTF()),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF());
    }

    private static void writeContact(DataOutputStream out, Contact contact) throws IOException {
        out.writeUTF(contact.resident().value());
        out.writeUTF(contact.id());
        out.writeUTF(contact.name());
        out.writeUTF(contact.role().name());
        out.writeByte(contact.ring());
        out.writeUTF(contact.phone());
        writeAll(out, List.copyOf(contact.capabilities()), (to, each) -> to.writeUTF(each.name()));
        writeAll(out, contact.channels(), (to, each) -> to.writeUTF(each.name()));
        out.writeUTF(contact.hours());
        out.writeUTF(contact.mail());
        out.writeUTF(contact.webhook());
        out.writeUTF(contact.language().name());
    }

    private static Contact readContact(DataInputStream in, boolean addresses) throws IOException {
        return new Contact(
                new ResidentId(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                Contact.Role.valueOf(in.readUTF()),
                in.readByte(),
                in.readUTF(),
                new HashSet<>(readAll(in, from -> Contact.Capability.valueOf(from.readUTF()))),
                readAll(in, from -> ChannelKind.valueOf(from.readUTF())),
                in.readUTF(),
                addresses ? in.readUTF() : "",
                addresses ? in.readUTF() : "",
                addresses ? Contact.Language.valueOf(in.readUTF()) : Contact.Language.ZH);
    }

    private static void writeDevice(DataOutputStream out, RegisteredDevice device) throws IOException {
        out.writeUTF(device.id().value());
        out.writeUTF(device.protocol().name());
        writeSecret(out, device.secret());
        out.writeUTF(device.model());
        writeAll(out, device.residents(), (to, each) -> to.writeUTF(each.value()));
        Admission admission = device.admission();
        out.writeUTF(admission.state().name());
        out.writeUTF(admission.reason());
        out.writeUTF(admission.by());
        out.writeLong(admission.sinceMillis());
        Rotation rotation = device.rotation();
        out.writeBoolean(rotation != null);
        if (rotation != null) {
            writeSecret(out, rotation.former());
            out.writeLong(rotation.sinceMillis());
            out.writeLong(rotation.untilMillis());
            out.writeBoolean(rotation.endsWithUse());
            out.writeLong(rotation.usedMillis());
        }
    }

    private static void writeSecret(DataOutputStream out, Secret secret) throws IOException {
        byte[] bytes = secret.toBytes();
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static Secret readSecret(DataInputStream in) throws IOException {
        return Secret.copyOf(in.readNBytes(in.readUnsignedShort()));
    }

    private static RegisteredDevice readDevice(DataInputStream in, boolean withAdmission) throws IOException {
        RegisteredDevice device = new RegisteredDevice(
                new DeviceId(in.readUTF()),
                RegisteredDevice.Protocol.valueOf(in.readUTF()),
                readSecret(in),
                in.readUTF(),
                readAll(in, from -> new ResidentId(from.readUTF())));
        if (!withAdmission) {
            return device;
        }
        Admission admission = new Admission(State.valueOf(in.readUTF()), in.readUTF(), in.readUTF(), in.readLong());
        Rotation rotation = in.readBoolean()
                ? new Rotation(readSecret(in), in.readLong(), in.readLong(), in.readBoolean(), in.readLong())
                : null;
        return device.admitted(admission).rotated(device.secret(), rotation);
    }

    private static void writeUser(DataOutputStream out, User user) throws IOException {
        out.writeUTF(user.login());
        out.writeUTF(user.role().name());
        out.writeUTF(user.passwordHash());
        out.writeUTF(user.scopePrefix());
        out.writeBoolean(user.disabled());
        out.writeBoolean(user.mustChange());
    }

    private static User readUser(DataInputStream in) throws IOException {
        return new User(
                in.readUTF(),
                Role.valueOf(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                in.readBoolean(),
                in.readBoolean());
    }

    private static void writeToken(DataOutputStream out, Map.Entry<String, ApiToken> byHash) throws IOException {
        ApiToken token = byHash.getValue();
        out.writeUTF(byHash.getKey());
        out.writeUTF(token.name());
        out.writeUTF(token.role().name());
        out.writeUTF(token.scopePrefix());
        out.writeBoolean(token.revoked());
    }

    private static Map.Entry<String, ApiToken> readToken(DataInputStream in) throws IOException {
        return Map.entry(
                in.readUTF(), new ApiToken(in.readUTF(), Role.valueOf(in.readUTF()), in.readUTF(), in.readBoolean()));
    }

    private static void writePlanChange(DataOutputStream out, ResidentPlanChange each) throws IOException {
        PlanChange change = each.change();
        out.writeUTF(each.resident().value());
        out.writeUTF(change.urgency().name());
        out.writeUTF(change.action().name());
        out.writeByte(change.ring());
        out.writeUTF(change.what().name());
        out.writeInt(change.seconds());
        writeAll(out, change.contacts(), DataOutputStream::writeUTF);
    }

    private static ResidentPlanChange readPlanChange(DataInputStream in) throws IOException {
        return new ResidentPlanChange(
                new ResidentId(in.readUTF()),
                new PlanChange(
                        Urgency.valueOf(in.readUTF()),
                        Action.valueOf(in.readUTF()),
                        in.readByte(),
                        PlanChange.What.valueOf(in.readUTF()),
                        in.readInt(),
                        readAll(in, from -> from.readUTF())));
    }

    private static void writeDate(DataOutputStream out, @Nullable LocalDate date) throws IOException {
        out.writeUTF(date == null ? "" : date.toString());
    }

    private static @Nullable LocalDate readDate(DataInputStream in) throws IOException {
        String date = in.readUTF();
        return date.isEmpty() ? null : LocalDate.parse(date);
    }

    private static <T> void writeAll(DataOutputStream out, List<T> values, Writer<T> writer) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            writer.write(out, value);
        }
    }

    private static <T> List<T> readAll(DataInputStream in, Reader<T> reader) throws IOException {
        int count = in.readInt();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(reader.read(in));
        }
        return values;
    }
}
