package care.convoy.sim;

import care.convoy.sim.ledger.PressLedger;
import care.convoy.sim.ledger.Reconciliation;
import care.convoy.sim.load.Summary;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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

    @Override
    public Integer call() throws Exception {
        Reconciliation reconciliation =
                Reconciliation.of(PressLedger.read(ledger), gateway.api().openAlerts());
        Summary.print(reconciliation, System.out);
        return reconciliation.isClean() ? Main.CLEAN : Main.NOT_RECONCILED;
    }
}
