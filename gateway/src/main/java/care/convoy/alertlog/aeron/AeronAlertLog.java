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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.jspecify.annotations.Nullable;
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

    /** How long a new member waits for the two others with which it begins a log: people start them one by one. */
    private static final Duration ASSEMBLE_WITHIN = Duration.ofMinutes(2);

    private final LogDirectory directory;
    private final AlertLogCounters counters = new AlertLogCounters();
    private final StopSign stopSign = new StopSign(counters);
    private final EventJournal journal;
    private final CoreService service;
    private final LogEngine engine;
    private final Aeron aeron;
    private final CommandClient client;
    private final Membership membership;
    private final StateCheck check;
    private final @Nullable Muster muster;
    private final AgentRunner clientRunner;
    private final LogKeeper keeper;
    private final Thread keeperThread;
    private boolean closed;

    /** @param muster whom it assembled with; null for a single member */
    private record Place(LogDirectory directory, @Nullable Muster muster) {}

    private AeronAlertLog(AlertLogConfig config, List<CommittedListener> listeners, Place place) throws IOException {
        this.directory = place.directory();
        this.muster = place.muster();
        this.membership = config.membership();
        Bell bell = new Bell(config.profile());
        journal = new EventJournal(JournalConfig.in(directory.events()), LOG::error);
        check = new StateCheck(membership, counters);
        service = new CoreService(
                config,
                drawLogId(),
                directory,
                new CoreService.Ears(new Announcer(journal, listeners, counters), check, stopSign));
        SteadyClock clock = new SteadyClock(() -> counters.increment(Count.CLOCK_JUMPS));
        engine = LogEngine.launch(
                config, directory, new LogEngine.Parts(service, bell, stopSign, clock, gate(place.muster())));
        aeron = connect();
        client = new CommandClient(config, aeron, service, bell, stopSign);
        clientRunner = new AgentRunner(bell.newRest(), stopSign.diskErrors(), null, client);
        AgentRunner.startOnThread(clientRunner, LogEngine.named("log-client"));
        keeper = new LogKeeper(config, new LogKeeper.Watched(engine, directory, service, journal, stopSign, muster));
        keeperThread = LogEngine.named("log-keeper").newThread(keeper);
        keeperThread.start();
        check.start(new StateCheck.Way(
                client, this::leads, service::isCaughtUp, () -> directory.noteLogId(service.logId())));
        if (muster != null) {
            muster.follow(this::standing);
        }
    }

    private Muster.Self standing() {
        long logId = service.logId();
        return new Muster.Self(
                MusterWord.Standing.MEMBER,
                logId == 0 ? directory.mark().logId() : logId,
                new Muster.Reach(keeper.logFrom(), service.appliedPosition(), service.isCaughtUp()),
                leads());
    }

    private static LogEngine.Gate gate(@Nullable Muster muster) {
        return extent -> {
            MusterWord leader = muster == null ? null : muster.leader();
            if (leader != null) {
                extent.requireWithinReach(leader.logFrom());
            }
        };
    }

    /**
     * Starts this node's part of the log. A member that was away for too long gets its log from the others first, and its
     * own is moved aside.
     *
     * @param listeners hear the state once it was replayed, then every event
     * @throws IOException if the directory is in use by another instance or cannot be written, or as
     *     {@link MembershipConflict} if this node may not take part
     */
    public static AeronAlertLog start(AlertLogConfig config, List<CommittedListener> listeners)
            throws IOException, InterruptedException {
        try {
            return tryToStart(config, listeners);
        } catch (LeftBehind behind) {
            LOG.warn("log.leftBehind {}", behind.getMessage());
            try (LogDirectory _ = LogDirectory.lock(config.directory())) {
                SelfSeed.prepare(config.directory(), config.membership(), behind);
            }
            return tryToStart(config, listeners);
        }
    }

    private static AeronAlertLog tryToStart(AlertLogConfig config, List<CommittedListener> listeners)
            throws IOException, InterruptedException {
        LogDirectory directory = LogDirectory.lock(config.directory());
        Muster muster = null;
        try {
            directory.mark().requireFits(config.membership(), config.directory());
            muster = config.membership().isSingle() ? null : assemble(config.membership(), directory);
            directory.enter(config.membership());
            return new AeronAlertLog(config, listeners, new Place(directory, muster));
        } catch (IOException | InterruptedException | RuntimeException | Error notStarted) {
            CloseHelper.quietCloseAll(muster, directory);
            throw notStarted;
        }
    }

    private static Muster assemble(Membership membership, LogDirectory directory)
            throws IOException, InterruptedException {
        boolean founding = directory.mark().isEmpty();
        Muster muster = new Muster(
                membership,
                Muster.Self.starting(
                        founding ? MusterWord.Standing.EMPTY : MusterWord.Standing.MEMBER,
                        directory.mark().logId()));
        try {
            muster.assemble(founding, ASSEMBLE_WITHIN);
            return muster;
        } catch (IOException | InterruptedException | RuntimeException | Error mayNot) {
            muster.close();
            throw mayNot;
        }
    }

    /** An engine that nobody can reach must not stay behind: its place is wanted by the next start. */
    private Aeron connect() {
        try {
            return engine.connect();
        } catch (RuntimeException failed) {
            CloseHelper.quietCloseAll(engine, journal);
            throw failed;
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
        return health() == Health.READY && engine.isLeader();
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

    /** How the members are, from this one's view. */
    public List<MemberState> members() {
        List<MemberState> states = new ArrayList<>();
        for (int id = 0; id < membership.copies(); id++) {
            if (id == membership.memberId()) {
                states.add(new MemberState(id, health() == Health.READY, leads(), service.appliedPosition()));
            } else {
                MusterWord word = muster == null ? null : muster.of(id);
                states.add(
                        word == null
                                ? new MemberState(id, false, false, 0)
                                : new MemberState(id, word.position() > 0, word.leads(), word.position()));
            }
        }
        return states;
    }

    /** A member of the log. @param up whether it was heard of within the last seconds @param position it has applied */
    public record MemberState(int member, boolean up, boolean leads, long position) {}

    /** How the members' states differ; empty while they agree. Each minute they compare. */
    public Optional<String> difference() {
        return Optional.ofNullable(check.difference());
    }

    /**
     * Lets all members compare their states now; not on the log's own threads.
     *
     * @return the state's hash by member, of those that answered in time
     * @throws TimeoutException if the log does not take the question
     */
    public Map<Integer, Long> compareNow(Duration atMost) throws InterruptedException, TimeoutException {
        return check.ask(atMost.toMillis()).hashes();
    }

    /** The committed events kept on this node; to be read once the log is {@code READY}. */
    public EventHistory history() {
        return journal;
    }

    public AlertLogCounters counters() {
        return counters;
    }

    /** Bytes of events kept on this node for the database. */
    public long historyBytes() {
        return journal.bytesHeld();
    }

    /** Those of them that the database has not taken yet. */
    public long historyBytesWaiting() {
        return journal.bytesWaiting();
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
        CloseHelper.quietCloseAll(check, muster, clientRunner, aeron);
        joinKeeper();
        CloseHelper.quietCloseAll(engine, journal, directory);
    }

    /** It works with the engine and the directory. */
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
