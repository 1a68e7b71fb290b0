package care.convoy.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./convoy users add} and {@code ./convoy token create}. */
final class AccountCommand {
    private AccountCommand() {}

    /** Console users. */
    @Command(
            name = "users",
            mixinStandardHelpOptions = true,
            description = "Console users.",
            subcommands = Users.Add.class)
    static final class Users {
        @Command(
                name = "add",
                mixinStandardHelpOptions = true,
                description = "Adds a console user and prints a one-time password on the last line.")
        static final class Add extends Account {
            Add() {
                super("users.add");
            }
        }
    }

    /** API tokens. */
    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = "API tokens.",
            subcommands = Token.Create.class)
    static final class Token {
        @Command(
                name = "create",
                mixinStandardHelpOptions = true,
                description = "Creates an API token and prints it alone on the last line.")
        static final class Create extends Account {
            Create() {
                super("token.create");
            }
        }
    }

    /** What the two share. */
    abstract static class Account implements Callable<Integer> {
        private final String command;

        @Mixin
        private AdministrationOptions gateway = new AdministrationOptions();

        @Parameters(paramLabel = "NAME", description = "1 to 64 characters.")
        private String name = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "R",
                description = "operator, dispatcher, supervisor, admin, auditor or field.")
        private String role = "";

        @Option(
                names = "--scope",
                defaultValue = "",
                paramLabel = "PREFIX",
                description = "Administrative code that limits what is seen; the whole tree unless given.")
        private String scope = "";

        Account(String command) {
            this.command = command;
        }

        @Override
        public Integer call() {
            return gateway.send(command, Map.of("name", name, "role", role, "scope", scope));
        }
    }
}
