package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertView;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From the command line to the plan of a press, over a start without the database. */
class PlansImportTest {
    private static final String NOBODY_LISTENS = "jdbc:postgresql://127.0.0.1:9/convoy?user=x&password=y";
    private static final String HEADER = "resident_id,priority,action,ring,what,value\n";

    @TempDir
    Path temporary;

    @Test
    void importedPlanHoldsForTheNextPressAlsoWithoutTheDatabase() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            running.provision();
            assertThat(imported(data, "r1,P1,call,1,first,c9\n"))
                    .contains("line 2, value: no contact 'c9' of resident 'r1'; import the contacts first")
                    .contains("no plan changes were imported");
            assertThat(imported(data, "r1,P1,call,1,off,\n")).contains("1 plan changes imported, 1 changed");
        }

        try (RunningGateway running = RunningGateway.on(data, NOBODY_LISTENS)) {
            assertThat(running.gateway.memory().residents().planChangesOf(new ResidentId("r1")))
                    .hasSize(1);
            running.press("{\"type\":\"sos\",\"seq\":1,\"boot\":7}");
            AlertView alert = running.gateway.board().open().iterator().next();
            assertThat(alert.steps())
                    .extracting(step -> step.step().action())
                    .contains(Action.CALL_SUPERVISOR, Action.REQUEST_AMBULANCE)
                    .doesNotContain(Action.CALL);
        }
    }

    private String imported(Path data, String lines) throws Exception {
        Path file = Files.writeString(temporary.resolve("plans.csv"), HEADER + lines);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            new CommandLine(new ImportCommand.Plans()).execute("import", "--data", data.toString(), file.toString());
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
