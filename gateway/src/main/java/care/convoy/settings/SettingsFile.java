package care.convoy.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One JSON file with settings, and the files that it names, which are looked for beside it. */
public final class SettingsFile {
    private static final int MAX_BYTES = 1 << 20;

    private final Path directory;
    private final Spot root;

    private SettingsFile(Path directory, Spot root) {
        this.directory = directory;
        this.root = root;
    }

    /** @param what it is called in errors, as "the mapping file" */
    public static SettingsFile read(Path file, String what) throws SettingsRefused {
        String text = new String(content(file, what), StandardCharsets.UTF_8);
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return new SettingsFile(parent == null ? absolute : parent, Spot.read(text));
    }

    private static byte[] content(Path file, String what) throws SettingsRefused {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SettingsRefused(what + " " + file + " is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new SettingsRefused(
                    what + " " + file + " cannot be read: it must exist and be readable for the gateway");
        }
    }

    /** The outermost object. */
    public Spot root() {
        return root;
    }

    /** The path that is given, which can be read; null for none. */
    public @Nullable Path path(@Nullable Spot given) throws SettingsRefused {
        if (given == null) {
            return null;
        }
        Path path = directory.resolve(given.text(1_000));
        if (!Files.isReadable(path)) {
            throw given.refuse(path + " does not exist or cannot be read");
        }
        return path;
    }

    /** What the file holds that is named here, without the end of its line: a password and nothing else. */
    public String secret(Spot given) throws SettingsRefused {
        Path path = directory.resolve(given.text(1_000));
        byte[] content;
        try {
            content = content(path, "the file");
        } catch (SettingsRefused missing) {
            throw given.refuse(String.valueOf(missing.getMessage()));
        }
        String secret = new String(content, StandardCharsets.UTF_8).stripTrailing();
        if (secret.isEmpty()) {
            throw given.refuse(path + " is empty; it holds the password and nothing else");
        }
        return secret;
    }
}
