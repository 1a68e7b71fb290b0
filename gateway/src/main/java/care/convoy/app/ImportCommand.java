package care.convoy.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./convoy residents|contacts|devices|plans import F.csv}: all or nothing, repeatable. */
final class ImportCommand {
    private ImportCommand() {}

    /** Residents of the running gateway. */
    @Command(
            name = "residents",
            mixinStandardHelpOptions = true,
            description = "Residents.",
            subcommands = Residents.Import.class)
    static final class Residents {
        @Command(name = "import", mixinStandardHelpOptions = true, description = "Imports residents; all or nothing.")
        static final class Import extends FromFile {
            Import() {
                super("residents.import");
            }
        }
    }

    /** The people around the residents. */
    @Command(
            name = "contacts",
            mixinStandardHelpOptions = true,
            description = "Contacts.",
            subcommands = Contacts.Import.class)
    static final class Contacts {
        @Command(name = "import", mixinStandardHelpOptions = true, description = "Imports contacts; all or nothing.")
        static final class Import extends FromFile {
            Import() {
                super("contacts.import");
            }
        }
    }

    /** Devices with their credentials. */
    @Command(
            name = "devices",
            mixinStandardHelpOptions = true,
            description = "Devices.",
            subcommands = Devices.Import.class)
    static final class Devices {
        @Command(name = "import", mixinStandardHelpOptions = true, description = "Imports devices; all or nothing.")
        static final class Import extends FromFile {
            Import() {
                super("devices.import");
            }
        }
    }

    /** How residents' plans differ from the standard one. */
    @Command(
            name = "plans",
            mixinStandardHelpOptions = true,
            description = "Residents' own escalation plans.",
            subcommands = Plans.Import.class)
    static final class Plans {
        @Command(
                name = "import",
                mixinStandardHelpOptions = true,
                description = "Imports changes to the standard plan; all or nothing.")
        static final class Import extends FromFile {
            Import() {
                super("plans.import");
            }
        }
    }

    /** What the four share. */
    abstract static class FromFile implements Callable<Integer> {
        private final String command;

        @Mixin
        private AdministrationOptions gateway = new AdministrationOptions();

        @Parameters(paramLabel = "F.csv", description = "UTF-8, header line, comma, RFC 4180.")
        private Path file = Path.of("");

        FromFile(String command) {
            this.command = command;
        }

        @Override
        public Integer call() {
            return gateway.sendFile(command, file);
        }
    }
}
