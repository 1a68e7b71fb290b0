package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.Audit;
import care.convoy.console.Role;
import care.convoy.console.stage.StagedRecords;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RulesTest {
    private static final String BOOK = "{\"why\":\"heat\",\"book\":{\"thresholds\":{\"spo2.low\":{\"beyond\":90}}}}";
    private static final String PERSONAL = "/api/residents/R0010/rules";

    private final ConsoleFixture console = new ConsoleFixture();

    @AfterEach
    void stop() {
        console.close();
    }

    private Browser supervisor() {
        return console.login("banzhang");
    }

    private static Answer put(Browser browser, String path, String tag, String body) {
        return browser.with("If-Match", tag).send("PUT", path, body);
    }

    @Test
    void aBookIsWrittenFromTheVersionThatWasRead() {
        Browser supervisor = supervisor();
        String tag = supervisor.get("/api/rules").header("ETag");
        assertThat(tag).isEqualTo("\"0\"");
        Answer done = put(supervisor, "/api/rules", tag, BOOK);
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.header("ETag")).isEqualTo("\"1\"");
        Answer late = put(supervisor, "/api/rules", tag, BOOK);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.json().getInteger("version")).isEqualTo(1);
        assertThat(supervisor.send("PUT", "/api/rules", BOOK).status()).isEqualTo(428);
        assertThat(put(supervisor, "/api/rules", "*", BOOK).status()).isEqualTo(428);
        JsonObject book = supervisor.get("/api/rules").json();
        assertThat(book.getString("by")).isEqualTo("banzhang");
        assertThat(book.getString("why")).isEqualTo("heat");
        assertThat(book.getJsonObject("content")).isEqualTo(new JsonObject(BOOK).getJsonObject("book"));
        assertThat(supervisor.get("/api/rules/versions").json().getJsonArray("versions"))
                .hasSize(1);
        assertThat(console.stage.audited())
                .filteredOn(entry -> entry.action().equals("putRules"))
                .extracting(Audit.Entry::outcome)
                .contains("done", "version-changed");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        String bad = "{\"why\":\"x\",\"book\":{\"bad\":1}}";
        Answer answer = put(supervisor(), "/api/rules", "\"0\"", bad);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("unfit-rules");
        assertThat(answer.json().getString("member")).isEqualTo("bad");
        assertThat(answer.json().getString("detail")).contains("leave it out");
        assertThat(supervisor()
                        .post("/api/rules/dry-run", new JsonObject("{\"book\":{\"bad\":1}}"))
                        .status())
                .isEqualTo(422);
        assertThat(put(supervisor(), "/api/rules", "\"0\"", "{\"why\":\" \",\"book\":{}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void ownLimitsAreOfResidentsWhoAreSeenAndTheBookIsOfTheWholeTree() {
        console.stage
                .users()
                .token("token-of-a-supervisor-0123456789abcdef", "sup", Role.SUPERVISOR, StagedRecords.COUNTY);
        Browser county = console.anonymous().token("token-of-a-supervisor-0123456789abcdef");
        Answer book = put(county, "/api/rules", "\"0\"", BOOK);
        assertThat(book.status()).isEqualTo(403);
        assertThat(book.problem()).isEqualTo("whole-tree-only");
        String own = "{\"why\":\"doctor\",\"limits\":{\"spo2.low\":{\"off\":true}}}";
        assertThat(put(county, "/api/residents/R0099/rules", "\"0\"", own).status())
                .isEqualTo(404);
        assertThat(put(county, PERSONAL, "\"0\"", own).status()).isEqualTo(200);
        assertThat(county.get(PERSONAL).header("ETag")).isEqualTo("\"1\"");
        assertThat(county.get(PERSONAL + "/versions").json().getJsonArray("versions"))
                .hasSize(1);
    }

    @Test
    void answersFitTheContract() throws IOException {
        AnswerSchema contract = new AnswerSchema();
        Browser supervisor = supervisor();
        Answer tried = supervisor.post("/api/rules/dry-run", new JsonObject("{\"book\":{}}"));
        assertThat(contract.faults("dryRunRules", tried.status(), tried.json())).isEmpty();
        assertThat(tried.json().getInteger("raisedFalse")).isEqualTo(9);
        Answer done = put(supervisor, "/api/rules", "\"0\"", BOOK);
        assertThat(contract.faults("putRules", done.status(), done.json())).isEmpty();
        Answer late = put(supervisor, "/api/rules", "\"0\"", BOOK);
        assertThat(contract.faults("putRules", late.status(), late.json())).isEmpty();
    }
}
