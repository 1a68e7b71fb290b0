package care.convoy.console.web;

import care.convoy.console.AlertRow;
import care.convoy.console.Role;
import care.convoy.console.Users;
import care.convoy.console.stage.Stage;
import care.convoy.console.stage.StagedClock;
import care.convoy.console.stage.StagedRecords;
import care.convoy.console.stage.StagedUsers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The real server on a free port, on a stage whose clock stands still until told. */
final class ConsoleFixture implements AutoCloseable {
    static final String TOKEN = "token-of-the-whole-tree-0123456789ab";
    static final String COUNTY_TOKEN = "token-of-one-county-only-0123456789a";

    final StagedClock clock = new StagedClock();
    final Stage stage = new Stage(clock.wall());
    final ConsoleServer server;

    ConsoleFixture() {
        this(ConsoleConfig.on("127.0.0.1", 0));
    }

    ConsoleFixture(ConsoleConfig config) {
        stage.users().token(TOKEN, "api", Role.OPERATOR, "");
        stage.users().token(COUNTY_TOKEN, "county", Role.OPERATOR, StagedRecords.COUNTY);
        try {
            server = ConsoleServer.start(config, stage.ports(), clock.console());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Browser anonymous() {
        return new Browser(server.port());
    }

    Browser api() {
        return anonymous().token(TOKEN);
    }

    Browser login(String user) {
        return anonymous().login(user, StagedUsers.PASSWORD);
    }

    /** A press of this resident; answers the alert's id. */
    String press(String resident) {
        return stage.alerts().raise("sos", AlertRow.Priority.P1, stage.records().person(resident), 0);
    }

    long version(String alert) {
        return stage.alerts().detail(alert).orElseThrow().row().version();
    }

    JsonObject expected(String alert) {
        return new JsonObject().put("expectedVersion", version(alert));
    }

    Answer claim(Browser browser, String alert) {
        return browser.post("/api/alerts/" + alert + "/claim", expected(alert));
    }

    /** The same user within another region. */
    static Users.User within(Users.User user, String scope) {
        return new Users.User(
                user.login(), user.name(), user.role(), scope, user.argon2id(), user.oneTimePassword(), user.enabled());
    }

    @Override
    public void close() {
        server.close();
    }
}
