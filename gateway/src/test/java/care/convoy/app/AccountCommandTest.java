package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Users and tokens from the command line to the console. */
class AccountCommandTest {
    private static final String NOBODY_LISTENS = "jdbc:postgresql://127.0.0.1:9/convoy?user=x&password=y";

    @TempDir
    Path temporary;

    private final HttpClient http = HttpClient.newHttpClient();
    private Path data = Path.of("");

    @Test
    void disabledUserIsOutAtOnceForGoodAndAlsoWithoutTheDatabase() throws Exception {
        data = Files.createDirectory(temporary.resolve("data"));
        String token;
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            String password = lastLine(user("add", "li", "--role", "operator"));
            token = lastLine(token("create", "li", "--role", "operator"));
            assertThat(user("list")).containsPattern("li +operator +whole tree +one-time password");
            String session = login(running, password);
            assertThat(status(running, "Cookie", session)).isEqualTo(200);
            assertThat(status(running, "Authorization", "Bearer " + token)).isEqualTo(200);

            assertThat(user("disable", "li")).contains("user li disabled");
            assertThat(status(running, "Cookie", session)).isEqualTo(401);
            assertThat(tryLogin(running, password).statusCode()).isEqualTo(401);
            assertThat(user("list")).containsPattern("li +operator +whole tree +disabled");
            assertThat(token("list")).containsPattern("li +operator +whole tree +revoked");

            assertThat(user("enable", "li")).contains("user li enabled");
            assertThat(status(running, "Authorization", "Bearer " + token)).isEqualTo(401);
            String again = login(running, password);
            // nothing was asked for in between: the session is ended by the command, not by its next use
            user("disable", "li");
            user("enable", "li");
            assertThat(status(running, "Cookie", again)).isEqualTo(401);

            user("disable", "li");
            assertThat(user("disable", "nobody")).contains("there is no user nobody; './convoy user list' tells");
            assertThat(audited(running))
                    .containsSubsequence("users.add", "token.create", "users.disable", "users.enable");
        }
        try (RunningGateway running = RunningGateway.on(data, NOBODY_LISTENS)) {
            assertThat(running.gateway.memory().users().byLogin("li"))
                    .hasValueSatisfying(li -> assertThat(li.enabled()).isFalse());
            assertThat(status(running, "Authorization", "Bearer " + token)).isEqualTo(401);
            assertThat(user("enable", "li")).contains("the database is away");
        }
    }

    @Test
    void tokenIsRevokedByName() throws Exception {
        data = Files.createDirectory(temporary.resolve("data"));
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            String token = lastLine(token("create", "machine", "--role", "auditor", "--scope", "4301"));
            assertThat(token("list")).containsPattern("machine +auditor +4301 +good");
            assertThat(status(running, "Authorization", "Bearer " + token)).isEqualTo(200);
            assertThat(token("revoke", "machine")).contains("token machine revoked for ever");
            assertThat(status(running, "Authorization", "Bearer " + token)).isEqualTo(401);
            assertThat(token("revoke", "machine")).contains("no token machine that is still good");
        }
    }

    private List<String> audited(RunningGateway running) throws Exception {
        String password =
                Files.readString(data.resolve("postgres").resolve("password")).strip();
        try (Connection connection = DriverManager.getConnection(running.databaseUrl(), "convoy", password);
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(
                        "select action from audit where actor = 'administration' and outcome = 'done' order by id")) {
            List<String> actions = new ArrayList<>();
            while (rows.next()) {
                actions.add(rows.getString(1));
            }
            return actions;
        }
    }

    private String login(RunningGateway running, String password) throws Exception {
        HttpResponse<String> answer = tryLogin(running, password);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private HttpResponse<String> tryLogin(RunningGateway running, String password) throws Exception {
        HttpRequest login = HttpRequest.newBuilder(session(running))
                .header("Content-Type", "application/json")
                .header("X-Convoy-Console", "1")
                .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"li\",\"password\":\"" + password + "\"}"))
                .build();
        return http.send(login, HttpResponse.BodyHandlers.ofString());
    }

    private int status(RunningGateway running, String header, String value) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(session(running)).header(header, value).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static URI session(RunningGateway running) {
        return URI.create("http://127.0.0.1:" + running.consolePort() + "/api/session");
    }

    private static String lastLine(String said) {
        // what the gateway in this process logs meanwhile comes out at the same place
        return said.lines()
                .filter(line -> line.matches("[A-Za-z0-9_-]{12,}"))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private String user(String... arguments) {
        return said(new AccountCommand.Users(), arguments);
    }

    private String token(String... arguments) {
        return said(new AccountCommand.Token(), arguments);
    }

    private String said(Object command, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = data.toString();
        try (PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            new CommandLine(command).execute(all);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
