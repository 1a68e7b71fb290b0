package care.convoy.notify.voice;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of others that tests talk to; {@code ./convoy test} installs them. */
public final class Programs {
    private Programs() {}

    public static boolean isThere(String name) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, name))) {
                return true;
            }
        }
        return false;
    }
}
