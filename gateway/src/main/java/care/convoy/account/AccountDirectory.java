package care.convoy.account;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All users and tokens, in memory, so that a request is checked at once and without a database. Fed at start and after each
 * change. Thread-safe.
 */
public final class AccountDirectory {
    private volatile Content content = new Content(Map.of(), Map.of());

    private record Content(Map<String, User> users, Map<String, ApiToken> tokens) {}

    /** The user with this login, disabled ones too. */
    public Optional<User> byLogin(String login) {
        return Optional.ofNullable(content.users().get(login));
    }

    /** The token with this hash, unless it was revoked. @param sha256 lower-case hexadecimal digits */
    public Optional<ApiToken> byHash(String sha256) {
        return Optional.ofNullable(content.tokens().get(sha256));
    }

    /** Every user, in no order. */
    public List<User> users() {
        return List.copyOf(content.users().values());
    }

    /** Every token that was not revoked, in no order. */
    public List<ApiToken> tokens() {
        return List.copyOf(content.tokens().values());
    }

    /** Replaces everything. */
    public void replaceAll(Collection<User> users, Collection<ApiToken> tokens) {
        content = new Content(
                users.stream().collect(Collectors.toUnmodifiableMap(User::login, Function.identity())),
                tokens.stream().collect(Collectors.toUnmodifiableMap(ApiToken::sha256, Function.identity())));
    }
}
