package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process whose alert log dies and that has no emergency journal: a supervisor is to start it again. */
class LogStopsTest {
    private static final long PATIENCE_SECONDS = 300;

    @TempDir
    Path temporary;

    @Test
    void processEndsWithSeventyWhenNothingCanBeMadeDurableAnyMore() throws Exception {
        File errors = temporary.resolve("errors").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LogStops.class.getName(),
                        temporary.resolve("data").toString(),
                        Integer.toString(RunningGateway.freeOffset()))
                .redirectError(errors)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("ready in ")) {
                line = lines.readLine();
            }
            assertThat(line).as(() -> read(errors)).isNotNull();
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();

            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            assertThat(process.exitValue()).as(() -> read(errors)).isEqualTo(70);
            assertThat(read(errors)).contains("there is no emergency journal");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (java.io.IOException unreadable) {
            return unreadable.toString();
        }
    }
}
