package care.convoy.storage;

import care.convoy.device.ResidentId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What health rules have learned of each resident, some 2 KB each; health data, in the database only. Thread-safe; every method may
 * throw {@link care.convoy.resident.StorageUnavailable}.
 */
public final class UsualStore {
    private static final String KEEP = """
            insert into resident_usual (resident_id, learned) select id, ? from resident where external_id = ?
            on conflict (resident_id) do update set learned = excluded.learned, kept_at = now()""";
    private static final String FIND = """
            select r.external_id, u.learned from resident_usual u join resident r on r.id = u.resident_id
            where r.external_id = any(?)""";

    private final Database database;

    public UsualStore(Database database) {
        this.database = database;
    }

    /** Keeps the newest of each; residents that are not in the records are passed over. */
    public void keep(Map<ResidentId, byte[]> learned) {
        database.<Integer>records(connection -> {
            try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
                // always in the same order, so that two gateways never wait for each other
                for (ResidentId resident : learned.keySet().stream()
                        .sorted(java.util.Comparator.comparing(ResidentId::value))
                        .toList()) {
                    keep.setBytes(1, learned.get(resident));
                    keep.setString(2, resident.value());
                    keep.addBatch();
                }
                return keep.executeBatch().length;
            }
        });
    }

    /** What was kept of these; nothing of those of whom nothing was. */
    public Map<ResidentId, byte[]> find(Collection<ResidentId> residents) {
        return database.records(connection -> {
            try (PreparedStatement find = connection.prepareStatement(FIND)) {
                find.setArray(
                        1,
                        connection.createArrayOf(
                                "text",
                                residents.stream().map(ResidentId::value).toArray()));
                Map<ResidentId, byte[]> found = new HashMap<>();
                try (ResultSet rows = find.executeQuery()) {
                    while (rows.next()) {
                        found.put(new ResidentId(rows.getString(1)), rows.getBytes(2));
                    }
                }
                return found;
            }
        });
    }
}
