package care.convoy.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./convoy adopt}: the history goes on after log and database were parted. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description = "Lets a stopped history go on with what this node still has; the rest stays missing.")
final class AdoptCommand implements Callable<Integer> {
    @Mixin
    private AdministrationOptions gateway = new AdministrationOptions();

    @Override
    public Integer call() {
        return gateway.send("adopt", Map.of());
    }
}
