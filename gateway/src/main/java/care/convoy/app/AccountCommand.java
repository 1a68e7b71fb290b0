package care.convoy.app;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./convoy user add|disable|enable|list} and {@code ./convoy token create|revoke|list}. */
final class AccountCommand {
    private AccountCommand() {}

    /** Console users. */
    @Command(
            name = "users",
            aliases = "user",
            mixinStandardHelpOptions = true,
            description = "Console users.",
            subcommands = {Users.Add.class, Users.Disable.class, Users.Enable.class, Users.Listed.class})
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

        @Command(
                name = "disable",
                mixinStandardHelpOptions = true,
                description = "Locks a user out: ends every session and revokes a token of that name.")
        static final class Disable extends Named {
            Disable() {
                super("users.disable");
            }
        }

        @Command(name = "enable", mixinStandardHelpOptions = true, description = "Lets a disabled user log in again.")
        static final class Enable extends Named {
            Enable() {
                super("users.enable");
            }
        }

        @Command(name = "list", mixinStandardHelpOptions = true, description = "Every user, role, scope and state.")
        static final class Listed extends Bare {
            Listed() {
                super("users.list");
            }
        }
    }

    /** API tokens. */
    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = "API tokens.",
            subcommands = {Token.Create.class, Token.Revoke.class, Token.Listed.class})
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

        @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Makes a token useless for ever.")
        static final class Revoke extends Named {
            Revoke() {
                super("token.revoke");
            }
        }

        @Command(name = "list", mixinStandardHelpOptions = true, description = "Every token, revoked ones too.")
        static final class Listed extends Bare {
            Listed() {
                super("token.list");
            }
        }
    }

    /** One command to the running gateway. */
    abstract static class Bare implements Callable<Integer> {
        private final String command;

        @Mixin
        private AdministrationOptions gateway = new AdministrationOptions();

        Bare(String command) {
            this.command = command;
        }

        /** Options by name. */
        Map<String, String> arguments() {
            return Map.of();
        }

        @Override
        public Integer call() {
            return gateway.send(command, arguments());
        }
    }

    /** One that concerns somebody. */
    abstract static class Named extends Bare {
        @Parameters(paramLabel = "NAME", description = "1 to 64 characters.")
        private String name = "";

        Named(String command) {
            super(command);
        }

        @Override
        Map<String, String> arguments() {
            return Map.of("name", name);
        }
    }

    /** One that makes somebody. */
    abstract static class Account extends Named {
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
            super(command);
        }

        @Override
        Map<String, String> arguments() {
            Map<String, String> all = new HashMap<>(super.arguments());
            all.put("role", role);
            all.put("scope", scope);
            return all;
        }
    }
}
