package care.convoy.storage;

import care.convoy.account.ApiToken;
import care.convoy.account.Role;
import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** API tokens, by the SHA-256 of the token only. Thread-safe; every method may throw {@link StorageUnavailable}. */
public final class TokenStore {
    private static final String SELECT =
            "select name, role, scope_prefix, revoked_at is not null as revoked, token_hash from api_token";

    private final Database database;

    public TokenStore(Database database) {
        this.database = database;
    }

    /**
     * Adds the token.
     *
     * @param sha256 of the token's characters, 64 lower-case hexadecimal digits
     * @return false if the name is taken; then nothing changed
     */
    public boolean add(ApiToken token, String sha256) {
        return database.records(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into api_token (name, role, scope_prefix, token_hash) values (?, ?, ?, ?)
                    on conflict (name) do nothing""")) {
                insert.setString(1, token.name());
                insert.setString(2, token.role().wireName());
                insert.setString(3, token.scopePrefix());
                insert.setBytes(4, HexFormat.of().parseHex(sha256));
                return insert.executeUpdate() == 1;
            }
        });
    }

    /** Every token, revoked ones too, by the lower-case hexadecimal digits of its SHA-256. */
    public Map<String, ApiToken> loadAll() {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT);
                    ResultSet rows = select.executeQuery()) {
                Map<String, ApiToken> tokens = new HashMap<>();
                while (rows.next()) {
                    tokens.put(HexFormat.of().formatHex(rows.getBytes("token_hash")), read(rows));
                }
                return tokens;
            }
        });
    }

    /** Makes the token useless for ever. @return false if there is none of that name, or it was revoked before */
    public boolean revoke(String name) {
        return database.records(connection -> revoke(connection, name));
    }

    static boolean revoke(Connection connection, String name) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update api_token set revoked_at = now() where name = ? and revoked_at is null")) {
            update.setString(1, name);
            return update.executeUpdate() == 1;
        }
    }

    private static ApiToken read(ResultSet rows) throws SQLException {
        return new ApiToken(
                rows.getString("name"),
                Role.named(rows.getString("role")).orElseThrow(),
                rows.getString("scope_prefix"),
                rows.getBoolean("revoked"));
    }
}
