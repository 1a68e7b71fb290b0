package care.convoy.app;

import care.convoy.administration.AdministrationSocket;
import care.convoy.alert.AlertStatus;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommandCodec;
import care.convoy.alertlog.aeron.AlertLogConfig;
import care.convoy.alertlog.emergency.SafeguardedLog;
import care.convoy.canary.Canary;
import care.convoy.console.web.ConsoleConfig;
import care.convoy.console.web.ConsoleServer;
import care.convoy.disk.DiskLevel;
import care.convoy.disk.DiskWatch;
import care.convoy.effect.Channels;
import care.convoy.effect.DeviceWords;
import care.convoy.effect.EffectRunner;
import care.convoy.effect.IntentDelivery;
import care.convoy.effect.IntentWords;
import care.convoy.effect.TaskCures;
import care.convoy.escalation.StandardPlan;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.EndedCases;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.Intake;
import care.convoy.ingest.IntakeConfig;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.TelemetryLane;
import care.convoy.monitoring.EvidenceSeal;
import care.convoy.monitoring.HealthMonitor;
import care.convoy.monitoring.HealthQueue;
import care.convoy.monitoring.RulesInForce;
import care.convoy.notify.page.OpenCases;
import care.convoy.observation.Health;
import care.convoy.observation.ManagementServer;
import care.convoy.observation.Metrics;
import care.convoy.operator.AlertBoard;
import care.convoy.operator.AuditTrail;
import care.convoy.operator.OperatorDesk;
import care.convoy.operator.OperatorGrants;
import care.convoy.operator.OrderBoard;
import care.convoy.operator.UserDirectory;
import care.convoy.resident.RecordsCache;
import care.convoy.resident.ResidentDirectory;
import care.convoy.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway process: one line per part, in the order of the way of an alarm, closed in reverse. Started and stopped by
 * one thread.
 */
final class Gateway implements AutoCloseable {
    static final String VERSION = "0.1.0";

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int TELEMETRY_WAITING = 100_000;
    /** Longer than a start takes; a log that is not ready by then is gone on without. */
    private static final Duration LOG_READY_WITHIN = Duration.ofSeconds(20);

    private static final Duration RECORDS_WITHIN = Duration.ofSeconds(150);

    private final GatewayConfig config;
    private final Parts parts;
    private final Health health = new Health();

    private final Memory memory;
    private final AlertBoard board = new AlertBoard();
    private final OrderBoard orders = new OrderBoard();
    private final OpenCases cases = new OpenCases();
    private final TelemetryLane telemetry;
    private final HealthQueue heard = new HealthQueue();
    private final @Nullable HealthMonitor healthRules;
    private final DownlinkRouter downlinks = new DownlinkRouter();
    private final Quarantine quarantine = new Quarantine();
    private final CanaryDevices canaryDevices;
    private final Vault vault;
    private final @Nullable Reaching reaching;
    private final EffectRunner effects;
    private final IntentDelivery deliveries;
    private final DurableLog durable;
    private final SafeguardedLog log;
    private final Archive archive;
    private final WarningDesk warnings;
    private final DeviceKeeper keeper;
    private final Accounts accounts;
    private final Administration administration;
    private final Intake intake;
    private final DeviceListeners listeners;
    private final @Nullable SecurePorts secure;
    private final Canary canary;
    private final AuditTrail audit;
    private final DiskWatch disks;
    private @Nullable ConsoleServer console;
    private @Nullable Rehearsing rehearsing;

    /** @throws Refusal or another reason; whatever was started is closed again then */
    static Gateway start(GatewayConfig config) throws IOException, InterruptedException {
        Parts parts = new Parts();
        try {
            return new Gateway(config, parts);
        } catch (IOException | InterruptedException | RuntimeException | Error notStarted) {
            parts.close();
            throw notStarted;
        }
    }

