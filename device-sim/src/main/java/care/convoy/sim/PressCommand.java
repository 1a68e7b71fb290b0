package care.convoy.sim;

import care.convoy.sim.load.LoadPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Presses, timed to {@code received} and reconciled. */
@Command(
        name = "press",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Presses at a constant rate, timed from due to 'received', then compared with the gateway's open"
                + " alerts: each press exactly one alert. A device presses once unless --count is more than --devices.")
final class PressCommand implements Callable<Integer> {
    private static final int MOST_DEVICES = 1_000;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(names = "--count", paramLabel = "K", description = "How many presses. Default: ${DEFAULT-VALUE}.")
    private long count = 100;

    @Option(names = "--rate", paramLabel = "R", description = "Presses a second. Default: ${DEFAULT-VALUE}.")
    private double rate = 50;

    @Option(names = "--feed", description = "Also watch the console's feed: due to the frame that shows the alert.")
    private boolean feed;

    @Override
    public Integer call() throws Exception {
        LoadPlan plan = new LoadPlan(0, rate, count, 0, 0, options.settleSeconds);
        int devices = Math.clamp(count, 1, MOST_DEVICES);
        return options.run(new RunOptions.Scenario(plan, devices, feed, null), run -> {});
    }
}
