package care.convoy.sim;

import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./convoy sim SCENARIO}. */
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        description = {
            "Simulates devices: native TCP and CoAP ones in one process, and a handful on MQTT through Eclipse Paho.",
            "Without --devices F.csv it provisions a fleet of its own (sim-...) through the administration socket of the"
                    + " gateway that --data names.",
            ""
        },
        footer = {
            "",
            "Latency counts from when a press was DUE, not from when it was sent (open loop): a stall is seen by all that"
                    + " wait behind it.",
            "Devices behave as firmware-protocol/PROTOCOL.md says: an alarm is repeated with the same number until"
                    + " 'received'.",
            "Exit code: 0 clean, 1 a press was lost, doubled or never answered, 2 wrong option or no gateway.",
            "",
            "  ./convoy sim steady --devices 1000 --rate 5000 --duration 60",
            "  ./convoy sim press --count 1000 --rate 50 --feed",
            "  ./convoy sim mixed --devices 1000 --rate 5000 --count 1000 --feed",
            "  ./convoy sim mixed --devices 1000 --coap 1000 --rate 5000 --count 1000"
        },
        subcommands = {
            SteadyCommand.class,
            PressCommand.class,
            MixedCommand.class,
            LedgerCommand.class,
            ReconcileCommand.class,
            DemoCommand.class,
            HandshakesCommand.class
        })
public final class Main {
    static final int CLEAN = 0;
    static final int NOT_RECONCILED = 1;
    static final int REFUSED = 2;

    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((bad, given) -> {
            System.err.println("convoy sim: " + bad.getMessage());
            System.err.println(
                    "see ./convoy " + bad.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return REFUSED;
        });
        line.setExecutionExceptionHandler((failed, command, parsed) -> {
            if (failed instanceof IOException || failed instanceof IllegalArgumentException) {
                System.err.println("convoy sim: " + failed.getMessage());
                return REFUSED;
            }
            throw failed;
        });
        if (arguments.length == 0) {
            line.usage(System.err);
            return REFUSED;
        }
        return line.execute(arguments);
    }
}
