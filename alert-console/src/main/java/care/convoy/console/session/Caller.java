package care.convoy.console.session;

import care.convoy.console.Operator;
import care.convoy.console.Users;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param session null for the holder of a token
 * @param tokenHash null for a session
 */
public record Caller(
        Users.User user,
        @Nullable Session session,
        @Nullable String tokenHash) {
    /** As commands name it. */
    public Operator operator() {
        return new Operator(user.login(), user.name());
    }

    /** Whether the role allows it. @param operation operationId of the contract */
    public boolean may(String operation) {
        return Permissions.allows(user.role(), operation);
    }

    /** Whether something of this region may be seen. @param regionCode empty is nobody's, hence everybody's */
    public boolean sees(String regionCode) {
        return regionCode.isEmpty() || regionCode.startsWith(user.scope());
    }

    /** What tells two windows of one user apart as far as possible: the session or the token. */
    public String seat() {
        return session != null ? session.handle() : "token:" + user.login();
    }
}