    /** Starts everything up to the point where alarms are taken, and the console if it can be had. */
    @SuppressWarnings("this-escape")
    private Gateway(GatewayConfig config, Parts parts) throws IOException, InterruptedException {
        this.config = config;
        this.parts = parts;
        Path data = config.data();
        requireKey(config);
        secure = SecurePorts.open(config, parts);
        vault = Vault.open(
                data.resolve("vault.key"),
                Files.exists(data.resolve("records.cache")) || Files.exists(data.resolve("postgres")));
        DeviceRegistry registry = new DeviceRegistry();
        canaryDevices = new CanaryDevices(config.membership());
        memory = new Memory(
                new ResidentDirectory(),
                registry,
                new LatestBoard(registry),
                new UserDirectory((login, hash) -> archive().users().setPassword(login, hash, false)),
                new RulesInForce());
        telemetry = new TelemetryLane(TELEMETRY_WAITING, memory.latest(), heard);
        RecordsCache cache = new RecordsCache(data.resolve("records.cache"), vault);
        Optional<RecordsCache.Records> cached = cachedRecords(cache);
        cached.ifPresent(memory::fill);
        registry.put(canaryDevices.registered());
        registry.onDismissal(downlinks::dismiss);

        canary = new Canary(canaryDevices.config(config));
        reaching = openReaching();
        effects = new EffectRunner(channels());
        deliveries = new IntentDelivery(downlinks, new IntentWords(new DeviceWords(vault)));
        downlinks.hear(deliveries);
        EndedCases ended = new EndedCases();
        Ears ears = new Ears(memory.latest(), canary, ended, heard);
        durable = part(DurableLog.start(
                config,
                AlertLogConfig.of(data.resolve("log"), config.membership().withKeyMark(vault.keyMark()))
                        .with(
                                config.profile() == GatewayConfig.Profile.ECO
                                        ? AlertLogConfig.Profile.ECO
                                        : AlertLogConfig.Profile.DEFAULT),
                new DurableLog.Listeners(
                        List.of(board, orders, deliveries, ears, cases, effects),
                        List.of(board, deliveries, ears, cases, effects),
                        OperatorDesk.notes(vault))));
        log = durable.log();
        archive = part(new Archive(
                new Archive.Setup(config, vault, cache, memory, durable.history(), telemetry, this::provision)));
        warnings = part(new WarningDesk(archive, memory.residents(), config.warnings(), InstantSource.system()));
        audit = part(new AuditTrail(entries -> new StoredRecords(archive()).audit(entries)));
        accounts = new Accounts(archive, audit, this::endSessions);
        administration = new Administration(
                archive,
                accounts,
                () -> StatusLines.of(this),
                () -> MembersReply.compare(this),
                () -> SecurePorts.reload(secure));
        keeper = part(new DeviceKeeper(
                archive, registry, quarantine, config.membership().copies() > 1, InstantSource.system()));
        awaitLog();
        part(effects).start(log);
        if (reaching != null) {
            reaching.start();
        }
        part(deliveries).start(log);
        archive.start();
        // a first start knows nobody yet; later ones know all from the cache, whatever the database does
        if (cached.isEmpty() && !archive.awaitLoaded(RECORDS_WITHIN)) {
            LOG.warn("the database is not up and there is no local copy: no device is known before it is");
        }

        intake = part(new Intake(
                IntakeConfig.of(
                        config.demo() ? AlertStatus.EXERCISE : AlertStatus.ACTUAL,
                        StandardPlan.of(List.of(), StandardPlan.UNKNOWN_GRADE, config.plans())),
                log,
                telemetry,
                new ConvoyPlans(memory.residents(), config.plans()),
                command -> CommandCodec.encode(command).length));
        intake.alwaysTakeTestsOf(canaryDevices.ids());
        listeners = new DeviceListeners(
                config,
                parts,
                new DeviceListeners.Places(
                        new IngestServices(registry, intake, downlinks, quarantine, memory.latest()),
                        memory.latest(),
                        quarantine,
                        vault,
                        ended,
                        () -> cached.isPresent() || archive().isLoaded(),
                        log::leads),
                secure);
        keeper.start();
        warnings.start();
        healthRules = judge();
        disks = part(Disks.watch(config, durable, intake, log));
        part(new TaskCures(log, memory.latest(), board::tasks)).start();
        observe();
        part(AdministrationSocket.open(data, administration.commands()));
        part(canary).start();
        startConsole();
    }

