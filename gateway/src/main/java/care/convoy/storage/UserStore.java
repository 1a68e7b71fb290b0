package care.convoy.storage;

import care.convoy.account.Role;
import care.convoy.account.User;
import care.convoy.resident.StorageUnavailable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Console users. Thread-safe; every method may throw {@link StorageUnavailable}. */
public final class UserStore {
    private static final String SELECT =
            "select login, role, password_hash, scope_prefix, disabled, must_change from account";

    private final Database database;

    public UserStore(Database database) {
        this.database = database;
    }

    /** Adds the user. @return false if the login is taken; then nothing changed */
    public boolean add(User user) {
        return database.records(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into account (login, role, password_hash, scope_prefix, disabled, must_change)
                    values (?, ?, ?, ?, ?, ?) on conflict do nothing""")) {
                insert.setString(1, user.login());
                insert.setString(2, user.role().wireName());
                insert.setString(3, user.passwordHash());
                insert.setString(4, user.scopePrefix());
                insert.setBoolean(5, user.disabled());
                insert.setBoolean(6, user.mustChange());
                return insert.executeUpdate() == 1;
            }
        });
    }

    /** Every user, by login. */
    public List<User> loadAll() {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT + " order by login");
                    ResultSet rows = select.executeQuery()) {
                List<User> users = new ArrayList<>();
                while (rows.next()) {
                    users.add(read(rows));
                }
                return users;
            }
        });
    }

    /** Replaces the password. @return false if there is no such user */
    public boolean setPassword(String login, String passwordHash, boolean mustChange) {
        return database.records(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update account set password_hash = ?, must_change = ?, updated_at = now() where login = ?")) {
                update.setString(1, passwordHash);
                update.setBoolean(2, mustChange);
                update.setString(3, login);
                return update.executeUpdate() == 1;
            }
        });
    }

    /**
     * Locks a user out, or lets the user in again. A token of the same name, with which things are done in the user's name,
     * is revoked for ever by locking out.
     *
     * @return false if there is no such user; then nothing changed
     */
    public boolean setDisabled(String login, boolean disabled) {
        return database.records(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update account set disabled = ?, updated_at = now() where login = ?")) {
                update.setBoolean(1, disabled);
                update.setString(2, login);
                boolean found = update.executeUpdate() == 1;
                if (found && disabled) {
                    TokenStore.revoke(connection, login);
                }
                return found;
            }
        });
    }

    private static User read(ResultSet rows) throws SQLException {
        return new User(
                rows.getString("login"),
                Role.named(rows.getString("role")).orElseThrow(),
                rows.getString("password_hash"),
                rows.getString("scope_prefix"),
                rows.getBoolean("disabled"),
                rows.getBoolean("must_change"));
    }
}
