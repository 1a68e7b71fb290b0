package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anything is started or written. */
class RunCommandTest {
    @TempDir
    private Path directory;

    private RunCommand command(String... arguments) {
        RunCommand command = new RunCommand();
        new CommandLine(command).parseArgs(arguments);
        return command;
    }

    @Test
    void aDemoOfThreeMembersIsRefusedAndNothingIsWritten() {
        Path data = directory.resolve("data");
        RunCommand command = command(
                "--demo",
                "--data",
                data.toString(),
                "--members",
                "127.0.0.1:20000,127.0.0.1:20010,127.0.0.1:20020",
                "--member",
                "0");

        assertThatThrownBy(command::call)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--demo and --members")
                .hasMessageContaining("leave --demo out");
        assertThat(data).doesNotExist();
    }
}
