package care.convoy.alertlog.aeron;

import care.convoy.alert.CoreState;
import care.convoy.alertlog.SnapshotCodec;
import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the members agree: at a CHECK in the log each takes the hash of its state and tells it to all as a HASH in the
 * log. A restart meets the HASHes of its former life again, so replay is compared with what was live, also with one member.
 *
 * <p>The service thread hands the state's immutable values over, and goes on; the hash is taken on thread {@code log-check}.
 * While one is being taken the next CHECK is passed over. The last {@value #ROUNDS_KEPT} rounds are kept.
 */
final class StateCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateCheck.class);
    private static final int ROUNDS_KEPT = 8;
    private static final long ASK_EACH_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LOOK_EACH_MILLIS = 500;

    private final int member;
    private final int copies;
    private final AlertLogCounters counters;
    private final BlockingQueue<Work> work = new ArrayBlockingQueue<>(1);
    private final Map<Long, Round> rounds = new LinkedHashMap<>();
    private final Thread thread = LogEngine.named("log-check").newThread(this::run);
    private @Nullable Way way;
    private @Nullable String difference;
    private volatile boolean closing;

    /**
     * How the check speaks into the log.
     *
     * @param leads whether this member is the one to ask
     * @param live whether the log was replayed, so that what comes out of it is news
     * @param whileLive done twice a second while it is
     */
    record Way(CommandClient client, BooleanSupplier leads, BooleanSupplier live, Runnable whileLive) {}

    private record Work(long position, CoreState state) {}

    /** What is known of one position. Guarded by {@code rounds}. */
    private static final class Round {
        /** By member. */
        private final Map<Integer, Long> hashes = new TreeMap<>();

        private boolean told;
        private boolean differs;
    }

    /** Hashes at one position of the log. @param hashes by member */
    record Result(long position, Map<Integer, Long> hashes, boolean differs) {
        Result {
            hashes = Map.copyOf(hashes);
        }
    }

    StateCheck(Membership membership, AlertLogCounters counters) {
        this.member = membership.memberId();
        this.copies = membership.copies();
        this.counters = counters;
    }

    /** Before it only listens to the log. */
    void start(Way newWay) {
        way = newWay;
        thread.start();
    }

    /** At a CHECK. Service thread; takes the state only if its hash can be taken now. */
    void begin(long position, Supplier<CoreState> state) {
        if (work.remainingCapacity() > 0) {
            var _ = work.offer(new Work(position, state.get()));
        }
    }

    /** At a HASH. Service thread. */
    void told(int by, long position, long hash) {
        synchronized (rounds) {
            if (by != member || !roundAt(position).told) {
                note(by, position, hash);
            }
        }
    }

    /** Asks all members now. @return their hashes, of those that answered in time; not on the log's own threads */
    Result ask(long patienceMillis) throws InterruptedException, TimeoutException {
        Way log = way;
        if (log == null) {
            throw new TimeoutException("the log is still starting");
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        long position;
        try {
            position = log.client()
                    .submit(LogFrame.CHECK, new byte[0])
                    .toCompletableFuture()
                    .get(patienceMillis, TimeUnit.MILLISECONDS)
                    .position();
        } catch (ExecutionException unavailable) {
            throw new TimeoutException(String.valueOf(unavailable.getCause()));
        }
        synchronized (rounds) {
            while (true) {
                Round round = roundAt(position);
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (round.hashes.size() == copies || leftMillis <= 0) {
                    return new Result(position, round.hashes, round.differs);
                }
                rounds.wait(leftMillis);
            }
        }
    }

    /** How the members differ, or null while they agree. Any thread. */
    @Nullable
    String difference() {
        synchronized (rounds) {
            return difference;
        }
    }

    private Round roundAt(long position) {
        Round round = rounds.computeIfAbsent(position, _ -> new Round());
        while (rounds.size() > ROUNDS_KEPT) {
            rounds.remove(rounds.keySet().iterator().next());
        }
        return round;
    }

    /** A member that says another hash than the first one of its position is found out. */
    private void note(int by, long position, long hash) {
        Round round = roundAt(position);
        List<Long> before = new ArrayList<>(round.hashes.values());
        round.hashes.putIfAbsent(by, hash);
        rounds.notifyAll();
        if (before.isEmpty()) {
            return;
        }
        counters.increment(Count.STATES_COMPARED);
        if (before.getFirst() != hash || round.differs) {
            round.differs = true;
            counters.increment(Count.STATES_DIFFERED);
            difference =
                    "at log position " + position + " member " + by + " has another state: " + words(round, by, hash);
            LOG.error("log.state.differs {}", difference);
        } else if (copies > 1 && round.hashes.size() == copies) {
            difference = null;
        }
    }

    private static String words(Round round, int by, long hash) {
        StringBuilder text = new StringBuilder();
        round.hashes.forEach((id, each) -> text.append("member ")
                .append(id)
                .append('=')
                .append(Long.toHexString(each))
                .append(' '));
        return text + "now " + by + '=' + Long.toHexString(hash);
    }

    private void run() {
        long askAtNanos = System.nanoTime() + ASK_EACH_NANOS;
        Way log = way;
        try {
            while (!closing && log != null) {
                Work next = work.poll(LOOK_EACH_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    takeHash(next, log);
                }
                if (log.live().getAsBoolean()) {
                    log.whileLive().run();
                }
                if (System.nanoTime() - askAtNanos >= 0) {
                    askAtNanos = System.nanoTime() + ASK_EACH_NANOS;
                    if (log.leads().getAsBoolean()) {
                        // one that is not taken is missed for a minute
                        var _ = log.client().submit(LogFrame.CHECK, new byte[0]);
                    }
                }
            }
        } catch (InterruptedException closed) {
            // close() asked for it
        }
    }

    /** Taken in replay, it is compared with what was told when it was live; else it is told. */
    private void takeHash(Work next, Way log) {
        long hash = SnapshotCodec.stateHash(next.state());
        boolean tell;
        synchronized (rounds) {
            Round round = roundAt(next.position());
            tell = !round.hashes.containsKey(member) && log.live().getAsBoolean();
            round.told = tell;
            note(member, next.position(), hash);
        }
        if (tell) {
            var _ = log.client().submit(LogFrame.HASH, LogFrame.hash(member, next.position(), hash));
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
