package care.convoy.sim;

import care.convoy.sim.load.LoadPlan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Presses that go on through restarts of the gateway, with a ledger in a file. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Presses (and reports) that go on while the gateway is killed and started again; every press and every"
                        + " 'received' is appended to a ledger for 'reconcile'. Ends when standard input is closed or --duration"
                        + " is over, after all presses were received.")
final class LedgerCommand implements Callable<Integer> {
    private static final int DEVICES = 200;
    private static final long FOR_EVER_SECONDS = Integer.MAX_VALUE;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(names = "--ledger", paramLabel = "F", required = true, description = "The ledger's file.")
    private @Nullable Path ledger;

    @Option(names = "--press-rate", paramLabel = "R", description = "Presses a second. Default: ${DEFAULT-VALUE}.")
    private double pressRate = 20;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Reports a second of all devices. Default: ${DEFAULT-VALUE}.")
    private double rate = 200;

    @Option(
            names = "--duration",
            paramLabel = "S",
            description = "Seconds; until standard input is closed unless said.")
    private @Nullable Long seconds;

    @Override
    public Integer call() throws Exception {
        LoadPlan plan = new LoadPlan(
                rate,
                pressRate,
                Long.MAX_VALUE,
                0,
                seconds == null ? FOR_EVER_SECONDS : seconds,
                options.settleSeconds);
        return options.run(new RunOptions.Scenario(plan, DEVICES, false, ledger), run -> {
            if (seconds == null) {
                StandardInput.whenClosed(run::stop);
            }
        });
    }
}