    /** Only one member draws the key, else there would be three. */
    private static void requireKey(GatewayConfig config) {
        Path key = config.data().resolve("vault.key");
        if (config.membership().memberId() != 0 && !Files.exists(key)) {
            throw new Refusal("there is no " + key + ": all members need the same key; copy the file from member 0"
                    + " (its first start draws it), mode 0600");
        }
    }

    /** A damaged cache costs what it holds until the database is up, not the start. */
    private static Optional<RecordsCache.Records> cachedRecords(RecordsCache cache) {
        try {
            return cache.read();
        } catch (UncheckedIOException damaged) {
            LOG.error("records cache cannot be read", damaged);
            return Optional.empty();
        }
    }

    /** In a demo everybody is played; else people are reached by what the configuration names. */
    private Channels channels() throws IOException {
        if (config.demo()) {
            rehearsing = part(new Rehearsing(Demo.callsFile(config.data()), memory.residents()));
            return new Channels(rehearsing.channels());
        }
        return new Channels(reaching == null ? List.of() : reaching.channels());
    }

    /** Null if nobody is reached. */
    private @Nullable Reaching openReaching() {
        ChannelsFile file = config.channels();
        return file == null || config.demo()
                ? null
                : part(Reaching.open(
                        file, new Reaching.House(config, secure, vault, memory, cases, this::effects, this::log)));
    }

    private Archive archive() {
        return archive;
    }

    private <T extends AutoCloseable> T part(T part) {
        return parts.opened(part);
    }

    /** Without the log the gateway goes on by itself; without the journal too there is nothing to go on with. */
    private void awaitLog() throws InterruptedException {
        if (durable.awaitReady(LOG_READY_WITHIN)) {
            return;
        }
        if (!log.isJournalUsable()) {
            throw new Refusal("the alert log in " + config.data().resolve("log") + " did not become ready within "
                    + LOG_READY_WITHIN.toSeconds()
                    + " s, and there is no emergency journal; logs/gateway.log says why");
        }
        LOG.error("the alert log is not ready; alarms are taken into the emergency journal");
    }

    /** The first users, and a demo's county; on the archive's thread. */
    private void provision(Archive loaded) {
        if (config.demo()) {
            Demo.provision(config.data(), loaded, accounts);
        } else {
            FirstAdmin.provision(config.data(), loaded, accounts);
        }
    }

    /** Rules are never on the way of an alarm: what they find takes that way itself. */
    private @Nullable HealthMonitor judge() {
        ZoneId zone = config.devices().healthRules();
        if (zone == null) {
            return null;
        }
        HealthMonitor monitor = part(new HealthMonitor(
                new HealthMonitor.Sources(
                        memory.devices(),
                        memory.residents(),
                        memory.latest(),
                        log,
                        memory.rules(),
                        intake::accept,
                        new LearnedShelf(archive)),
                heard,
                new EvidenceSeal(vault),
                new HealthMonitor.Manner(zone, config.membership().copies() == 1),
                InstantSource.system()));
        monitor.start();
        return monitor;
    }

