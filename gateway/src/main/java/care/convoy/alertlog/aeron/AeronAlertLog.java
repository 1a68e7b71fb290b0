package care.convoy.alertlog.aeron;

import care.convoy.alert.Command;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.EventHistory;
import care.convoy.alertlog.EventJournal;
import care.convoy.alertlog.JournalConfig;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import io.aeron.Aeron;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alert log on Aeron Cluster. A receipt means: forced to this disk (and to those of a majority, if there are three
 * members), and decided by the core.
 *
 * <p>Any thread may call it. It becomes {@code READY} by itself after the start, when the log was replayed and a first
 * message has gone through it; it becomes {@code STOPPED} for good on a disk error or a broken invariant, and then the
 * process is to be started again.
 */
public final class AeronAlertLog implements AlertLog {
    private static final Logger LOG = LoggerFactory.getLogger(AeronAlertLog.class);

    private final LogDirectory directory;
    private final AlertLogCounters counters = new AlertLogCounters();
    private final StopSign stopSign = new StopSign(counters);
    private final EventJournal journal;
    private final CoreService service;
    private final LogEngine engine;
    private final Aeron aeron;
    private final CommandClient client;
    private final AgentRunner clientRunner;
    private final LogKeeper keeper;
    private final Thread keeperThread;
    private boolean closed;

    private AeronAlertLog(AlertLogConfig config, List<CommittedListener> listeners, LogDirectory directory)
            throws IOException {
        this.directory = directory;
        Bell bell = new Bell(config.profile());
        journal = new EventJournal(JournalConfig.in(directory.events()), LOG::error);
        service =
                new CoreService(config, drawLogId(), new Announcer(journal, listeners, counters), directory, stopSign);
        SteadyClock clock = new SteadyClock(() -> counters.increment(Count.CLOCK_JUMPS));
        engine = LogEngine.launch(config, directory, new LogEngine.Parts(service, bell, stopSign, clock));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(engine.sharedMemory())
                .useConductorAgentInvoker(true)
                .errorHandler(stopSign.diskErrors()));
        client = new CommandClient(config, aeron, service, bell, stopSign);
        clientRunner = new AgentRunner(bell.newRest(), stopSign.diskErrors(), null, client);
        AgentRunner.startOnThread(clientRunner, LogEngine.named("log-client"));
        keeper = new LogKeeper(config, engine, directory, service, counters);
        keeperThread = LogEngine.named("log-keeper").newThread(keeper);
        keeperThread.start();
    }

    /**
     * Starts this node's part of the log.
     *
     * @param listeners hear the state once it was replayed, then every event
     * @throws IOException if the directory is in use by another instance or cannot be written
     */
    public static AeronAlertLog start(AlertLogConfig config, List<CommittedListener> listeners) throws IOException {
        LogDirectory directory = LogDirectory.lock(config.directory());
        try {
            return new AeronAlertLog(config, listeners, directory);
        } catch (IOException | RuntimeException | Error notStarted) {
            directory.close();
            throw notStarted;
        }
    }

    /** Random and never 0, which stands for a log without an id. */
    private static long drawLogId() {
        SecureRandom random = new SecureRandom();
        long drawn = random.nextLong();
        while (drawn == 0) {
            drawn = random.nextLong();
        }
        return drawn;
    }

    @Override
    public CompletionStage<Receipt> submit(Command command) {
        return client.submit(command);
    }

    @Override
    public Health health() {
        return client.health();
    }

    @Override
    public boolean leads() {
        return health() == Health.READY && keeper.isLeader();
    }

    /** Waits until commands are taken; says whether they are. */
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (health() != Health.READY) {
            if (health() == Health.STOPPED || System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /** The committed events kept on this node; to be read once the log is {@code READY}. */
    public EventHistory history() {
        return journal;
    }

    public AlertLogCounters counters() {
        return counters;
    }

    /** Bytes of events that the database has not taken yet. */
    public long historyBytes() {
        return journal.bytesHeld();
    }

    /** Events that were not kept for the database because the disk was full or failed. */
    public long historyLostEvents() {
        return journal.lostEvents();
    }

    /** Bytes of the log, from its creation to the last command that was applied here. */
    public long logBytes() {
        return service.appliedPosition();
    }

    /** Takes a snapshot soon, as before a planned restart. */
    public void snapshotSoon() {
        keeper.snapshotSoon();
    }

    /** Within two seconds; what is outstanding fails with {@code Unavailable}. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopSign.closing();
        keeper.close();
        CloseHelper.quietCloseAll(clientRunner, aeron);
        joinKeeper();
        CloseHelper.quietCloseAll(engine, journal, directory);
    }

    /** It must have ended before the engine unmaps the memory that it reads. */
    private void joinKeeper() {
        try {
            if (!keeperThread.join(Duration.ofSeconds(1))) {
                keeperThread.interrupt();
                keeperThread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
