package care.convoy.storage;

import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.resident.Contact;
import care.convoy.resident.ContactLine;
import care.convoy.resident.ImportError;
import care.convoy.resident.ImportResult;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentLine;
import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Residents and their contacts. Thread-safe; every method may throw {@link StorageUnavailable}. An import is one
 * transaction; a record's version moves by one only if the record says something else than before.
 */
public final class ResidentStore {
    private static final String COLUMNS = """
            name, sex, birth_date, birth_calendar, region_code, address, latitude, longitude, phone, care_grade, \
            conditions, medicines, allergies, blood_group, doctor_name, doctor_phone, preferred_hospital, access_note, \
            version, external_id""";
    private static final String INSERT = "insert into resident (" + COLUMNS
            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = """
            update resident set name = ?, sex = ?, birth_date = ?, birth_calendar = ?, region_code = ?, address = ?,
              latitude = ?, longitude = ?, phone = ?, care_grade = ?, conditions = ?, medicines = ?, allergies = ?,
              blood_group = ?, doctor_name = ?, doctor_phone = ?, preferred_hospital = ?, access_note = ?, version = ?,
              updated_at = now()
            where external_id = ?""";
    private static final String UPSERT_CONTACT = """
            insert into contact (resident_id, contact_id, name, role, ring, phone, capabilities, channels, hours, mail,
              webhook, language)
            select id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from resident where external_id = ?
            on conflict (resident_id, contact_id) do update set name = excluded.name, role = excluded.role,
              ring = excluded.ring, phone = excluded.phone, capabilities = excluded.capabilities,
              channels = excluded.channels, hours = excluded.hours, mail = excluded.mail,
              webhook = excluded.webhook, language = excluded.language, updated_at = now()""";

    private final Database database;

    public ResidentStore(Database database) {
        this.database = database;
    }

