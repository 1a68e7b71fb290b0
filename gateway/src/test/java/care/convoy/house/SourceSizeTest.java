package care.convoy.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file that nobody can read at one sitting does two jobs. */
class SourceSizeTest {
    private static final int MOST_LINES = 500;

    @Test
    void noSourceFileIsLongerThanItsLimit() throws IOException {
        List<String> tooLong = sources()
                .filter(file -> lines(file) > MOST_LINES)
                .map(file -> file + ": " + lines(file) + " lines")
                .toList();
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItOwns() throws IOException {
        List<Path> silent = sources()
                .filter(file -> file.toString().contains("src/main/java"))
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .toList();
        assertThat(silent).isEmpty();
    }

    private static Stream<Path> sources() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/node_modules/"))
                    .toList()
                    .stream();
        }
    }

    private static int lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return (int) lines.count();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
