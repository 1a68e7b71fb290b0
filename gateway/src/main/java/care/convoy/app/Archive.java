package care.convoy.app;

import care.convoy.account.ApiToken;
import care.convoy.account.User;
import care.convoy.alertlog.EventHistory;
import care.convoy.device.DeviceId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.TelemetryLane;
import care.convoy.resident.ContactLine;
import care.convoy.resident.DeviceLine;
import care.convoy.resident.ImportFile;
import care.convoy.resident.ImportResult;
import care.convoy.resident.PlanLine;
import care.convoy.resident.RecordsCache;
import care.convoy.resident.ResidentLine;
import care.convoy.resident.StorageUnavailable;
import care.convoy.storage.AlertHistory;
import care.convoy.storage.AuditLog;
import care.convoy.storage.CallerStore;
import care.convoy.storage.Database;
import care.convoy.storage.DeviceLatestStore;
import care.convoy.storage.DeviceStore;
import care.convoy.storage.DisclosureStores;
import care.convoy.storage.EmbeddedPostgres;
import care.convoy.storage.LocationStore;
import care.convoy.storage.Migrations;
import care.convoy.storage.PlanStore;
import care.convoy.storage.Projector;
import care.convoy.storage.QuarantineStore;
import care.convoy.storage.ResidentStore;
import care.convoy.storage.RuleBookStore;
import care.convoy.storage.SeriesUpkeep;
import care.convoy.storage.StorageCounters;
import care.convoy.storage.TokenStore;
import care.convoy.storage.UserStore;
import care.convoy.storage.UsualStore;
import care.convoy.storage.VitalsHistory;
import care.convoy.storage.VitalsStore;
import care.convoy.storage.VitalsWriter;
import care.convoy.storage.WarningStore;
import care.convoy.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that needs the database. Comes up on a thread of its own, may come late and may go away: nothing here is on
 * the way of an alarm. Until it is up, calls throw {@link StorageUnavailable}.
 */
