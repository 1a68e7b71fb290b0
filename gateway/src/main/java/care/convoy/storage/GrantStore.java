package care.convoy.storage;

import care.convoy.disclosure.Grant;
import care.convoy.disclosure.GrantBook;
import care.convoy.disclosure.Scope;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Grants in the database. Thread-safe. */
public final class GrantStore implements GrantBook {
    private static final String SELECT =
            "select name, scopes, area, purpose, created_by, created_at, expires_at, revoked_at, used_at from access_grant";

    private final Database database;

    public GrantStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(Grant grant, String sha256) {
        return database.records(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into access_grant (name, scopes, area, purpose, created_by, created_at, expires_at, token_hash)
                    values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (name) do nothing""")) {
                insert.setString(1, grant.name());
                insert.setArray(2, Rows.names(connection, grant.scopes()));
                insert.setString(3, grant.area());
                insert.setString(4, HistoryJson.storable(grant.purpose()));
                insert.setString(5, HistoryJson.storable(grant.createdBy()));
                insert.setObject(6, Rows.time(grant.createdMillis()));
                insert.setObject(7, Rows.time(grant.expiresMillis()));
                insert.setBytes(8, HexFormat.of().parseHex(sha256));
                return insert.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<Grant> all() {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT + " order by name")) {
                return read(select);
            }
        });
    }

    @Override
    public boolean revoke(String name, String by, long nowMillis) {
        return database.records(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update access_grant set revoked_at = ?, revoked_by = ? where name = ? and revoked_at is null")) {
                update.setObject(1, Rows.time(nowMillis));
                update.setString(2, HistoryJson.storable(by));
                update.setString(3, name);
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public @Nullable Grant find(String sha256) {
        List<Grant> found = database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT + " where token_hash = ?")) {
                select.setBytes(1, HexFormat.of().parseHex(sha256));
                return read(select);
            }
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public void used(String name, long nowMillis) {
        database.<Integer>records(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update access_grant set used_at = ? where name = ?")) {
                update.setObject(1, Rows.time(nowMillis));
                update.setString(2, name);
                return update.executeUpdate();
            }
        });
    }

    private static List<Grant> read(PreparedStatement select) throws SQLException {
        List<Grant> grants = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Set<Scope> scopes = EnumSet.noneOf(Scope.class);
                Rows.texts(rows, "scopes").forEach(name -> scopes.add(Scope.valueOf(name)));
                grants.add(new Grant(
                        rows.getString("name"),
                        scopes,
                        rows.getString("area"),
                        rows.getString("purpose"),
                        rows.getString("created_by"),
                        Rows.millis(rows, "created_at"),
                        Rows.millis(rows, "expires_at"),
                        Rows.millis(rows, "revoked_at"),
                        Rows.millis(rows, "used_at")));
            }
        }
        return grants;
    }
}
