package care.convoy.alertlog.aeron;

import care.convoy.alert.AlertCore;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.CommandCodec;
import care.convoy.alertlog.MalformedFrame;
import care.convoy.alertlog.OutcomeCodec;
import care.convoy.alertlog.Snapshot;
import care.convoy.alertlog.SnapshotCodec;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The alert core behind the log: applies each command once it is durable, answers it, and tells what happened. Thread
 * {@code log-service}; deterministic in all that reaches the core.
 *
 * <p>What cannot be read is refused alike on every member. Anything thrown is a broken invariant: the service stops for
 * good, for going on would let this member differ from the log, and the process is to be started again.
 */
final class CoreService implements ClusteredService {
    private static final long TIMER_ID = 1;
    /** Open alerts whose values are handed over in about 20 ms. */
    private static final int COMPARED_AT_ONCE = 15_000;

    /** Positions are multiples of 32; this makes each part come up as often as the others (2^64 by the golden ratio). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final byte[] DONE = OutcomeCodec.encode(new Outcome.Done(null, 0, false));
    private static final int REPLY_ATTEMPTS = 10;

    /** Open alerts that are encoded for the next snapshot between two looks at the log: about 0.1 ms. */
    private static final int ENCODED_AT_ONCE = 8;

    private static final long NO_TIMER = Long.MAX_VALUE;

    private final AlertLogConfig config;
    private final Announcer announcer;
    private final AlertLogCounters counters;
    private final StopSign stopSign;
    private final LogDirectory directory;
    private final StateCheck check;
    private final long nonce;

    private @Nullable Cluster cluster;
    private AlertCore core;
    private long logId;
    private long timerAtMillis = NO_TIMER;
    private boolean broken;
    private volatile boolean caughtUp;
    private volatile int openAlerts;
    private volatile long appliedPosition;
    private volatile long knownLogId;
    private volatile @Nullable SnapshotMark written;

    /** Who hears of what the service does. @param stopSign put up by the error that ends the service */
    record Ears(Announcer announcer, StateCheck check, StopSign stopSign) {}

    /**
     * A snapshot as it was handed to the archive.
     *
     * @param pauseMillis for which this service applied no command
     * @param historyMillis how much of it the event history took to be on disk
     */
    record SnapshotMark(long position, long stateHash, long pauseMillis, long historyMillis) {}

    /**
     * @param nonce of this process: the log has been replayed once a hello with it comes out of the log
     * @param directory told if the snapshot in it cannot be read
     */
    CoreService(AlertLogConfig config, long nonce, LogDirectory directory, Ears ears) {
        this.config = config;
        this.nonce = nonce;
        this.announcer = ears.announcer();
        this.directory = directory;
        this.check = ears.check();
        this.stopSign = ears.stopSign();
        this.counters = stopSign.counters();
        this.core = new AlertCore(config.limits());
    }

    long nonce() {
        return nonce;
    }

    AlertLogCounters counters() {
        return counters;
    }

    /** Whether all that was in the log before this process began has been applied. Any thread. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** How many alerts are open. Any thread. */
    int openAlerts() {
        return openAlerts;
    }

    /** How far the log has been applied. Any thread. */
    long appliedPosition() {
        return appliedPosition;
    }

    /** The log's id; 0 until it is known here. Any thread. */
    long logId() {
        return knownLogId;
    }

    /** The last snapshot that this process wrote. Any thread. */
    @Nullable
    SnapshotMark lastWritten() {
        return written;
    }

    @Override
    public void onStart(Cluster startedCluster, @Nullable Image snapshotImage) {
        cluster = startedCluster;
        if (snapshotImage == null) {
            return;
        }
        try {
            resume(SnapshotStream.load(snapshotImage, startedCluster.idleStrategy()));
        } catch (SnapshotStream.Damaged damaged) {
            directory.distrustLastSnapshot();
            stopSign.stop(damaged);
            throw damaged;
        } catch (RuntimeException failed) {
            stopSign.stop(failed);
            throw failed;
        }
    }

    private void resume(Snapshot snapshot) {
        core = AlertCore.restore(snapshot.state(), config.limits());
        logId = snapshot.logId();
        knownLogId = logId;
        openAlerts = core.openCount();
        appliedPosition = position();
        if (logId != 0) {
            announcer.open(logId, position());
        }
    }

    @Override
    public void onSessionMessage(
            @Nullable ClientSession session,
            long timestamp,
            DirectBuffer buffer,
            int offset,
            int length,
            Header header) {
        guarded(() -> {
            byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            ByteBuffer request = ByteBuffer.wrap(bytes);
            if (length < LogFrame.REQUEST_HEAD_BYTES) {
                counters.increment(AlertLogCounters.Count.MALFORMED);
                return;
            }
            byte[] reply = answer(request, timestamp);
            keepTimer(timestamp);
            if (session != null) {
                send(session, reply);
            }
        });
    }

