package care.convoy.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where an option's value comes from when the command line does not give it: the environment ({@code CONVOY_PORT_OFFSET}
 * for {@code --port-offset}), then the configuration file ({@code port-offset = 1000}), then the option's own default.
 */
final class Settings implements IDefaultValueProvider {
    private final Map<String, String> environment;
    private final Properties file;

    Settings(Map<String, String> environment, @Nullable Path file) {
        this.environment = Map.copyOf(environment);
        this.file = file == null ? new Properties() : read(file);
    }

    private static Properties read(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new Refusal("--config " + path + " cannot be read: " + unreadable.getMessage());
        }
        return properties;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = option.longestName().replaceFirst("^--", "");
        String fromEnvironment =
                environment.get("CONVOY_" + name.replace('-', '_').toUpperCase(Locale.ROOT));
        return fromEnvironment != null ? fromEnvironment : file.getProperty(name);
    }

    /** @throws Refusal naming a key of the file that no option of {@code known} has */
    void refuseUnknown(java.util.Set<String> known) {
        for (String key : file.stringPropertyNames()) {
            if (!known.contains("--" + key)) {
                throw new Refusal("configuration file: unknown setting '" + key + "'; ./convoy run --help lists them");
            }
        }
    }
}
