package care.convoy.storage;

import care.convoy.resident.StorageUnavailable;
import java.sql.PreparedStatement;
import java.util.List;

/**
 * Who did what to whose record: written once, never changed; the table refuses it. Thread-safe; may throw
 * {@link StorageUnavailable}, and then nothing was written.
 */
public final class AuditLog {
    private final Database database;

    public AuditLog(Database database) {
        this.database = database;
    }

    /**
     * One fact; ids only.
     *
     * @param actor login, token name, or {@code administration}
     * @param address of the client, or empty
     * @param action as {@code users.add}
     * @param subject id of what was acted on, or empty
     * @param outcome {@code done}, {@code denied}, {@code failed} or a problem's short name
     */
    public record Entry(long atMillis, String actor, String address, String action, String subject, String outcome) {}

    /** Writes them all; they are durable when this returns. */
    public void append(List<Entry> entries) {
        database.records(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into audit (at, actor, address, action, subject, outcome) values (?, ?, ?, ?, ?, ?)")) {
                for (Entry entry : entries) {
                    insert.setObject(1, Rows.time(entry.atMillis()));
                    insert.setString(2, HistoryJson.storable(entry.actor()));
                    insert.setString(3, HistoryJson.storable(entry.address()));
                    insert.setString(4, HistoryJson.storable(entry.action()));
                    insert.setString(5, HistoryJson.storable(entry.subject()));
                    insert.setString(6, HistoryJson.storable(entry.outcome()));
                    insert.addBatch();
                }
                return insert.executeBatch().length;
            }
        });
    }
}