    private void observe() throws IOException {
        health.require("log", () -> switch (log.health()) {
            case READY -> null;
            case DEGRADED -> log.isJournalFull() ? "the emergency journal is full: no alarm is acknowledged" : null;
            case STARTING, NO_QUORUM, STOPPED ->
                "the alert log is " + log.health() + ", and "
                        + (log.coreFailure() == null ? "no emergency journal helps" : log.coreFailure());
        });
        health.remark(
                "log", () -> log.health() == AlertLog.Health.DEGRADED ? "DEGRADED: " + log.degradedBecause() : null);
        health.remark("disk", () -> disks.level() == DiskLevel.OK ? null : disks.describe());
        BridgeLines.remarks(health, listeners.bridges());
        SecurePorts tls = secure;
        if (tls != null) {
            health.remark("tls", tls.source()::complaint);
        }
        health.require("canary", canary::complaint);
        Metrics metrics = part(new Metrics());
        GatewayMetrics.bind(metrics, this);
        warnings.observe(metrics);
        health.remark("warnings", warnings::complaint);
        Reaching people = reaching;
        if (people != null) {
            people.observe(metrics);
            health.remark("channels", people::complaint);
        }
        part(ManagementServer.start(
                new InetSocketAddress(config.bind(), config.port(GatewayConfig.Port.MANAGEMENT)), metrics, health));
    }

    /** A console that does not start stops no alarm. */
    private void startConsole() {
        if (!config.console()) {
            return;
        }
        StoredDisclosures disclosures = new StoredDisclosures(archive);
        OperatorDesk.Sources sources = new OperatorDesk.Sources(
                board,
                orders,
                memory.residents(),
                memory.devices(),
                memory.latest(),
                new StoredRecords(archive),
                memory.users(),
                audit,
                () -> StatusLines.system(this),
                quarantine,
                new OperatorDesk.Engineering(
                        new StoredDevices(archive, quarantine, keeper),
                        downlinks,
                        Set.copyOf(canaryDevices.ids()),
                        new DeviceDoors(config)),
                new OperatorGrants(disclosures, InstantSource.system()),
                new OtherSystems(memory, disclosures, vault, warnings.reception()),
                new StoredRules(archive, memory),
                memory.rules(),
                rehearsing == null ? null : rehearsing.carrier(),
                warnings.inForce());
        try {
            ConsoleConfig plain = ConsoleConfig.on(config.consoleBind(), config.port(GatewayConfig.Port.CONSOLE))
                    .keepingSessionsIn(config.data().resolve("console-sessions.json"));
            ConsoleServer started = part(ConsoleServer.start(
                    secure == null ? plain : plain.withHttps(secure.https()), OperatorDesk.ports(log, vault, sources)));
            console = started;
            if (secure != null) {
                secure.renew(started);
            }
        } catch (IOException | RuntimeException failed) {
            LOG.error("the console did not start; alarms are taken all the same", failed);
        }
    }

    private void endSessions(String login) {
        ConsoleServer running = console;
        if (running != null) {
            running.endSessionsOf(login);
        }
    }

    GatewayConfig config() {
        return config;
    }

    /** The way in for commands. */
    SafeguardedLog log() {
        return log;
    }

    /** The log with what is around it. */
    DurableLog durable() {
        return durable;
    }

    /** How people are reached; null if nobody is. */
    @Nullable
    Reaching reaching() {
        return reaching;
    }

    EffectRunner effects() {
        return effects;
    }

    HealthQueue heard() {
        return heard;
    }

    /** Null if what devices say is not judged. */
    @Nullable
    HealthMonitor healthRules() {
        return healthRules;
    }

    IntentDelivery deliveries() {
        return deliveries;
    }

    AlertBoard board() {
        return board;
    }

    Archive store() {
        return archive;
    }

    Memory memory() {
        return memory;
    }

    TelemetryLane telemetry() {
        return telemetry;
    }

    Intake intake() {
        return intake;
    }

    DeviceListeners listeners() {
        return listeners;
    }

    DeviceKeeper keeper() {
        return keeper;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    /** What listens with TLS; null if nothing does. */
    @Nullable
    SecurePorts secure() {
        return secure;
    }

    Canary canary() {
        return canary;
    }

    Health health() {
        return health;
    }

    DiskWatch disks() {
        return disks;
    }

    AuditTrail audit() {
        return audit;
    }

    @Nullable
    ConsoleServer console() {
        return console;
    }

    /** Closes in reverse order: the console first, the alert log last. */
    @Override
    public void close() {
        parts.close();
    }
}
