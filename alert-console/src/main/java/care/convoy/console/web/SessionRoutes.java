package care.convoy.console.web;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertRow;
import care.convoy.console.ConsoleClock;
import care.convoy.console.Users;
import care.convoy.console.feed.Feed;
import care.convoy.console.session.Caller;
import care.convoy.console.session.Login;
import care.convoy.console.session.Passwords;
import care.convoy.console.session.Permissions;
import care.convoy.console.session.Session;
import care.convoy.console.session.Sessions;
import care.convoy.console.wire.Times;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Log-in, one's sessions and password, and the browser's sign of life. Confined to the event loop. */
final class SessionRoutes {
    /** A lease is renewed when less than this is left; it lasts 120 s, the sign of life comes each 15 s. */
    private static final Duration RENEW_BELOW = Duration.ofSeconds(90);

    private static final Problem WRONG = Problem.of(401, "bad-credentials", "Login or password is wrong.");
    private static final Problem BUSY = Problem.of(503, "login-busy", "Too many log-ins at once; try again.")
            .with("retryAfter", 2);

    private final Parts parts;
    private final Set<String> renewing = new HashSet<>();

    /** What these routes need. */
    record Parts(
            Users users,
            AlertCommands commands,
            Login login,
            Sessions sessions,
            SessionCookie cookie,
            Feed feed,
            Offload offload,
            ConsoleClock clock) {}

    SessionRoutes(Parts parts) {
        this.parts = parts;
    }

    void login(Call call) {
        String user = call.body().getString("user").strip();
        call.context().put(Call.SUBJECT, user);
        parts.login()
                .attempt(
                        user,
                        call.body().getString("password"),
                        call.address(),
                        answer -> call.guard(() -> {
                            switch (answer) {
                                case Login.Answer.Welcome welcome -> welcome(call, welcome.user());
                                case Login.Answer.Wrong _ -> call.problem(WRONG);
                                case Login.Answer.Wait wait -> call.problem(tooMany(wait.seconds()));
                                case Login.Answer.Busy _ -> call.problem(BUSY);
                            }
                        }));
    }

    private static Problem tooMany(long seconds) {
        return Problem.of(429, "too-many-failures", "Too many failures; wait.").with("retryAfter", (int) seconds);
    }

    private void welcome(Call call, Users.User user) {
        String former = parts.cookie().read(call.context().request());
        Session before = former == null ? null : parts.sessions().find(former);
        if (before != null) {
            parts.sessions().end(before, Sessions.EndReason.LOGOUT);
        }
        String agent = Optional.ofNullable(call.header("User-Agent")).orElse("");
        Session.Origin origin = new Session.Origin(call.address(), agent.substring(0, Math.min(200, agent.length())));
        String id = parts.sessions().open(user.login(), origin);
        parts.cookie().write(call.context().request(), id);
        Caller caller = new Caller(user, parts.sessions().find(id), null);
        call.context().put(Call.CALLER, caller);
        call.ok(me(caller));
    }

    void get(Call call) {
        call.ok(me(call.caller()));
    }

    private JsonObject me(Caller caller) {
        Users.User user = caller.user();
        JsonObject json = new JsonObject()
                .put("user", user.login())
                .put("name", user.name())
                .put("role", user.role().wireName())
                .put("scope", user.scope())
                .put("permissions", new JsonArray(Permissions.of(user.role())))
                .put("orders", new JsonArray(Permissions.orders(user.role())))
                .put("passwordChangeRequired", caller.session() != null && user.oneTimePassword());
        Session session = caller.session();
        if (session != null) {
            long left = parts.sessions().remaining(session).nanos();
            long absolute = parts.sessions().absoluteRemainingNanos(session);
            json.put("idleAt", Times.text(parts.clock().now().plusNanos(left)))
                    .put("endsAt", Times.text(parts.clock().now().plusNanos(absolute)));
        }
        return json;
    }

    void logout(Call call) {
        Session session = call.caller().session();
        if (session != null) {
            parts.sessions().end(session, Sessions.EndReason.LOGOUT);
        }
        parts.cookie().clear(call.context().request());
        call.noContent();
    }

