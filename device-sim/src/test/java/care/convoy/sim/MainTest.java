package care.convoy.sim;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.sim.device.MessageKey;
import care.convoy.sim.ledger.PressLedger;
import care.convoy.sim.scripted.ScriptedConsole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as scripts see it: exit codes and the last line. */
class MainTest {
    private static final int CONSOLE_PORT = 8080;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"steady", "press", "mixed", "ledger", "reconcile", "demo"})
    void everyScenarioExplainsItself(String scenario) {
        assertThat(Main.execute(scenario, "--help")).isZero();
        assertThat(said()).contains("Usage: sim " + scenario).contains("--port-offset");
    }

    @Test
    void aWrongOptionIsOneClearLine() {
        assertThat(Main.execute("press", "--cuont", "5")).isEqualTo(Main.REFUSED);
        assertThat(said()).startsWith("convoy sim: Unknown option").contains("see ./convoy sim press --help");
    }

    @Test
    void withoutAGatewayTheMendIsTold() {
        assertThat(Main.execute("press", "--data", folder.toString())).isEqualTo(Main.REFUSED);
        assertThat(said()).startsWith("convoy sim: no gateway runs on").doesNotContain("Exception");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(Main.execute("demo", "--devices", folder.resolve("none.csv").toString()))
                .isEqualTo(Main.REFUSED);
        assertThat(said()).contains("cannot read the devices file").contains("none.csv");
    }

    @Test
    void reconcileEndsWithItsVerdictAndExitCode() throws IOException {
        Path ledger = folder.resolve("ledger");
        try (PressLedger writing = PressLedger.append(ledger)) {
            writing.sent(new MessageKey("d1", 9, 1), "r1");
            writing.received(new MessageKey("d1", 9, 1), "a", 0);
        }
        try (ScriptedConsole console = ScriptedConsole.open()) {
            String[] arguments = {
                "reconcile",
                "--ledger",
                ledger.toString(),
                "--token",
                ScriptedConsole.TOKEN,
                "--port-offset",
                String.valueOf(console.port() - CONSOLE_PORT)
            };
            assertThat(Main.execute(arguments)).isEqualTo(Main.NOT_RECONCILED);
            assertThat(said()).endsWith("lost 1 doubled 0\n");

            console.show("a", "r1", 1);
            assertThat(Main.execute(arguments)).isEqualTo(Main.CLEAN);
            assertThat(said()).endsWith("lost 0 doubled 0\n");
        }
    }
}
