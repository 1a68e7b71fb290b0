package care.convoy.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./convoy status}: what runs, how it is. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "What runs, and how it is.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private AdministrationOptions gateway = new AdministrationOptions();

    @Override
    public Integer call() {
        return gateway.send("status", Map.of());
    }
}