    private byte[] answer(ByteBuffer request, long timestamp) {
        byte[] body = LogFrame.body(request, LogFrame.REQUEST_HEAD_BYTES);
        byte kind = request.get(0);
        if (kind == LogFrame.HELLO && body.length == Long.BYTES) {
            hello(ByteBuffer.wrap(body).getLong());
            return LogFrame.reply(LogFrame.WELCOME, request, position(), LogFrame.number(logId));
        }
        if (kind == LogFrame.CHECK) {
            check.begin(position(), this::comparedPart);
            return LogFrame.reply(LogFrame.OUTCOME, request, position(), DONE);
        }
        if (kind == LogFrame.HASH && body.length == LogFrame.HASH_BYTES) {
            ByteBuffer hash = ByteBuffer.wrap(body);
            check.told(hash.get(), hash.getLong(), hash.getLong());
            return LogFrame.reply(LogFrame.OUTCOME, request, position(), DONE);
        }
        if (kind == LogFrame.COMMAND && logId != 0) {
            try {
                Outcome outcome = apply(CommandCodec.decode(body), timestamp);
                return LogFrame.reply(LogFrame.OUTCOME, request, position(), OutcomeCodec.encode(outcome));
            } catch (MalformedFrame malformed) {
                counters.increment(AlertLogCounters.Count.MALFORMED);
            }
        }
        return LogFrame.reply(LogFrame.NOT_UNDERSTOOD, request, position(), new byte[0]);
    }

    /**
     * What members compare at this position. Many open alerts are compared part by part, told by the position, because the
     * core waits meanwhile: 130 ms for 100,000.
     */
    private CoreState comparedPart() {
        int parts = 1 + core.openCount() / COMPARED_AT_ONCE;
        return core.exportPart(Math.floorMod(Long.hashCode(position() * SPREAD), parts), parts);
    }

    /** The first hello gives the log its id: drawn by a client, the same for every member because it is in the log. */
    private void hello(long drawn) {
        if (logId == 0) {
            logId = drawn;
            knownLogId = drawn;
            announcer.open(logId, Announcer.FROM_THE_BEGINNING);
        }
        if (drawn == nonce && !caughtUp) {
            announcer.reset(core);
            caughtUp = true;
        }
    }

    private Outcome apply(Command command, long timestamp) {
        Announcer.Turn turn = announcer.turn(position());
        Outcome outcome = core.apply(timestamp, command, turn);
        if (caughtUp) {
            announcer.answered(core.answersLeftBy(command));
        }
        turn.end(core, caughtUp);
        openAlerts = core.openCount();
        return outcome;
    }

    @Override
    public void onTimerEvent(long correlationId, long timestamp) {
        guarded(() -> {
            timerAtMillis = NO_TIMER;
            Announcer.Turn turn = announcer.turn(position());
            core.advance(timestamp, turn);
            turn.end(core, caughtUp);
            openAlerts = core.openCount();
            keepTimer(timestamp);
        });
    }

    /** One timer for the core's next deadline; one that turns out too early does no harm and is set again. */
    private void keepTimer(long timestamp) {
        long wait = core.millisToNextDeadline();
        if (wait == Long.MAX_VALUE || timestamp + wait >= timerAtMillis) {
            return;
        }
        long at = timestamp + wait;
        Cluster current = started();
        current.idleStrategy().reset();
        while (!current.scheduleTimer(TIMER_ID, at)) {
            current.idleStrategy().idle();
        }
        timerAtMillis = at;
    }

    private void send(ClientSession session, byte[] reply) {
        UnsafeBuffer frame = new UnsafeBuffer(reply);
        Cluster current = started();
        current.idleStrategy().reset();
        for (int attempt = 0; attempt < REPLY_ATTEMPTS; attempt++) {
            if (session.offer(frame, 0, reply.length) > 0) {
                return;
            }
            current.idleStrategy().idle();
        }
        counters.increment(AlertLogCounters.Count.REPLIES_DROPPED);
    }

    @Override
    public void onTakeSnapshot(ExclusivePublication publication) {
        guarded(() -> {
            long begin = System.nanoTime();
            announcer.sync(position());
            long synced = System.nanoTime();
            long hash = SnapshotStream.write(publication, logId, core, started().idleStrategy());
            long end = System.nanoTime();
            written = new SnapshotMark(position(), hash, (end - begin) / 1_000_000, (synced - begin) / 1_000_000);
        });
    }

    /** Runs one callback; the first error ends the service, and nothing is applied after it. */
    private void guarded(Runnable callback) {
        if (broken) {
            throw new AgentTerminationException("the alert core has stopped");
        }
        try {
            callback.run();
            appliedPosition = position();
        } catch (AgentTerminationException stopping) {
            throw stopping;
        } catch (Throwable failure) {
            broken = true;
            stopSign.stop(failure);
            throw new AgentTerminationException(failure);
        }
    }

    private long position() {
        return started().logPosition();
    }

    private Cluster started() {
        Cluster current = cluster;
        if (current == null) {
            throw new IllegalStateException("the service has not started");
        }
        return current;
    }

    @Override
    public int doBackgroundWork(long nowNs) {
        if (broken) {
            throw new AgentTerminationException("the alert core has stopped");
        }
        return SnapshotCodec.prepare(core, ENCODED_AT_ONCE);
    }

    @Override
    public void onSessionOpen(ClientSession session, long timestamp) {}

    @Override
    public void onSessionClose(ClientSession session, long timestamp, CloseReason closeReason) {}

    @Override
    public void onRoleChange(Cluster.Role newRole) {}

    @Override
    public void onTerminate(Cluster terminated) {}
}
