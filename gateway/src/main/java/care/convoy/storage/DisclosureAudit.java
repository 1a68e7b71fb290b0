package care.convoy.storage;

import care.convoy.disclosure.DisclosureLog;
import java.sql.PreparedStatement;

/** What was handed out to other systems, in the audit. Thread-safe. */
public final class DisclosureAudit implements DisclosureLog {
    private final Database database;

    public DisclosureAudit(Database database) {
        this.database = database;
    }

    @Override
    public void record(Entry entry) {
        database.<Integer>records(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into audit (at, actor, address, action, subject, outcome, detail)
                    values (?, ?, ?, ?, ?, ?, ?)""")) {
                insert.setObject(1, Rows.time(entry.atMillis()));
                insert.setString(2, HistoryJson.storable(entry.grant()));
                insert.setString(3, HistoryJson.storable(entry.address()));
                insert.setString(4, HistoryJson.storable(entry.action()));
                insert.setString(5, HistoryJson.storable(entry.subject()));
                insert.setString(6, HistoryJson.storable(entry.outcome()));
                insert.setString(7, HistoryJson.storable(entry.detail()));
                return insert.executeUpdate();
            }
        });
    }
}
