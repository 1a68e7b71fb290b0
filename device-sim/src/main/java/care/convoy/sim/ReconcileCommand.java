package care.convoy.sim;

import care.convoy.sim.console.AlertApi;
import care.convoy.sim.console.OpenAlert;
import care.convoy.sim.ledger.PressLedger;
import care.convoy.sim.ledger.Reconciliation;
import care.convoy.sim.ledger.TimerCheck;
import care.convoy.sim.load.Summary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares a ledger with the gateway. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares a ledger with the gateway's open alerts. Last line: lost N doubled N.")
final class ReconcileCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOptions gateway = new GatewayOptions();

    @Option(names = "--ledger", paramLabel = "F", required = true, description = "A file that 'ledger' wrote.")
    private Path ledger = Path.of("");

    @Option(
            names = "--timers-since",
            paramLabel = "SECONDS",
            description = "Also look at the escalation steps of all open alerts: some must have been started since this"
                    + " time (Unix seconds), and none may be overdue.")
    private @Nullable Long timersSince;

    @Override
    public Integer call() throws Exception {
        AlertApi api = gateway.api();
        List<OpenAlert> open = api.openAlerts();
        Reconciliation reconciliation = Reconciliation.of(PressLedger.read(ledger), open);
        boolean timersRun = true;
        if (timersSince != null) {
            TimerCheck timers = TimerCheck.of(api, open, Instant.ofEpochSecond(timersSince));
            System.out.println(timers);
            timersRun = timers.isRunning();
        }
        Summary.print(reconciliation, System.out);
        return reconciliation.isClean() && timersRun ? Main.CLEAN : Main.NOT_RECONCILED;
    }
}
