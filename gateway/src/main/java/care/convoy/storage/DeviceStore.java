package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Admission;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.RegisteredDevice.State;
import care.convoy.ingest.Secret;
import care.convoy.resident.DeviceLine;
import care.convoy.resident.ImportError;
import care.convoy.resident.ImportResult;
import care.convoy.resident.StorageUnavailable;
import care.convoy.vault.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Provisioned devices; their secrets are sealed by the gateway's vault. Thread-safe; every method may throw
 * {@link StorageUnavailable}, and reading may throw {@link Vault.Unusable} if the key is not the one they were sealed with.
 */
public final class DeviceStore {
    private static final String SELECT = """
            select d.external_id, d.protocol, d.sealed_secret, d.model, d.state, d.state_reason, d.state_by, d.state_at,
              d.sealed_former, d.former_since, d.former_until, d.former_ends_with_use, d.new_used_at,
              coalesce((select array_agg(r.external_id order by dr.ordinal)
                        from device_resident dr join resident r on r.id = dr.resident_id
                        where dr.device_id = d.id), '{}') as residents
            from device d""";
    private static final String UPSERT = """
            insert into device (external_id, protocol, sealed_secret, model, state, state_reason, state_by, state_at,
              sealed_former, former_since, former_until, former_ends_with_use, new_used_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (external_id) do update set protocol = excluded.protocol,
              sealed_secret = excluded.sealed_secret, model = excluded.model, state = excluded.state,
              state_reason = excluded.state_reason, state_by = excluded.state_by, state_at = excluded.state_at,
              sealed_former = excluded.sealed_former, former_since = excluded.former_since,
              former_until = excluded.former_until, former_ends_with_use = excluded.former_ends_with_use,
              new_used_at = excluded.new_used_at, updated_at = now()""";
    private static final String LINK = """
            insert into device_resident (device_id, ordinal, resident_id)
            select d.id, ?, r.id from device d, resident r where d.external_id = ? and r.external_id = ?""";

    private final Database database;
    private final Vault vault;

