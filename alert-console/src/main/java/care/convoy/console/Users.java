package care.convoy.console;

import java.util.Optional;

/**
 * Who may use the console. Thread-safe.
 *
 * <p>{@link #byLogin} and {@link #byToken} are asked on every request, on the event loop: they answer from memory and
 * never block, so a disabled user or another role counts from the next request on, and log-in works without a database.
 */
public interface Users {
    /** The user with this login, disabled ones too. */
    Optional<User> byLogin(String login);

    /** The holder of an API token. @param sha256 lower-case hex of SHA-256 over the token's characters */
    Optional<User> byToken(String sha256);

    /**
     * Stores a new password and clears the one-time mark. May block: called on a virtual thread.
     *
     * @param argon2id hash in PHC string form, {@code $argon2id$v=19$...}
     * @throws RecordsUnavailable if it cannot be stored now
     */
    void replacePassword(String login, String argon2id);

    /**
     * A user or the holder of a token.
     *
     * @param login for a token, its name
     * @param scope prefix of the region codes that the user may see; empty is the whole tree
     * @param argon2id PHC string of the password; empty for a token
     * @param oneTimePassword the password must be replaced before anything else
     */
    record User(
            String login,
            String name,
            Role role,
            String scope,
            String argon2id,
            boolean oneTimePassword,
            boolean enabled) {
        /** Without the hash. */
        @Override
        public String toString() {
            return "User[" + login + ", " + role + ", scope '" + scope + "']";
        }
    }
}
