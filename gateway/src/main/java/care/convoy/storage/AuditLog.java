package care.convoy.storage;

import care.convoy.resident.StorageUnavailable;
import java.sql.PreparedStatement;

/**
 * Who did what to whose record: written once, never changed; the table refuses it. Thread-safe; may throw
 * {@link StorageUnavailable}, and then the caller does not do what it could not write down.
 */
public final class AuditLog {
    private final Database database;

    public AuditLog(Database database) {
        this.database = database;
    }

    /**
     * Writes one line; it is durable when this returns.
     *
     * @param actor login, token name, or the administration socket
     * @param action as {@code users.add}
     * @param subject id of what was acted on
     */
    public void append(String actor, String action, String subject) {
        database.records(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into audit (actor, action, subject) values (?, ?, ?)")) {
                insert.setString(1, actor);
                insert.setString(2, action);
                insert.setString(3, subject);
                return insert.executeUpdate();
            }
        });
    }
}
