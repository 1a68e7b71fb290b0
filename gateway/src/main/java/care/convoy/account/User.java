package care.convoy.account;

/**
 * A console user.
 *
 * @param login 1 to 64 characters, unique
 * @param passwordHash argon2id in its encoded form
 * @param scopePrefix administrative code that limits what is seen; empty for the whole tree
 * @param mustChange the password was given by somebody else and has to be changed at the next login
 */
public record User(
        String login, Role role, String passwordHash, String scopePrefix, boolean disabled, boolean mustChange) {
    public User {
        if (login.isEmpty() || login.length() > 64) {
            throw new IllegalArgumentException("login: 1 to 64 characters");
        }
    }

    @Override
    public String toString() {
        return "User[" + login + ", " + role + "]";
    }
}
