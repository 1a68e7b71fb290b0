package care.convoy.app;

import care.convoy.tls.TlsMaterial;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The command line of the gateway, as {@code ./convoy} calls it. Exit code 2 with one clear line for what can be mended. */
@Command(
        name = "convoy",
        description = "The gateway that hears a press and gets help through the door.",
        subcommands = {
            RunCommand.class,
            StatusCommand.class,
            AdoptCommand.class,
            MemberCommand.class,
            TlsCommand.class,
            ImportCommand.Residents.class,
            ImportCommand.Contacts.class,
            ImportCommand.Devices.class,
            ImportCommand.Plans.class,
            AccountCommand.Users.class,
            AccountCommand.Token.class
        })
public final class Main {
    private static final int REFUSED = 2;

    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        TlsMaterial.forbidRenegotiation();
        System.exit(execute(arguments));
    }

    private static int execute(String[] arguments) {
        try {
            CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
            Settings settings = new Settings(System.getenv(), configurationFile(arguments));
            settings.refuseUnknown(optionNames(line.getSubcommands().get("run")));
            line.setDefaultValueProvider(settings);
            line.setParameterExceptionHandler((bad, given) -> refuse(bad));
            line.setExecutionExceptionHandler((failed, command, parsed) -> failure(failed));
            return line.execute(arguments);
        } catch (Refusal refusal) {
            return refuse(refusal);
        }
    }

    private static int failure(Exception failed) throws Exception {
        if (failed instanceof Refusal) {
            return refuse(failed);
        }
        throw failed;
    }

    private static int refuse(Exception reason) {
        System.err.println("convoy: " + reason.getMessage());
        if (reason instanceof ParameterException bad) {
            System.err.println("see ./" + bad.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        }
        return REFUSED;
    }

    private static @Nullable Path configurationFile(String[] arguments) {
        int at = List.of(arguments).indexOf("--config");
        String inline = List.of(arguments).stream()
                .filter(argument -> argument.startsWith("--config="))
                .findFirst()
                .orElse("");
        if (!inline.isEmpty()) {
            return Path.of(inline.substring("--config=".length()));
        }
        if (at >= 0 && at + 1 < arguments.length) {
            return Path.of(arguments[at + 1]);
        }
        String fromEnvironment = System.getenv("CONVOY_CONFIG");
        return fromEnvironment == null ? null : Path.of(fromEnvironment);
    }

    private static java.util.Set<String> optionNames(@Nullable CommandLine command) {
        java.util.Set<String> names = new java.util.TreeSet<>();
        if (command != null) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                names.add(option.longestName());
            }
        }
        return names;
    }
}