final class Archive implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
    private static final String NAME = "convoy";
    private static final long RETRY_SECONDS = 5;
    private static final long WATCH_SECONDS = 2;
    private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(10);

    private final Setup setup;
    private final RulesKeeper rulesKeeper;
    private final StorageCounters counters = new StorageCounters();
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("archive-start").daemon().unstarted(this::comeUp);
    private volatile @Nullable Stores opening;
    private volatile @Nullable Stores stores;
    private boolean writing;
    private volatile long loadedNumber;
    private volatile @Nullable EmbeddedPostgres postgres;

    /** What it works with. @param afterLoad called once on the archive's thread when the records are in memory */
    record Setup(
            GatewayConfig config,
            Vault vault,
            RecordsCache cache,
            Memory memory,
            EventHistory history,
            TelemetryLane telemetry,
            java.util.function.Consumer<Archive> afterLoad) {}

    Archive(Setup setup) {
        this.setup = setup;
        rulesKeeper = new RulesKeeper(setup.memory().rules());
    }

    void start() {
        thread.start();
    }

    /** Whether the records are in memory. */
    boolean isLoaded() {
        return loaded.getCount() == 0;
    }

    /** Waits until the records are in memory; says whether they are. */
    boolean awaitLoaded(Duration atMost) throws InterruptedException {
        return loaded.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void comeUp() {
        try {
            while (!cameUp()) {
                TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            }
            while (true) {
                TimeUnit.SECONDS.sleep(WATCH_SECONDS);
                loadChangedRecords();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another gateway on the same database may have changed something, or a change of ours could not be read back. */
    private synchronized void loadChangedRecords() {
        try {
            Stores now = up();
            if (now.residents().changeNumber() != loadedNumber) {
                loadRecords(now);
            }
            rulesKeeper.look(now.rules());
        } catch (StorageUnavailable away) {
            LOG.debug("records not looked at: {}", away.getMessage());
        } catch (RuntimeException unfit) {
            LOG.error("the records cannot be loaded anew", unfit);
        }
    }

    private boolean cameUp() {
        try {
            Stores opened = opening;
            if (opened == null) {
                opened = open();
                opening = opened;
            }
            return cameUp(opened);
        } catch (StorageUnavailable away) {
            LOG.warn("database is not up yet: {}", away.getMessage());
        } catch (EmbeddedPostgres.CannotStart failed) {
            LOG.error("{}", failed.getMessage());
            beginAnew();
        } catch (RuntimeException unfit) {
            LOG.error("the database cannot be used; alarms are taken all the same", unfit);
        }
        return false;
    }

    /** The next try starts the server again. */
    private void beginAnew() {
        close(opening);
        opening = null;
        writing = false;
        EmbeddedPostgres failed = postgres;
        postgres = null;
        if (failed != null) {
            failed.close();
        }
    }

    private boolean cameUp(Stores opened) {
        try {
            EmbeddedPostgres embedded = postgres;
            if (embedded != null) {
                if (!embedded.awaitReady(RECOVERY_PATIENCE)) {
                    LOG.warn("the embedded database is still recovering");
                    return false;
                }
                embedded.createDatabase(NAME);
            }
            Migrations.apply(opened.database());
        } finally {
            // also without a database: it spools then
            startWriter(opened);
        }
        loadRecords(opened);
        rulesKeeper.look(opened.rules());
        setup.memory().latest().restore(opened.latest().loadAll());
        opened.projector().start();
        opened.upkeep().start();
        stores = opened;
        setup.afterLoad().accept(this);
        loaded.countDown();
        return true;
    }

    private void startWriter(Stores opened) {
        if (!writing) {
            writing = true;
            opened.writer().start();
        }
    }

    private Stores open() {
        Database database = Database.open(login());
        return new Stores(
                database,
                new ResidentStore(database),
                new DeviceStore(database, setup.vault()),
                new PlanStore(database),
                new UserStore(database),
                new TokenStore(database),
                new AuditLog(database),
                new RuleBookStore(database),
                new AlertHistory(database),
                new VitalsStore(database, setup.config().keep()),
                new LocationStore(database),
                DisclosureStores.of(database),
                new DeviceLatestStore(database),
                new QuarantineStore(database),
                new Projector(setup.history(), database, counters, isOneOfSeveral()),
                new VitalsWriter(
                        new VitalsWriter.Way(setup.telemetry(), setup.memory().latest(), database),
                        VitalsWriter.Settings.in(
                                setup.config().data().resolve("spool"),
                                setup.config().keep()),
                        counters),
                new SeriesUpkeep(database, setup.config().keep(), counters));
    }

    private boolean isOneOfSeveral() {
        return setup.config().membership().copies() > 1;
    }

    private Database.Login login() {
        GatewayConfig config = setup.config();
        String url = config.databaseUrl();
        if (url != null) {
            return new Database.Login(url, null, null);
        }
        EmbeddedPostgres running = postgres;
        if (running == null) {
            running = EmbeddedPostgres.begin(new EmbeddedPostgres.Settings(
                    config.data().resolve("postgres"), programCache(), config.port(GatewayConfig.Port.DATABASE)));
            postgres = running;
        }
        return running.login(NAME);
    }

    /** PostgreSQL's programs are unpacked once for all data directories of a user. */
    private static Path programCache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache != null && !cache.isBlank() ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("convoy");
    }

    private void loadRecords(Stores from) {
        // before they are read: what changes meanwhile is read once more
        long number = from.residents().changeNumber();
        RecordsCache.Records records = new RecordsCache.Records(
                from.residents().loadResidents(),
                from.residents().loadContacts(),
                from.devices().loadAll(),
                from.users().loadAll(),
                from.tokens().loadAll(),
                from.plans().loadAll());
        setup.memory().fill(records);
        loadedNumber = number;
        writeCache(records);
    }

    private void writeCache(RecordsCache.Records records) {
        try {
            setup.cache().write(records);
        } catch (java.io.UncheckedIOException disk) {
            LOG.warn("records cache not written: {}", disk.getMessage());
        }
    }

    private Stores up() {
        Stores now = stores;
        if (now == null) {
            throw new StorageUnavailable("the database is not up yet", new IllegalStateException("starting"));
        }
        return now;
    }

    AlertHistory alerts() {
        return up().alerts();
    }

    VitalsStore vitals() {
        return up().vitals();
    }

    /** Positions; each reading of them is written into the audit with its purpose. */
    LocationStore locations() {
        return up().locations();
    }

    /** What other systems are let in by and given. */
    DisclosureStores disclosures() {
        return up().disclosures();
    }

    RuleBookStore rules() {
        return up().rules();
    }

    /** Takes over at once what was just written; other gateways do within {@value #WATCH_SECONDS} s. */
    void lookAtRules() {
        rulesKeeper.look(up().rules());
    }

    /** Stored measurements as they came. */
    VitalsHistory history() {
        return new VitalsHistory(up().database());
    }

    AuditLog audit() {
        return up().audit();
    }

    UserStore users() {
        return up().users();
    }

    TokenStore tokens() {
        return up().tokens();
    }

    QuarantineStore quarantine() {
        return up().quarantine();
    }

    CallerStore callers() {
        return new CallerStore(up().database());
    }

    WarningStore warnings() {
        return new WarningStore(up().database());
    }

    UsualStore usual() {
        return new UsualStore(up().database());
    }

    /** Tells the database which new secrets were used first, and when. */
    void noteFirstUses(Map<DeviceId, Long> atMillis) {
        up().devices().noteFirstUses(atMillis);
    }

    StorageCounters counters() {
        return counters;
    }

    boolean isUp() {
        Stores now = stores;
        return now != null && now.database().isUp();
    }

    /** How the projector is, for people. */
    String projector() {
        Stores now = stores;
        return now == null
                ? "not started"
                : now.projector()
                        .stoppedBecause()
                        .orElse(now.projector().state().name());
    }

    /** Lets a stopped projector go on with what this node still has; says what was done. */
    synchronized String adopt() {
        Stores now = up();
        if (now.projector().stoppedBecause().isEmpty()) {
            return "the history is not stopped; nothing was changed";
        }
        now.projector().close();
        try {
            long resume = Projector.adopt(now.database(), setup.history());
            return "the history goes on after position " + resume + " of this node's alert log";
        } finally {
            Stores another = now.with(new Projector(setup.history(), now.database(), counters, isOneOfSeveral()));
            another.projector().start();
            opening = another;
            stores = another;
        }
    }

    ImportResult importResidents(byte[] csv) {
        return imported(ResidentLine.read(csv), up().residents()::importResidents);
    }

    ImportResult importContacts(byte[] csv) {
        return imported(ContactLine.read(csv), up().residents()::importContacts);
    }

    ImportResult importDevices(byte[] csv) {
        return imported(DeviceLine.read(csv), up().devices()::importDevices);
    }

    ImportResult importPlans(byte[] csv) {
        return imported(PlanLine.read(csv), up().plans()::importPlans);
    }

    private synchronized <L> ImportResult imported(ImportFile<L> file, Function<List<L>, ImportResult> store) {
        if (!file.errors().isEmpty()) {
            return ImportResult.refused(file.errors());
        }
        ImportResult result = store.apply(file.lines());
        if (result.errors().isEmpty()) {
            loadRecords(up());
        }
        return result;
    }

    /** In memory at once; the copy on disk follows as after a change by another gateway. @return false if the id is taken */
    synchronized boolean addDevice(RegisteredDevice device) {
        boolean added = up().devices().add(device);
        if (added) {
            setup.memory().devices().put(List.of(device));
        }
        return added;
    }

    /** Likewise. @return the device as it is now; null if there is none */
    synchronized @Nullable RegisteredDevice changeDevice(DeviceId id, UnaryOperator<RegisteredDevice> change) {
        RegisteredDevice changed = up().devices().change(id, change);
        if (changed != null) {
            setup.memory().devices().put(List.of(changed));
        }
        return changed;
    }

    /** @return false if the login is taken */
    boolean addUser(User user) {
        return changed(to -> to.users().add(user));
    }

    /** @return false if there is no such user */
    boolean setUserDisabled(String login, boolean disabled) {
        return changed(in -> in.users().setDisabled(login, disabled));
    }

    /** @param sha256 lower-case hex @return false if the name is taken */
    boolean addToken(ApiToken token, String sha256) {
        return changed(to -> to.tokens().add(token, sha256));
    }

    /** @return false if there is none of that name that is still good */
    boolean revokeToken(String name) {
        return changed(in -> in.tokens().revoke(name));
    }

    private synchronized boolean changed(Predicate<Stores> change) {
        Stores now = up();
        boolean done = change.test(now);
        if (done) {
            loadRecords(now);
        }
        return done;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        close(opening);
        EmbeddedPostgres running = postgres;
        if (running != null) {
            running.close();
        }
    }

    private static void close(@Nullable Stores opened) {
        if (opened != null) {
            opened.projector().close();
            opened.upkeep().close();
            opened.writer().close();
            opened.database().close();
        }
    }
}