    public DeviceStore(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Stores all lines, or none if one names a resident that does not exist. */
    public ImportResult importDevices(List<DeviceLine> lines) {
        return database.records(connection -> {
            List<ImportError> errors = unknownResidents(connection, lines);
            if (!errors.isEmpty()) {
                return ImportResult.refused(errors);
            }
            Map<DeviceId, RegisteredDevice> known = new HashMap<>();
            String[] ids = lines.stream().map(line -> line.id().value()).toArray(String[]::new);
            for (RegisteredDevice device : load(connection, ids)) {
                known.put(device.id(), device);
            }
            List<RegisteredDevice> changed = new ArrayList<>();
            for (DeviceLine line : lines) {
                RegisteredDevice before = known.get(line.id());
                RegisteredDevice after = line.over(before);
                if (!after.equals(before)) {
                    changed.add(after);
                }
            }
            write(connection, changed);
            return new ImportResult(lines.size(), changed.size(), List.of());
        });
    }

    /** Adds a device, whose residents exist. @return false if the id is taken; then nothing changed */
    public boolean add(RegisteredDevice device) {
        return database.records(connection -> {
            if (!load(connection, new String[] {device.id().value()}).isEmpty()) {
                return false;
            }
            write(connection, List.of(device));
            return true;
        });
    }

    /**
     * Changes one device, with nobody else at it meanwhile.
     *
     * @param change what becomes of the device; whom it then serves must exist. It may throw: then nothing changed
     * @return the device as it is now; null if there is none
     */
    public @Nullable RegisteredDevice change(DeviceId id, UnaryOperator<RegisteredDevice> change) {
        List<RegisteredDevice> changed = database.records(connection -> {
            List<RegisteredDevice> found = load(connection, new String[] {id.value()});
            List<RegisteredDevice> after = found.stream().map(change).toList();
            if (!after.equals(found)) {
                write(connection, after);
            }
            return after;
        });
        return changed.isEmpty() ? null : changed.getFirst();
    }

    /** Keeps when new secrets were used for the first time; of a secret that was replaced again since, nothing. */
    public void noteFirstUses(Map<DeviceId, Long> atMillis) {
        database.<Integer>records(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    update device set new_used_at = ? where external_id = ? and new_used_at is null
                      and former_since <= ?""")) {
                for (Map.Entry<DeviceId, Long> use : atMillis.entrySet()) {
                    Rows.setTime(update, 1, use.getValue());
                    update.setString(2, use.getKey().value());
                    Rows.setTime(update, 3, use.getValue());
                    update.addBatch();
                }
                return update.executeBatch().length;
            }
        });
    }

    /** Every device with its secret. */
    public List<RegisteredDevice> loadAll() {
        return database.records(connection -> load(connection, null));
    }

    private static List<ImportError> unknownResidents(Connection connection, List<DeviceLine> lines)
            throws SQLException {
        String[] named = lines.stream()
                .flatMap(line -> line.residents().stream())
                .map(ResidentId::value)
                .distinct()
                .toArray(String[]::new);
        Set<String> existing = ResidentStore.existing(connection, named);
        List<ImportError> errors = new ArrayList<>();
        for (DeviceLine line : lines) {
            for (ResidentId resident : line.residents()) {
                if (!existing.contains(resident.value())) {
                    errors.add(line.unknownResident(resident));
                }
            }
        }
        return errors;
    }

    /** @param ids which, or null for all */
    private List<RegisteredDevice> load(Connection connection, String @Nullable [] ids) throws SQLException {
        String sql = SELECT + (ids == null ? "" : " where d.external_id = any(?) for update of d");
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            if (ids != null) {
                select.setArray(1, connection.createArrayOf("text", ids));
            }
            List<RegisteredDevice> devices = new ArrayList<>();
            try (ResultSet rows = Rows.streamed(select)) {
                while (rows.next()) {
                    devices.add(read(rows));
                }
            }
            return devices;
        }
    }

    private RegisteredDevice read(ResultSet rows) throws SQLException {
        String id = rows.getString("external_id");
        return new RegisteredDevice(
                new DeviceId(id),
                Protocol.valueOf(rows.getString("protocol")),
                Secret.copyOf(vault.open(rows.getBytes("sealed_secret"), contextOf(id))),
                rows.getString("model"),
                Rows.texts(rows, "residents").stream().map(ResidentId::new).toList(),
                new Admission(
                        State.valueOf(rows.getString("state")),
                        rows.getString("state_reason"),
                        rows.getString("state_by"),
                        Rows.millis(rows, "state_at")),
                readRotation(rows, id));
    }

    private @Nullable Rotation readRotation(ResultSet rows, String id) throws SQLException {
        byte[] former = rows.getBytes("sealed_former");
        return former == null
                ? null
                : new Rotation(
                        Secret.copyOf(vault.open(former, contextOf(id))),
                        Rows.millis(rows, "former_since"),
                        Rows.millis(rows, "former_until"),
                        rows.getBoolean("former_ends_with_use"),
                        Rows.millis(rows, "new_used_at"));
    }

    private void write(Connection connection, List<RegisteredDevice> devices) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (RegisteredDevice device : devices) {
                String id = device.id().value();
                upsert.setString(1, id);
                upsert.setString(2, device.protocol().name());
                upsert.setBytes(3, vault.seal(device.secret().toBytes(), contextOf(id)));
                upsert.setString(4, device.model());
                bindAdmission(upsert, device.admission());
                bindRotation(upsert, device.rotation(), id);
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
        link(connection, devices);
    }

    private static void bindAdmission(PreparedStatement to, Admission admission) throws SQLException {
        to.setString(5, admission.state().name());
        to.setString(6, admission.reason());
        to.setString(7, admission.by());
        Rows.setTime(to, 8, admission.sinceMillis());
    }

    private void bindRotation(PreparedStatement to, @Nullable Rotation rotation, String id) throws SQLException {
        to.setBytes(9, rotation == null ? null : vault.seal(rotation.former().toBytes(), contextOf(id)));
        Rows.setTime(to, 10, rotation == null ? 0 : rotation.sinceMillis());
        Rows.setTime(to, 11, rotation == null ? 0 : rotation.untilMillis());
        to.setBoolean(12, rotation != null && rotation.endsWithUse());
        Rows.setTime(to, 13, rotation == null ? 0 : rotation.usedMillis());
    }

    private static void link(Connection connection, List<RegisteredDevice> devices) throws SQLException {
        try (PreparedStatement unlink = connection.prepareStatement(
                "delete from device_resident using device d where device_id = d.id and d.external_id = any(?)")) {
            unlink.setArray(
                    1,
                    Rows.texts(
                            connection,
                            devices.stream().map(device -> device.id().value()).toList()));
            unlink.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(LINK)) {
            for (RegisteredDevice device : devices) {
                for (int ordinal = 0; ordinal < device.residents().size(); ordinal++) {
                    insert.setInt(1, ordinal);
                    insert.setString(2, device.id().value());
                    insert.setString(3, device.residents().get(ordinal).value());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static String contextOf(String deviceId) {
        return "device-secret/" + deviceId;
    }
}