    void changePassword(Call call) {
        Session session = call.caller().session();
        if (session == null) {
            call.problem(Problem.FORBIDDEN);
            return;
        }
        String login = session.user();
        String next = call.body().getString("next");
        String current = call.body().getString("current");
        String weakness = next.equals(current) ? "the same as before" : Passwords.weakness(login, next);
        if (weakness != null) {
            call.problem(Problem.of(422, "weak-password", "Choose another password: " + weakness + '.'));
            return;
        }
        parts.login()
                .attempt(
                        login,
                        current,
                        call.address(),
                        answer -> call.guard(() -> {
                            switch (answer) {
                                case Login.Answer.Welcome _ -> replace(call, session, next);
                                case Login.Answer.Wrong _ -> call.problem(WRONG);
                                case Login.Answer.Wait wait -> call.problem(tooMany(wait.seconds()));
                                case Login.Answer.Busy _ -> call.problem(BUSY);
                            }
                        }));
    }

    private void replace(Call call, Session session, String next) {
        parts.login()
                .hash(
                        next,
                        hash -> parts.offload()
                                .run(call, () -> store(session.user(), hash), stored -> replaced(call, session)),
                        () -> call.problem(BUSY));
    }

    private boolean store(String login, String hash) {
        parts.users().replacePassword(login, hash);
        return true;
    }

    private void replaced(Call call, Session session) {
        for (Session other : parts.sessions().of(session.user())) {
            if (other != session) {
                parts.sessions().end(other, Sessions.EndReason.REVOKED);
            }
        }
        if (!parts.sessions().isOpen(session)) {
            call.problem(Problem.NOT_LOGGED_IN);
            return;
        }
        parts.cookie().write(call.context().request(), parts.sessions().renewId(session));
        Users.User user =
                parts.users().byLogin(session.user()).orElse(call.caller().user());
        call.ok(me(new Caller(user, session, null)));
    }

    void list(Call call) {
        JsonArray sessions = new JsonArray();
        Session own = call.caller().session();
        for (Session session : parts.sessions().of(call.caller().user().login()).reversed()) {
            sessions.add(new JsonObject()
                    .put("session", session.handle())
                    .put("current", session == own)
                    .put("createdAt", Times.text(session.createdAt()))
                    .put("lastActiveAt", Times.text(session.activeAt()))
                    .put("address", session.origin().address())
                    .put("agent", session.origin().agent())
                    .put("feeds", parts.feed().feedsOf(session)));
        }
        call.ok(new JsonObject().put("sessions", sessions));
    }

    void end(Call call) {
        String handle = call.path("session");
        List<Session> own = parts.sessions().of(call.caller().user().login());
        Session found = own.stream()
                .filter(session -> session.handle().equals(handle))
                .findFirst()
                .orElse(null);
        if (found == null) {
            call.problem(Problem.NOT_FOUND);
            return;
        }
        parts.sessions().end(found, Sessions.EndReason.REVOKED);
        call.noContent();
    }

    void presence(Call call) {
        Caller caller = call.caller();
        @Nullable String viewing = call.body().getString("viewing");
        parts.feed().present(caller, viewing);
        JsonArray held = new JsonArray();
        for (AlertRow row : parts.feed().heldBy(caller.user().login())) {
            held.add(row.id());
            renew(caller, row);
        }
        call.ok(new JsonObject().put("at", Times.text(parts.clock().now())).put("held", held));
    }

    private void renew(Caller caller, AlertRow row) {
        AlertRow.Ownership owner = row.owner();
        boolean enough =
                owner == null || owner.leaseUntil().isAfter(parts.clock().now().plus(RENEW_BELOW));
        if (enough || !caller.may("renewAlert") || !renewing.add(row.id())) {
            return;
        }
        AlertCommands.Key key = new AlertCommands.Key(caller.operator(), UUID.randomUUID());
        parts.commands()
                .submit(new AlertCommands.Command.Renew(key, row.id()))
                .whenComplete((result, failure) -> parts.offload().onLoop(() -> renewing.remove(row.id())));
    }
}
