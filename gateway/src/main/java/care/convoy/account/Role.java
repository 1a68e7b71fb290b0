package care.convoy.account;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do; the name on the command line and in the database in lower case. */
public enum Role {
    OPERATOR,
    DISPATCHER,
    SUPERVISOR,
    ADMIN,
    AUDITOR,
    FIELD;

    /** The role of that name, if there is one. */
    public static Optional<Role> named(String name) {
        for (Role role : values()) {
            if (role.wireName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** The name as written outside, as {@code operator}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