    /** A number that changes with every change of residents, contacts, devices, accounts and tokens. */
    public long changeNumber() {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select number from records_change");
                    ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /** Stores all lines or, with the database away, none. */
    public ImportResult importResidents(List<ResidentLine> lines) {
        return database.records(connection -> {
            Map<ResidentId, Resident> known = lockResidents(
                    connection, lines.stream().map(line -> line.id().value()).toList());
            List<Resident> fresh = new ArrayList<>();
            List<Resident> altered = new ArrayList<>();
            for (ResidentLine line : lines) {
                Resident before = known.get(line.id());
                Resident after = line.over(before);
                if (before == null) {
                    fresh.add(withVersion(after, 1));
                } else if (!after.equals(before)) {
                    altered.add(withVersion(after, before.version() + 1));
                }
            }
            write(connection, INSERT, fresh);
            write(connection, UPDATE, altered);
            return new ImportResult(lines.size(), fresh.size() + altered.size(), List.of());
        });
    }

    /** Stores all lines, or none if one names a resident that does not exist. */
    public ImportResult importContacts(List<ContactLine> lines) {
        return database.records(connection -> {
            String[] residents = lines.stream()
                    .map(line -> line.resident().value())
                    .distinct()
                    .toArray(String[]::new);
            Set<String> existing = existing(connection, residents);
            List<ImportError> errors = lines.stream()
                    .filter(line -> !existing.contains(line.resident().value()))
                    .map(ContactLine::unknownResident)
                    .toList();
            if (!errors.isEmpty()) {
                return ImportResult.refused(errors);
            }
            Map<String, Contact> known = new HashMap<>();
            for (Contact contact : contacts(connection, residents)) {
                known.put(keyOf(contact), contact);
            }
            List<Contact> changed = new ArrayList<>();
            for (ContactLine line : lines) {
                Contact before = known.get(line.resident() + "/" + line.id());
                Contact after = line.over(before);
                if (!after.equals(before)) {
                    changed.add(after);
                }
            }
            writeContacts(connection, changed);
            return new ImportResult(lines.size(), changed.size(), List.of());
        });
    }

    /** Every resident. */
    public List<Resident> loadResidents() {
        return database.records(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("select " + COLUMNS + " from resident order by id");
                    ResultSet rows = Rows.streamed(select)) {
                return readResidents(rows);
            }
        });
    }

    /** Every contact of every resident. */
    public List<Contact> loadContacts() {
        return database.records(connection -> contacts(connection, null));
    }

    /** Which of these residents exist. */
    static Set<String> existing(Connection connection, String[] externalIds) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select external_id from resident where external_id = any(?) for share")) {
            select.setArray(1, connection.createArrayOf("text", externalIds));
            Set<String> found = new HashSet<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private static String keyOf(Contact contact) {
        return contact.resident() + "/" + contact.id();
    }

    private static Map<ResidentId, Resident> lockResidents(Connection connection, Collection<String> externalIds)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + COLUMNS + " from resident where external_id = any(?) order by id for update")) {
            select.setArray(1, connection.createArrayOf("text", externalIds.toArray()));
            Map<ResidentId, Resident> known = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                for (Resident resident : readResidents(rows)) {
                    known.put(resident.id(), resident);
                }
            }
            return known;
        }
    }

    private static void write(Connection connection, String sql, List<Resident> residents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Resident resident : residents) {
                bind(connection, statement, resident);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(Connection connection, PreparedStatement to, Resident resident) throws SQLException {
        to.setString(1, resident.name());
        to.setString(2, resident.sex().name());
        to.setObject(3, resident.birthDate(), Types.DATE);
        to.setString(4, resident.birthCalendar().name());
        to.setString(5, resident.regionCode());
        to.setString(6, resident.address());
        to.setObject(7, Double.isNaN(resident.latitude()) ? null : resident.latitude(), Types.DOUBLE);
        to.setObject(8, Double.isNaN(resident.longitude()) ? null : resident.longitude(), Types.DOUBLE);
        to.setString(9, resident.phone());
        to.setInt(10, resident.careGrade());
        to.setArray(11, Rows.texts(connection, resident.conditions()));
        to.setArray(12, Rows.texts(connection, resident.medicines()));
        to.setArray(13, Rows.texts(connection, resident.allergies()));
        to.setString(14, resident.bloodGroup());
        to.setString(15, resident.doctorName());
        to.setString(16, resident.doctorPhone());
        to.setString(17, resident.preferredHospital());
        to.setString(18, resident.accessNote());
        to.setLong(19, resident.version());
        to.setString(20, resident.id().value());
    }

    private static List<Resident> readResidents(ResultSet rows) throws SQLException {
        List<Resident> residents = new ArrayList<>();
        while (rows.next()) {
            residents.add(new Resident(
                    new ResidentId(rows.getString("external_id")),
                    rows.getLong("version"),
                    rows.getString("name"),
                    Resident.Sex.valueOf(rows.getString("sex")),
                    rows.getObject("birth_date", LocalDate.class),
                    Resident.BirthCalendar.valueOf(rows.getString("birth_calendar")),
                    rows.getString("region_code"),
                    rows.getString("address"),
                    Rows.degrees(rows, "latitude"),
                    Rows.degrees(rows, "longitude"),
                    rows.getString("phone"),
                    rows.getInt("care_grade"),
                    Rows.texts(rows, "conditions"),
                    Rows.texts(rows, "medicines"),
                    Rows.texts(rows, "allergies"),
                    rows.getString("blood_group"),
                    rows.getString("doctor_name"),
                    rows.getString("doctor_phone"),
                    rows.getString("preferred_hospital"),
                    rows.getString("access_note")));
        }
        return residents;
    }

    private static Resident withVersion(Resident resident, long version) {
        return new Resident(
                resident.id(),
                version,
                resident.name(),
                resident.sex(),
                resident.birthDate(),
                resident.birthCalendar(),
                resident.regionCode(),
                resident.address(),
                resident.latitude(),
                resident.longitude(),
                resident.phone(),
                resident.careGrade(),
                resident.conditions(),
                resident.medicines(),
                resident.allergies(),
                resident.bloodGroup(),
                resident.doctorName(),
                resident.doctorPhone(),
                resident.preferredHospital(),
                resident.accessNote());
    }

    /** @param residents whose, or null for everybody's */
    private static List<Contact> contacts(Connection connection, String @Nullable [] residents) throws SQLException {
        String sql = "select r.external_id, c.contact_id, c.name, c.role, c.ring, c.phone, c.capabilities, c.channels,"
                + " c.hours, c.mail, c.webhook, c.language from contact c join resident r on r.id = c.resident_id"
                + (residents == null ? "" : " where r.external_id = any(?)");
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            if (residents != null) {
                select.setArray(1, connection.createArrayOf("text", residents));
            }
            List<Contact> contacts = new ArrayList<>();
            try (ResultSet rows = Rows.streamed(select)) {
                while (rows.next()) {
                    contacts.add(readContact(rows));
                }
            }
            return contacts;
        }
    }

    private static Contact readContact(ResultSet rows) throws SQLException {
        Set<Contact.Capability> capabilities = EnumSet.noneOf(Contact.Capability.class);
        for (String each : Rows.texts(rows, "capabilities")) {
            capabilities.add(Contact.Capability.valueOf(each));
        }
        return new Contact(
                new ResidentId(rows.getString("external_id")),
                rows.getString("contact_id"),
                rows.getString("name"),
                Contact.Role.valueOf(rows.getString("role")),
                rows.getInt("ring"),
                rows.getString("phone"),
                capabilities,
                Rows.texts(rows, "channels").stream().map(ChannelKind::valueOf).toList(),
                rows.getString("hours"),
                rows.getString("mail"),
                rows.getString("webhook"),
                Contact.Language.valueOf(rows.getString("language")));
    }

    private static void writeContacts(Connection connection, List<Contact> contacts) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT_CONTACT)) {
            for (Contact contact : contacts) {
                upsert.setString(1, contact.id());
                upsert.setString(2, contact.name());
                upsert.setString(3, contact.role().name());
                upsert.setInt(4, contact.ring());
                upsert.setString(5, contact.phone());
                upsert.setArray(6, Rows.names(connection, contact.capabilities()));
                upsert.setArray(7, Rows.names(connection, contact.channels()));
                upsert.setString(8, contact.hours());
                upsert.setString(9, contact.mail());
                upsert.setString(10, contact.webhook());
                upsert.setString(11, contact.language().name());
                upsert.setString(12, contact.resident().value());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }
}
