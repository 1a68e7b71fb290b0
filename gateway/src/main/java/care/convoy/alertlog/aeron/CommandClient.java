package care.convoy.alertlog.aeron;

import care.convoy.alert.Command;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommandCodec;
import care.convoy.alertlog.MalformedFrame;
import care.convoy.alertlog.OutcomeCodec;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import io.aeron.Aeron;
import io.aeron.cluster.client.EgressListener;
import io.aeron.logbuffer.Header;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands from any thread to the log and their answers back. {@link #submit} may be called anywhere; all else runs
 * on thread {@code log-client}.
 *
 * <p>At most a given number of commands are outstanding, fewer when the log is asked for more than it can do ({@link
 * Admission}); one more fails at once, so that the device repeats. Alarms go before operators' commands, and these before
 * the rest ({@link Rank}). A command
 * without answer in time fails with {@code Unavailable}; an answer after that is passed over. What is outstanding when a
 * leader dies or the session is lost is offered again to the successor: commands have keys, so one that was heard twice is
 * answered twice and done once.
 */
final class CommandClient implements Agent, EgressListener {
    private static final Logger LOG = LoggerFactory.getLogger(CommandClient.class);
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long HELLO_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long INVOKE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int OFFERS_AT_ONCE = 64;

    private final AlertLogCounters counters;
    private final Bell bell;
    private final StopSign stopSign;
    private final CoreService service;
    private final Aeron aeron;
    private final LogSession session;
    private final long answerWithinNanos;
    private final Admission admission;
    private final UnsafeBuffer hello;
    private final RankedQueue submitted;
    private final AtomicLong outstanding;
    private final AtomicLong nextCorrelation = new AtomicLong(1);

    /**
     * Offered commands in their order, by and large oldest first; those already answered are still in it. All have the same
     * time to live.
     */
    private final Deque<PendingCommand> offered = new ArrayDeque<>();

    /** Offered to a leader that may be dead, to be offered to its successor; oldest first. */
    private final Deque<PendingCommand> again = new ArrayDeque<>();

    private final Long2ObjectHashMap<PendingCommand> unanswered = new Long2ObjectHashMap<>();
    private @Nullable PendingCommand next;
    private long invokeAtNanos = System.nanoTime();
    private long helloAtNanos;
    private long tickAtNanos;
    private boolean welcomed;
    private boolean suspect;
    private boolean everReady;
    private volatile boolean closed;
    private volatile AlertLog.Health health = AlertLog.Health.STARTING;

    CommandClient(AlertLogConfig config, Aeron aeron, CoreService service, Bell bell, StopSign stopSign) {
        this.counters = service.counters();
        this.bell = bell;
        this.stopSign = stopSign;
        this.service = service;
        this.aeron = aeron;
        this.session = new LogSession(aeron, config.membership(), this);
        this.answerWithinNanos = config.answerWithin().toNanos();
        this.admission = new Admission(config.maxOutstanding(), System.nanoTime());
        this.submitted = new RankedQueue(config.maxOutstanding());
        this.outstanding = counters.outstandingCommands();
        this.hello = new UnsafeBuffer(LogFrame.request(LogFrame.HELLO, 0, LogFrame.number(service.nonce())));
    }

    /** Never blocks. Any thread. */
    CompletionStage<Receipt> submit(Command command) {
        byte[] encoded;
        try {
            encoded = CommandCodec.encode(command);
        } catch (IllegalArgumentException tooLong) {
            return CompletableFuture.failedFuture(tooLong);
        }
        return submit(Rank.of(command), LogFrame.COMMAND, encoded);
    }

    /** A frame of {@link LogFrame} that is answered with an outcome. Never blocks. Any thread. */
    CompletionStage<Receipt> submit(byte kind, byte[] body) {
        return submit(Rank.REST, kind, body);
    }

    private CompletionStage<Receipt> submit(Rank rank, byte kind, byte[] body) {
        if (stopSign.isUp()) {
            return CompletableFuture.failedFuture(new AlertLog.Unavailable("the alert log has stopped"));
        }
        int allowed = admission.limit(rank);
        if (outstanding.incrementAndGet() > allowed) {
            outstanding.decrementAndGet();
            counters.increment(Count.OVERLOADED);
            return CompletableFuture.failedFuture(
                    new AlertLog.Unavailable("the alert log has " + allowed + " commands under way"));
        }
        long correlation = nextCorrelation.getAndIncrement();
        byte[] frame = LogFrame.request(kind, correlation, body);
        PendingCommand pending = new PendingCommand(correlation, frame, System.nanoTime());
        if (!submitted.offer(rank, pending)) {
            outstanding.decrementAndGet();
            counters.increment(Count.OVERLOADED);
            return CompletableFuture.failedFuture(new AlertLog.Unavailable("the alert log's queue is full"));
        }
        bell.ring();
        if (closed) {
            failSubmitted();
        }
        return pending.answer;
    }

    /** Any thread. */
    AlertLog.Health health() {
        return stopSign.isUp() ? AlertLog.Health.STOPPED : health;
    }

    @Override
    public int doWork() {
        if (stopSign.isUp()) {
            throw new AgentTerminationException("the alert log has stopped");
        }
        long nowNanos = System.nanoTime();
        keepEngineClient(nowNanos);
        int work = session.isConnected() ? guardedTalk(nowNanos) : connect(nowNanos);
        work += expire(nowNanos);
        admission.look(nowNanos);
        tick(nowNanos);
        health = currentHealth();
        if (outstanding.get() == 0) {
            bell.hush();
            if (outstanding.get() > 0) {
                bell.ring();
            }
        }
        return work;
    }

    /** The connection with the media driver lives by being invoked; without it there is nothing to come back to. */
    private void keepEngineClient(long nowNanos) {
        if (nowNanos - invokeAtNanos >= 0) {
            invokeAtNanos = nowNanos + INVOKE_NANOS;
            aeron.conductorAgentInvoker().invoke();
            if (aeron.isClosed()) {
                stopSign.stop(new IllegalStateException("the log's media driver was lost"));
            }
        }
    }

    private AlertLog.Health currentHealth() {
        if (welcomed && !suspect && service.isCaughtUp()) {
            everReady = true;
            return AlertLog.Health.READY;
        }
        return everReady ? AlertLog.Health.NO_QUORUM : AlertLog.Health.STARTING;
    }

    private int connect(long nowNanos) {
        if (!session.connect(nowNanos)) {
            return 0;
        }
        helloAtNanos = nowNanos;
        return 1;
    }

    private int guardedTalk(long nowNanos) {
        try {
            return talk(nowNanos);
        } catch (AgentTerminationException stopping) {
            throw stopping;
        } catch (RuntimeException failed) {
            LOG.warn("log.client.failed", failed);
            lose(nowNanos);
            return 0;
        }
    }

    private void lose(long nowNanos) {
        counters.increment(Count.RECONNECTED);
        welcomed = false;
        offerAgain();
        session.drop(nowNanos);
    }

    private int talk(long nowNanos) {
        if (session.pollLost(nowNanos)) {
            LOG.warn("log.client.sessionLost");
            lose(nowNanos);
            return 1;
        }
        if ((!welcomed || suspect) && nowNanos - helloAtNanos >= 0 && session.offer(hello, nowNanos)) {
            helloAtNanos = nowNanos + HELLO_NANOS;
        }
        return welcomed ? offerSubmitted(nowNanos) : 0;
    }

    private int offerSubmitted(long nowNanos) {
        int count = 0;
        while (!again.isEmpty() && count < OFFERS_AT_ONCE) {
            if (!isAnswered(again.getFirst()) && !session.offer(again.getFirst().frame, nowNanos)) {
                return count;
            }
            again.removeFirst();
            count++;
        }
        while (count < OFFERS_AT_ONCE) {
            if (next == null) {
                next = submitted.poll();
            }
            if (next == null || !session.offer(next.frame, nowNanos)) {
                return count;
            }
            offered.add(next);
            unanswered.put(next.correlation, next);
            next = null;
            count++;
        }
        return count;
    }

    /** A successor may not know what its predecessor was told; what it knows it answers again. */
    private void offerAgain() {
        again.clear();
        for (PendingCommand pending : offered) {
            if (!isAnswered(pending)) {
                again.add(pending);
            }
        }
    }

    @Override
    public void onNewLeader(long clusterSessionId, long leadershipTermId, int leaderMemberId, String ingressEndpoints) {
        counters.increment(Count.NEW_LEADERS);
        LOG.info("log.leader member={} term={} unanswered={}", leaderMemberId, leadershipTermId, unanswered.size());
        offerAgain();
    }

    /** Fails what was not answered in time: first what was offered, then what still waits to be. */
    private int expire(long nowNanos) {
        int count = 0;
        while (!offered.isEmpty() && (isAnswered(offered.getFirst()) || isLate(offered.getFirst(), nowNanos))) {
            PendingCommand oldest = offered.removeFirst();
            if (unanswered.remove(oldest.correlation) != null) {
                timeOut(oldest);
            }
            count++;
        }
        if (next == null && !welcomed) {
            next = submitted.poll();
        }
        if (next != null && isLate(next, nowNanos)) {
            timeOut(next);
            next = null;
            count++;
        }
        return count;
    }

    private boolean isAnswered(PendingCommand pending) {
        return !unanswered.containsKey(pending.correlation);
    }

    private boolean isLate(PendingCommand pending, long nowNanos) {
        return nowNanos - pending.submittedNanos > answerWithinNanos;
    }

    private void timeOut(PendingCommand pending) {
        suspect = true;
        counters.increment(Count.TIMED_OUT);
        outstanding.decrementAndGet();
        pending.fail("the alert log did not answer within " + TimeUnit.NANOSECONDS.toMillis(answerWithinNanos) + " ms");
    }

    /**
     * Each second while an alert is open, from a clock that nobody sets: the core's time goes on whatever timers do. Any
     * command under way brings it forward too.
     */
    private void tick(long nowNanos) {
        if (welcomed && nowNanos - tickAtNanos >= 0 && service.openAlerts() > 0 && outstanding.get() == 0) {
            tickAtNanos = nowNanos + TICK_NANOS;
            submit(new Command.Tick()).exceptionally(_ -> null);
        }
    }

    @Override
    public void onMessage(
            long clusterSessionId, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
        if (length < LogFrame.REPLY_HEAD_BYTES) {
            return;
        }
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        ByteBuffer reply = ByteBuffer.wrap(bytes);
        suspect = false;
        if (reply.get(0) == LogFrame.WELCOME) {
            welcomed = true;
            return;
        }
        PendingCommand pending = unanswered.remove(reply.getLong(1));
        if (pending == null) {
            counters.increment(Count.LATE_REPLIES);
            return;
        }
        outstanding.decrementAndGet();
        answer(pending, reply);
    }

    private void answer(PendingCommand pending, ByteBuffer reply) {
        if (reply.get(0) != LogFrame.OUTCOME) {
            pending.fail("the alert log does not understand this command: its leader runs another version");
            return;
        }
        try {
            Outcome outcome = OutcomeCodec.decode(LogFrame.body(reply, LogFrame.REPLY_HEAD_BYTES));
            long nanos = System.nanoTime() - pending.submittedNanos;
            counters.committed(nanos);
            admission.answered(nanos);
            pending.answer.complete(new Receipt(reply.getLong(9), Receipt.Durability.COMMITTED, outcome));
        } catch (MalformedFrame malformed) {
            pending.fail("the alert log's answer cannot be read: " + malformed.getMessage());
        }
    }

    @Override
    public void onClose() {
        closed = true;
        session.close();
        for (PendingCommand pending : unanswered.values()) {
            outstanding.decrementAndGet();
            pending.fail("the alert log has stopped");
        }
        unanswered.clear();
        if (next != null) {
            outstanding.decrementAndGet();
            next.fail("the alert log has stopped");
            next = null;
        }
        failSubmitted();
    }

    /** Only once the client's own thread takes nothing out of the queue any more. */
    private synchronized void failSubmitted() {
        PendingCommand pending = submitted.poll();
        while (pending != null) {
            outstanding.decrementAndGet();
            pending.fail("the alert log has stopped");
            pending = submitted.poll();
        }
    }

    @Override
    public String roleName() {
        return "log-client";
    }
}
