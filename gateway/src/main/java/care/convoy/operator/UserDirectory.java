package care.convoy.operator;

import care.convoy.account.ApiToken;
import care.convoy.console.Role;
import care.convoy.console.Users;
import care.convoy.resident.StorageUnavailable;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Everybody who may use the console, in memory: asked on every request. Fed at start and by administration. Thread-safe.
 */
public final class UserDirectory implements Users {
    private final ConcurrentHashMap<String, Users.User> users = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Users.User> tokens = new ConcurrentHashMap<>();
    private final BiConsumer<String, String> passwordStore;

    /** @param passwordStore keeps (login, argon2id hash); throws {@link StorageUnavailable} if it cannot now */
    public UserDirectory(BiConsumer<String, String> passwordStore) {
        this.passwordStore = passwordStore;
    }

    /** Adds users, or replaces those of the same login. */
    public void put(Collection<care.convoy.account.User> changed) {
        for (care.convoy.account.User user : changed) {
            users.put(
                    user.login(),
                    new Users.User(
                            user.login(),
                            user.login(),
                            role(user.role()),
                            user.scopePrefix(),
                            user.passwordHash(),
                            user.mustChange(),
                            !user.disabled()));
        }
    }

    /** Adds tokens by the lower-case hex of their SHA-256. */
    public void putTokens(Map<String, ApiToken> changed) {
        changed.forEach((sha256, token) -> tokens.put(
                sha256,
                new Users.User(
                        token.name(),
                        token.name(),
                        role(token.role()),
                        token.scopePrefix(),
                        "",
                        false,
                        !token.revoked())));
    }

    private static Role role(care.convoy.account.Role role) {
        return Role.valueOf(role.name());
    }

    @Override
    public Optional<Users.User> byLogin(String login) {
        return Optional.ofNullable(users.get(login));
    }

    @Override
    public Optional<Users.User> byToken(String sha256) {
        return Optional.ofNullable(tokens.get(sha256));
    }

    @Override
    public void replacePassword(String login, String argon2id) {
        try {
            passwordStore.accept(login, argon2id);
        } catch (StorageUnavailable down) {
            throw OperatorAlerts.unavailable();
        }
        users.computeIfPresent(
                login,
                (_, user) -> new Users.User(
                        user.login(), user.name(), user.role(), user.scope(), argon2id, false, user.enabled()));
    }
}
