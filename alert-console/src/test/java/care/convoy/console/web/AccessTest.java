package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.Audit;
import care.convoy.console.Role;
import care.convoy.console.Users;
import care.convoy.console.stage.StagedUsers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

@Timeout(60)
class AccessTest {
    /** Who may do what, said once more than in the code: o operator, d dispatcher, s supervisor, a admin, u auditor, f field. */
    private static final String MATRIX = """
            getSession o d s a u f
            logout o d s a u f
            changePassword o d s a u f
            listSessions o d s a u f
            endSession o d s a u f
            lookAtCarrier o d s a u f
            answerForDemo o d s a u f
            presence o d s u
            listAlerts o d s u
            getAlert o d s u
            claimAlert o s
            dismissUnknownCall o s
            renewAlert o s
            releaseAlert o s
            noteAlert o d s
            resolveAlert o s
            takeOverAlert s
            deferAlert o s
            progressAlert o s
            dispatchAlert o s
            reopenAlert o s
            closeAlert o s
            listDeviceTests o d s a u f
            beginDeviceTest s a f
            endDeviceTest s a f
            orderForAlert o s
            orderForDevice o s a f
            listDeviceOrders o s a u f
            getResident o d s u
            getVitals o d s u
            getHealthChart o s
            getHealthWeek d s
            getDeviceLatest o d s u
            getRules o d s a u
            listRuleVersions o d s a u
            putRules s
            dryRunRules s
            getPersonalRules o d s u
            listPersonalRuleVersions o d s u
            putPersonalRules s
            listDevices s a u f
            getDevice s a u f
            getDeviceConnection s a u f
            createDevice a f
            changeDevice a f
            rotateSecret a f
            adoptDevice a f
            forgetQuarantined a f
            findResidents a f
            blockDevice s a f
            unblockDevice s a f
            closeDevice s a f
            listGrants a u
            issueGrant a
            revokeGrant a
            listTasks o d s u f
            listWarnings o d s u
            getWarning o d s u
            listQuarantine o s u a f
            getSystem o d s a u f
            feed o d s u
            """;

    private static final Map<String, String> LOGINS =
            Map.of("o", "liming", "d", "dispatch", "s", "banzhang", "a", "admin", "u", "auditor", "f", "field");

    private final ConsoleFixture console = new ConsoleFixture();

    @AfterEach
    void stop() {
        console.close();
    }

    private static Map<String, Set<String>> matrix() {
        return MATRIX.lines()
                .map(line -> List.of(line.split(" ")))
                .collect(Collectors.toMap(List::getFirst, line -> Set.copyOf(line.subList(1, line.size()))));
    }

    @Test
    void everyOperationOfTheContractIsInTheMatrix() throws IOException {
        Set<String> operations = new TreeSet<>();
        try (InputStream in = getClass().getResourceAsStream("/openapi.yaml")) {
            Map<String, Map<String, Map<String, Map<String, Object>>>> contract = new Yaml().load(in);
            contract.getOrDefault("paths", Map.of())
                    .values()
                    .forEach(path -> path.values().stream()
                            .filter(operation -> !operation.containsKey("x-convoy-planned"))
                            .forEach(operation -> operations.add((String) operation.get("operationId"))));
        }
        Set<String> listed = new TreeSet<>(matrix().keySet());
        listed.add("login");
        assertThat(listed).isEqualTo(operations);
        assertThat(Operations.all("x").stream().map(Operations.Request::operation))
                .containsExactlyInAnyOrderElementsOf(operations);
    }

    @Test
    void everyRoleMayDoWhatTheMatrixSaysAndNothingElse() throws IOException {
        String alert = console.press("R0010");
        for (Operations.Request request : Operations.all(alert)) {
            if (request.operation().equals("login")) {
                continue;
            }
            for (Map.Entry<String, String> role : LOGINS.entrySet()) {
                boolean allowed =
                        matrix().getOrDefault(request.operation(), Set.of()).contains(role.getKey());
                int status = status(console.login(role.getValue()), request);
                if (allowed) {
                    assertThat(status)
                            .as("%s by %s", request.operation(), role.getValue())
                            .isIn(200, 204, 404, 409, 422, 428);
                } else {
                    assertThat(status)
                            .as("%s by %s", request.operation(), role.getValue())
                            .isEqualTo(403);
                }
            }
        }
    }

