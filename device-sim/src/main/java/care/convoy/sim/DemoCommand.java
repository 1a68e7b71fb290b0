package care.convoy.sim;

import care.convoy.sim.demo.DemoFleet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The fleet of {@code ./convoy run --demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "A small lively fleet: heartbeats, vitals, places, and now and then a press, a fall, a low battery, a band"
                        + " taken off. Ends when standard input is closed (its parent is gone) or with SIGTERM.")
final class DemoCommand implements Callable<Integer> {
    private static final int DEVICES = 20;

    @Mixin
    private final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    private final FleetOptions fleet = new FleetOptions();

    @Option(names = "--stay", description = "Do not end with standard input.")
    private boolean stay;

    @Override
    public Integer call() throws Exception {
        var identities = List.copyOf(fleet.identities(DEVICES, gateway));
        DemoFleet demo = new DemoFleet(fleet.seed);
        if (!stay) {
            StandardInput.whenClosed(demo::stop);
        }
        System.out.println("demo fleet: " + identities.size() + " devices");
        demo.runUntilStopped(identities, fleet.network(gateway));
        return Main.CLEAN;
    }
}
