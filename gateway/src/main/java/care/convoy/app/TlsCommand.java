package care.convoy.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./convoy tls}: the certificate of the running gateway. */
@Command(
        name = "tls",
        mixinStandardHelpOptions = true,
        description = "The certificate of the running gateway; see docs/tls.md.",
        subcommands = {TlsCommand.Reload.class})
final class TlsCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new Refusal("tls: reload is wanted; see ./convoy tls --help");
    }

    /** {@code ./convoy tls reload}. */
    @Command(
            name = "reload",
            mixinStandardHelpOptions = true,
            description = "Reads certificate and key again now, and says whether they are in use.")
    static final class Reload implements Callable<Integer> {
        @Mixin
        private AdministrationOptions gateway = new AdministrationOptions();

        @Override
        public Integer call() {
            return gateway.send("tls.reload", Map.of());
        }
    }
}