    private static int status(Browser browser, Operations.Request request) throws IOException {
        if (request.operation().equals("feed")) {
            var response = browser.stream(request.path());
            response.body().close();
            return response.statusCode();
        }
        return browser.send(request.method(), request.path(), request.body()).status();
    }

    @Test
    void nothingButLoginIsOpenToStrangers() {
        for (Operations.Request request : Operations.all("x")) {
            Answer answer = console.anonymous().send(request.method(), request.path(), request.body());
            assertThat(answer.status()).as(request.operation()).isEqualTo(401);
            assertThat(answer.problem())
                    .isEqualTo(request.operation().equals("login") ? "bad-credentials" : "not-logged-in");
        }
        for (String authorization : List.of("Bearer wrong", "Bearer ", "Basic YTpi", "Bearer " + "x".repeat(200))) {
            assertThat(console.anonymous()
                            .with("Authorization", authorization)
                            .get("/api/alerts")
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void everyWriteNeedsProofThatOurOwnPageSentIt() {
        String alert = console.press("R0010");
        Browser li = console.login("liming");
        List<Browser> foreign = List.of(
                li.with(Gate.OWN_PAGE, null),
                li.with("Sec-Fetch-Site", "cross-site"),
                li.with("Sec-Fetch-Site", "same-site"),
                li.with("Origin", "https://evil.example"),
                li.with("Origin", "null"),
                li.with("Origin", "http://127.0.0.1:1"));
        for (Operations.Request request : Operations.all(alert)) {
            for (Browser browser : foreign) {
                boolean login = request.operation().equals("login");
                if (!request.writes() || (login && browser == foreign.getFirst())) {
                    continue;
                }
                Answer answer = browser.send(request.method(), request.path(), request.body());
                assertThat(answer.status()).as(request.operation()).isEqualTo(403);
                assertThat(answer.problem()).isEqualTo("cross-site");
            }
        }
        assertThat(console.stage.alerts().submitted()).isEmpty();
        Browser own = li.with(Gate.OWN_PAGE, null)
                .with("Sec-Fetch-Site", "same-origin")
                .with("Origin", "http://127.0.0.1:" + console.server.port());
        assertThat(console.claim(own, alert).status()).isEqualTo(200);
    }

    @Test
    void formsAndPlainTextAreNoCommands() {
        String alert = console.press("R0010");
        for (Operations.Request request : Operations.all(alert)) {
            if (request.body() == null || request.body().equals("{}")) {
                continue;
            }
            for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
                Set<String> may = matrix().getOrDefault(request.operation(), Set.of("s"));
                Answer answer = console.login(may.contains("s") ? "banzhang" : may.contains("f") ? "field" : "admin")
                        .with("Content-Type", type)
                        .send(request.method(), request.path(), request.body());
                assertThat(answer.status()).as(request.operation() + " " + type).isEqualTo(400);
            }
        }
        assertThat(console.stage.alerts().submitted()).isEmpty();
    }

    @Test
    void sessionGetsANewIdAtLoginAndTheFormerOneIsWorthless() {
        Browser planted = console.anonymous().with("Cookie", "convoy-session=planted-by-somebody-else-0123456789ab");
        Answer first = planted.tryLogin("liming", StagedUsers.PASSWORD);
        String cookie = Browser.cookie(first);
        assertThat(cookie).startsWith("convoy-session=").doesNotContain("planted");
        assertThat(planted.get("/api/session").status()).isEqualTo(401);

        Browser li = console.anonymous().with("Cookie", cookie).with(Gate.OWN_PAGE, "1");
        Answer second = li.tryLogin("liming", StagedUsers.PASSWORD);
        assertThat(Browser.cookie(second)).isNotEqualTo(cookie);
        assertThat(li.get("/api/session").status()).isEqualTo(401);
    }

    @Test
    void cookieIsForThisHostAndForNoScript() {
        String plain =
                console.anonymous().tryLogin("liming", StagedUsers.PASSWORD).header("Set-Cookie");
        assertThat(plain)
                .contains("Path=/", "HTTPOnly", "SameSite=Strict")
                .doesNotContain("Secure", "Domain", "Max-Age");
        ConsoleConfig tls = ConsoleConfig.on("127.0.0.1", 0).reachedByHttps();
        try (ConsoleFixture secure = new ConsoleFixture(tls)) {
            Answer answer = secure.anonymous().tryLogin("liming", StagedUsers.PASSWORD);
            assertThat(answer.header("Set-Cookie"))
                    .startsWith("__Host-convoy-session=")
                    .contains("Path=/", "HTTPOnly", "SameSite=Strict", "Secure");
            assertThat(answer.header("Strict-Transport-Security")).contains("max-age=");
            assertThat(secure.login("liming").get("/api/session").status()).isEqualTo(200);
        }
    }

    @Test
    void oneTimePasswordMustBeReplacedFirst() {
        Browser fresh = console.login("newcomer");
        assertThat(fresh.get("/api/session").json().getBoolean("passwordChangeRequired"))
                .isTrue();
        assertThat(fresh.get("/api/alerts").problem()).isEqualTo("password-change-required");
        assertThat(fresh.get("/api/feed").problem()).isEqualTo("password-change-required");

        JsonObject change = new JsonObject().put("current", StagedUsers.PASSWORD);
        assertThat(fresh.post("/api/session/password", change.copy().put("next", "short"))
                        .problem())
                .isEqualTo("weak-password");
        assertThat(fresh.post("/api/session/password", change.copy().put("next", StagedUsers.PASSWORD))
                        .problem())
                .isEqualTo("weak-password");
        Answer wrong = fresh.post(
                "/api/session/password",
                new JsonObject().put("current", "not-it").put("next", "seven willows by the lake"));
        assertThat(wrong.status()).isEqualTo(401);

        Browser elsewhere = console.login("newcomer");
        Answer done = fresh.post("/api/session/password", change.copy().put("next", "seven willows by the lake"));
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().getBoolean("passwordChangeRequired")).isFalse();
        assertThat(fresh.get("/api/session").status()).isEqualTo(401);
        assertThat(elsewhere.get("/api/session").status()).isEqualTo(401);
        assertThat(fresh.with("Cookie", Browser.cookie(done)).get("/api/alerts").status())
                .isEqualTo(200);
        assertThat(console.anonymous()
                        .tryLogin("newcomer", StagedUsers.PASSWORD)
                        .status())
                .isEqualTo(401);
        assertThat(console.anonymous()
                        .tryLogin("newcomer", "seven willows by the lake")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void failuresSlowDownAndSayNothingAboutWhoExists() {
        Answer unknown = console.anonymous().tryLogin("nobody", "wrong");
        Answer known = console.anonymous().tryLogin("liming", "wrong");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(known.body());
        console.anonymous().tryLogin("liming", "wrong");
        console.anonymous().tryLogin("liming", "wrong");
        Answer slowed = console.anonymous().tryLogin("liming", StagedUsers.PASSWORD);
        assertThat(slowed.status()).isEqualTo(429);
        assertThat(slowed.header("Retry-After")).isEqualTo("1");
        console.clock.advance(Duration.ofSeconds(1));
        assertThat(console.anonymous().tryLogin("liming", StagedUsers.PASSWORD).status())
                .isEqualTo(200);
    }

    @Test
    void usersSeeAndEndTheirOwnSessionsOnly() {
        Browser li = console.login("liming").with("User-Agent", "desk 7");
        Browser other = console.login("liming");
        console.login("liumin");
        JsonArray sessions = li.get("/api/sessions").json().getJsonArray("sessions");
        assertThat(sessions).hasSize(2);
        JsonObject current = sessions.stream()
                .map(JsonObject.class::cast)
                .filter(session -> session.getBoolean("current"))
                .findFirst()
                .orElseThrow();
        String mine = current.getString("session");
        assertThat(console.login("liumin")
                        .send("DELETE", "/api/sessions/" + mine, null)
                        .status())
                .isEqualTo(404);
        assertThat(other.send("DELETE", "/api/sessions/" + mine, null).status()).isEqualTo(204);
        assertThat(li.get("/api/session").status()).isEqualTo(401);
        assertThat(other.send("DELETE", "/api/session", null).status()).isEqualTo(204);
        assertThat(other.get("/api/session").status()).isEqualTo(401);
    }

    @Test
    void disabledUserRevokedTokenAndOtherRoleCountFromTheNextRequestOn() {
        Browser li = console.login("liming");
        Browser liu = console.login("liumin");
        console.stage.users().change("liming", user -> changed(user, user.role(), false));
        console.stage.users().change("liumin", user -> changed(user, Role.ADMIN, true));
        console.stage.users().revoke(ConsoleFixture.TOKEN);
        assertThat(li.get("/api/session").status()).isEqualTo(401);
        assertThat(liu.get("/api/alerts").status()).isEqualTo(403);
        assertThat(liu.get("/api/session").json().getString("role")).isEqualTo("admin");
        assertThat(console.api().get("/api/alerts").status()).isEqualTo(401);
        assertThat(console.anonymous().tryLogin("liming", StagedUsers.PASSWORD).status())
                .isEqualTo(401);
        console.stage.users().change("liming", user -> changed(user, user.role(), true));
        assertThat(li.get("/api/session").status()).isEqualTo(401);
    }

    private static Users.User changed(Users.User user, Role role, boolean enabled) {
        return new Users.User(
                user.login(), user.name(), role, user.scope(), user.argon2id(), user.oneTimePassword(), enabled);
    }

    @Test
    void sessionOutlivesARestartOfTheConsole(@TempDir Path folder) {
        ConsoleConfig keeping = ConsoleConfig.on("127.0.0.1", 0).keepingSessionsIn(folder.resolve("sessions.json"));
        Answer login;
        try (ConsoleFixture first = new ConsoleFixture(keeping)) {
            login = first.anonymous().tryLogin("liming", StagedUsers.PASSWORD);
        }
        try (ConsoleFixture second = new ConsoleFixture(keeping)) {
            Browser li = second.anonymous().with("Cookie", Browser.cookie(login));
            assertThat(li.get("/api/session").json().getString("user")).isEqualTo("liming");
        }
    }

    @Test
    void auditTellsWhoDidWhatAndHoldsNoSecrets() {
        String alert = console.press("R0010");
        console.anonymous().tryLogin("liming", "a-wrong-password");
        Browser li = console.login("liming");
        console.claim(li, alert);
        console.login("admin").get("/api/alerts");
        li.with(Gate.OWN_PAGE, null).send("DELETE", "/api/session", null);
        li.get("/api/residents/R0010");
        List<Audit.Entry> entries = console.stage.audited();
        assertThat(entries.stream()
                        .map(entry -> String.join(" ", entry.action(), entry.user(), entry.subject(), entry.outcome())))
                .contains(
                        "login  liming bad-credentials",
                        "login liming liming done",
                        "claimAlert liming " + alert + " done",
                        "listAlerts admin  forbidden",
                        "logout liming  cross-site",
                        "getResident liming R0010 done");
        assertThat(entries).allMatch(entry -> entry.address().equals("127.0.0.1"));
        assertThat(Arrays.toString(entries.toArray())).doesNotContain("a-wrong-password", StagedUsers.PASSWORD, "王");
    }
}
