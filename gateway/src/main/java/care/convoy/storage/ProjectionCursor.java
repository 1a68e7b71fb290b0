package care.convoy.storage;

import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How far the history is, as the database says.
 *
 * @param position of the last event in it, -1 if there is none
 */
record ProjectionCursor(long logId, long position, int ordinal) {

    /** The database's cursor; set to the beginning of this log if it has none. */
    static ProjectionCursor loadOrBegin(Database database, long logId) {
        return database.records(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into projection (log_id, position, ordinal) values (?, -1, -1) on conflict do nothing")) {
                insert.setLong(1, logId);
                insert.executeUpdate();
            }
            try (PreparedStatement select =
                            connection.prepareStatement("select log_id, position, ordinal from projection");
                    ResultSet rows = select.executeQuery()) {
                rows.next();
                return new ProjectionCursor(rows.getLong(1), rows.getLong(2), rows.getInt(3));
            }
        });
    }

    /** Moves the cursor from here. @return false if it is elsewhere by now: another projector, or a reply that was lost */
    boolean moveTo(Connection connection, ProjectionCursor next) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update projection set position = ?, ordinal = ?, updated_at = now()
                where log_id = ? and position = ? and ordinal = ?""")) {
            update.setLong(1, next.position);
            update.setInt(2, next.ordinal);
            update.setLong(3, logId);
            update.setLong(4, position);
            update.setInt(5, ordinal);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Places the cursor, whatever it was: the history goes on after this place of this log.
     *
     * @throws StorageUnavailable if the database is away; then nothing changed
     */
    static void adopt(Database database, ProjectionCursor place) {
        database.records(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement("""
                    insert into projection (log_id, position, ordinal) values (?, ?, ?)
                    on conflict (one) do update set log_id = excluded.log_id, position = excluded.position,
                      ordinal = excluded.ordinal, updated_at = now()""")) {
                upsert.setLong(1, place.logId);
                upsert.setLong(2, place.position);
                upsert.setInt(3, place.ordinal);
                return upsert.executeUpdate();
            }
        });
    }
}
