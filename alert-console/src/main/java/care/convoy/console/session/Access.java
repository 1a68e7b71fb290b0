package care.convoy.console.session;

import care.convoy.console.Users;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who the caller is, anew at every request: a disabled user or another role counts at once. Confined to the event
 * loop.
 */
public final class Access {
    private static final int MAX_SECRET = 128;

    private final Users users;
    private final Sessions sessions;

    public Access(Users users, Sessions sessions) {
        this.users = users;
        this.sessions = sessions;
    }

    /** The holder of an API token, if it is valid. */
    public Optional<Caller> byToken(String token) {
        if (token.length() > MAX_SECRET) {
            return Optional.empty();
        }
        return byTokenHash(Tokens.hash(token));
    }

    private Optional<Caller> byTokenHash(String hash) {
        return users.byToken(hash).filter(Users.User::enabled).map(user -> new Caller(user, null, hash));
    }

    /** The owner of a session, if it lasts. */
    public Optional<Caller> bySession(String id) {
        if (id.length() > MAX_SECRET) {
            return Optional.empty();
        }
        Session session = sessions.find(id);
        return session == null ? Optional.empty() : owner(session);
    }

    private Optional<Caller> owner(Session session) {
        Optional<Users.User> user = users.byLogin(session.user()).filter(Users.User::enabled);
        if (user.isEmpty()) {
            sessions.end(session, Sessions.EndReason.REVOKED);
        }
        return user.map(found -> new Caller(found, session, null));
    }

    /** Ends the sessions of users who were disabled, perhaps through another gateway; called each second. */
    public void sweep() {
        for (String login : sessions.users()) {
            users.byLogin(login)
                    .filter(user -> !user.enabled())
                    .ifPresent(disabled -> sessions.endAll(login, Sessions.EndReason.REVOKED));
        }
    }

    /** The same caller as it stands now, or null if it may not go on; for feeds, which last. */
    public @Nullable Caller recheck(Caller caller) {
        Session session = caller.session();
        if (session != null) {
            return sessions.isOpen(session) ? owner(session).orElse(null) : null;
        }
        String hash = caller.tokenHash();
        return hash == null ? null : byTokenHash(hash).orElse(null);
    }
}
