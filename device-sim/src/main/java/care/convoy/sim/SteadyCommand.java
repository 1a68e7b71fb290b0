package care.convoy.sim;

import care.convoy.sim.load.LoadPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Heartbeats, vitals and locations at a constant rate. */
@Command(
        name = "steady",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Heartbeats, vitals and locations (14 : 4 : 2) of all devices, at a constant rate.")
final class SteadyCommand implements Callable<Integer> {
    private static final int DEVICES = 100;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Messages a second of all devices. Default: ${DEFAULT-VALUE}.")
    private double rate = 100;

    @Option(names = "--duration", paramLabel = "S", description = "Seconds to measure. Default: ${DEFAULT-VALUE}.")
    private long seconds = 30;

    @Override
    public Integer call() throws Exception {
        LoadPlan plan = new LoadPlan(rate, 0, 0, options.warmUpSeconds, seconds, options.settleSeconds);
        return options.run(new RunOptions.Scenario(plan, DEVICES, false, null), run -> {});
    }
}
