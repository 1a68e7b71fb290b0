package care.convoy.app;

import care.convoy.alertlog.aeron.Membership;
import care.convoy.escalation.CountyPolicy;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./convoy run}: starts a gateway and stays until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs gateway, alert core and console in one process. Every option can also be given in the "
                + "environment (CONVOY_PORT_OFFSET=1000) or in the configuration file (port-offset = 1000).")
final class RunCommand implements Callable<Integer> {
    private static final Set<String> ROLES = Set.of("gateway", "core", "console");

    @Option(names = "--demo", description = "Fictional residents and devices on a directory of its own.")
    private boolean demo;

    @Option(names = "--no-fleet", description = "A demo without its simulated devices.")
    private boolean noFleet;

    @Option(names = "--data", paramLabel = "DIR", description = "Everything lies here. Default: data, or data-demo.")
    private @Nullable Path data;

    /** Read by {@link Main} before the options are, because it holds their defaults. */
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--config", paramLabel = "FILE", description = "Settings, one 'name = value' a line.")
    private @Nullable Path config;

    @Option(names = "--port-offset", paramLabel = "N", defaultValue = "0", description = "Added to every port.")
    private int portOffset;

    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description =
                    "Address of the plain-text device ports, management and the console without HTTPS. Default: ${DEFAULT-VALUE}.")
    private String bind = "127.0.0.1";

    @Option(names = "--db", paramLabel = "JDBC-URL", description = "An outside PostgreSQL instead of the embedded one.")
    private @Nullable String database;

    @Option(
            names = "--roles",
            paramLabel = "LIST",
            defaultValue = "gateway,core,console",
            description = "What this process does. Default: ${DEFAULT-VALUE}.")
    private String roles = "gateway,core,console";

    @Option(names = "--no-console", description = "No web server; alarms are taken all the same.")
    private boolean noConsole;

    @Option(names = "--emergency-dir", paramLabel = "DIR", description = "Another disk for the emergency journal.")
    private @Nullable Path emergency;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "DEFAULT",
            description = "How the alert log waits: DEFAULT, or ECO for less idle CPU and a little more latency.")
    private GatewayConfig.Profile profile = GatewayConfig.Profile.DEFAULT;

    @Option(
            names = "--ambulance-request",
            paramLabel = "true|false",
            defaultValue = "true",
            arity = "1",
            description = "Ask 120 by itself for a press that nobody took for 120 s. Default: ${DEFAULT-VALUE}.")
    private boolean ambulanceRequest = true;

    @Option(
            names = "--plan-seconds",
            paramLabel = "LIST",
            defaultValue = "",
            description = "Other times of the escalation plans, as p1.ring2=90,p2.loud=20; see docs/escalation.md.")
    private String planSeconds = "";

    @Option(
            names = "--heartbeat-url",
            paramLabel = "URL",
            description = "Fetched after each success of the canary, so that a watchdog outside notices silence.")
    private @Nullable String heartbeatUrl;

    @Option(
            names = "--channels",
            paramLabel = "FILE",
            description = "By what people are reached, JSON (docs/channels.md). Without it nobody is called.")
    private @Nullable Path channels;

    @Option(
            names = "--warnings",
            paramLabel = "DIR",
            description = "Where warnings of weather and disasters are dropped, CAP 1.2 (docs/warnings.md).")
    private @Nullable Path warnings;

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Mixin
    private final MemberOptions members = new MemberOptions();

    @Mixin
    private final DiskOptions disks = new DiskOptions();

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Mixin
    private final RetentionOptions retention = new RetentionOptions();

    @Override
    public Integer call() throws Exception {
        return run(toConfig());
    }

    private static int run(GatewayConfig config) throws Exception {
        // before the first logger is made
        System.setProperty("convoy.log", config.data().resolve("logs").toString());
        return Running.untilStopped(config);
    }

    private GatewayConfig toConfig() {
        Membership membership = members.membership();
        if (demo && membership != null) {
            // each node would draw other residents, keys and devices, and play the people on its own
            throw new Refusal("--demo and --members: a demo is one node with residents of its own; for three members"
                    + " leave --demo out (docs/operations.md, Three members), or try trials/members-devices");
        }
        Set<String> given = Set.of(roles.split(","));
        if (!ROLES.containsAll(given)) {
            throw new Refusal("--roles " + roles + ": known roles are gateway, core and console");
        }
        if (!given.contains("gateway") || !given.contains("core")) {
            throw new Refusal("--roles " + roles
                    + ": gateway and core run in one process in this version; leave out only console");
        }
        Path directory = data != null ? data : Path.of(demo ? "data-demo" : "data");
        return new GatewayConfig(
                directory.toAbsolutePath().normalize(),
                demo,
                !noFleet,
                portOffset,
                bind,
                database,
                !noConsole && given.contains("console"),
                emergency,
                profile,
                disks.limits(),
                devices.devices(),
                plans(),
                heartbeatUrl,
                membership,
                tls.tls(),
                retention.retention(),
                channels == null ? null : ChannelsFile.read(channels),
                warnings == null ? null : warnings.toAbsolutePath().normalize());
    }

    private CountyPolicy plans() {
        try {
            return CountyPolicy.standard().withAmbulance(ambulanceRequest).with(planSeconds);
        } catch (IllegalArgumentException wrong) {
            throw new Refusal("--plan-seconds " + wrong.getMessage());
        }
    }
}
