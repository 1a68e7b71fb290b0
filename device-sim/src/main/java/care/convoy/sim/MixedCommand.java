package care.convoy.sim;

import care.convoy.sim.load.LoadPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reports and presses at once. */
@Command(
        name = "mixed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The load of 'steady' and the presses of 'press' at once.")
final class MixedCommand implements Callable<Integer> {
    private static final int DEVICES = 1_000;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Reports a second of all devices. Default: ${DEFAULT-VALUE}.")
    private double rate = 5_000;

    @Option(names = "--count", paramLabel = "K", description = "How many presses. Default: ${DEFAULT-VALUE}.")
    private long count = 1_000;

    @Option(names = "--press-rate", paramLabel = "R", description = "Presses a second. Default: ${DEFAULT-VALUE}.")
    private double pressRate = 25;

    @Option(
            names = "--duration",
            paramLabel = "S",
            description = "Seconds to measure at least. Default: ${DEFAULT-VALUE}.")
    private long seconds = 30;

    @Option(names = "--feed", description = "Also watch the console's feed: due to the frame that shows the alert.")
    private boolean feed;

    @Override
    public Integer call() throws Exception {
        LoadPlan plan = new LoadPlan(rate, pressRate, count, options.warmUpSeconds, seconds, options.settleSeconds);
        return options.run(new RunOptions.Scenario(plan, DEVICES, feed, null), run -> {});
    }
}
