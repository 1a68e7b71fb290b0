package care.convoy.sim;

import care.convoy.sim.console.AlertApi;
import care.convoy.sim.ledger.PressLedger;
import care.convoy.sim.load.LoadPlan;
import care.convoy.sim.load.LoadRun;
import care.convoy.sim.load.Summary;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the load scenarios have in common, and how each of them is run. */
final class RunOptions {
    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final FleetOptions fleet = new FleetOptions();

    @Option(
            names = "--connect-rate",
            paramLabel = "R",
            description = "Logins a second at the start. Default: ${DEFAULT-VALUE}.")
    private double connectRate = 300;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "Seconds of reports before anything is measured. Default: ${DEFAULT-VALUE}.")
    long warmUpSeconds = 5;

    @Option(
            names = "--settle",
            paramLabel = "S",
            description = "Seconds to wait at the end for what is unanswered. Default: ${DEFAULT-VALUE}.")
    long settleSeconds = 60;

    @Option(
            names = "--no-reconcile",
            description = "Do not compare with the gateway's alerts (it runs without a console).")
    private boolean noReconcile;

    @Option(names = "--json", paramLabel = "F", description = "Writes the numbers of the summary to this file as well.")
    private @Nullable Path json;

    @Option(names = "--quiet", description = "No progress lines.")
    private boolean quiet;

    /** How a scenario asks for its run. */
    record Scenario(
            LoadPlan plan,
            int devicesUnlessSaid,
            boolean feed,
            @Nullable Path ledger) {}

    /**
     * Runs it and prints the summary.
     *
     * @param started told of the run before it begins, to be able to stop it
     */
    int run(Scenario scenario, Consumer<LoadRun> started) throws IOException, InterruptedException {
        boolean presses = scenario.plan().pressesPerSecond() > 0;
        if (scenario.feed() && noReconcile) {
            throw new IllegalArgumentException("--feed needs the console's API, which --no-reconcile leaves out");
        }
        try (PressLedger ledger = scenario.ledger() == null ? null : PressLedger.append(scenario.ledger())) {
            var identities = fleet.identities(scenario.devicesUnlessSaid(), gateway);
            AlertApi api = presses && !noReconcile ? gateway.api() : null;
            var surroundings = new LoadRun.Surroundings(identities, fleet.network(gateway), api, ledger);
            var options = new LoadRun.Options(fleet.seed, connectRate, scenario.feed(), quiet);
            LoadRun run = new LoadRun(surroundings, scenario.plan(), options);
            started.accept(run);
            Summary summary = run.run();
            summary.print(System.out);
            if (json != null) {
                new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValue(json.toFile(), summary.numbers());
            }
            return summary.isClean() ? Main.CLEAN : Main.NOT_RECONCILED;
        }
    }
}
