package care.convoy.alertlog.emergency;

import care.convoy.alert.Command;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way back to the log: it has to be ready and to answer two probes, then it is brought everything, in the end with
 * nothing else taken for an instant. Thread {@code emergency}.
 */
final class Return {
    private static final int PROBES = 2;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AlertLog log;
    private final KnownAlerts known;
    private final SafeguardConfig config;
    private final Runnable answered;
    private @Nullable Merge merge;
    private @Nullable CompletableFuture<Receipt> probe;
    private long probeNanos;
    private int probesAnswered;
    private boolean frozen;
    private long frozenNanos;
    private long pausedUntilNanos;
    private boolean paused;

    /** @param answered called on any thread when an answer of the log has come */
    Return(AlertLog log, KnownAlerts known, SafeguardConfig config, Runnable answered) {
        this.log = log;
        this.known = known;
        this.config = config;
        this.answered = answered;
    }

    /** Whether nothing is to be taken now, because the last few things are on their way to the log. */
    boolean isFrozen() {
        return frozen;
    }

    boolean isUnderWay() {
        return merge != null || probe != null;
    }

    /** The log is not to be had, or not wanted: all begins anew when it is. */
    void breakOff() {
        merge = null;
        probe = null;
        probesAnswered = 0;
        frozen = false;
    }

    /** Goes as far as it can without waiting. @return whether the log has everything */
    boolean step(Emergency emergency, long now) {
        if (log.health() != AlertLog.Health.READY) {
            breakOff();
            return false;
        }
        Merge under = merge;
        if (under != null && !emergency.isCurrent(under)) {
            breakOff();
            return false;
        }
        if (under != null) {
            return go(emergency, under, now);
        }
        if (!isPaused(now) && isProved(now)) {
            merge = emergency.merge(log, known.logId(), answered);
        }
        return false;
    }

    private boolean isPaused(long now) {
        paused = paused && now - pausedUntilNanos < 0;
        return paused;
    }

    private boolean isProved(long now) {
        CompletableFuture<Receipt> asked = probe;
        if (asked != null
                && (asked.isDone() || now - probeNanos > config.answerWithin().toNanos())) {
            probesAnswered = asked.isDone() && !asked.isCompletedExceptionally() ? probesAnswered + 1 : 0;
            probe = null;
        }
        if (probe == null && probesAnswered < PROBES) {
            CompletableFuture<Receipt> next = log.submit(new Command.Tick()).toCompletableFuture();
            var _ = next.whenComplete((_, _) -> answered.run());
            probe = next;
            probeNanos = now;
        }
        return probesAnswered >= PROBES;
    }

    private boolean go(Emergency emergency, Merge under, long now) {
        boolean tooLong = frozen && now - frozenNanos >= config.freezeAtMost().toNanos();
        switch (under.step(frozen, now)) {
            case UNDER_WAY -> frozen = frozen && !tooLong;
            case SENT -> emergency.markSent();
            case WANTS_FREEZE -> {
                frozen = true;
                frozenNanos = now;
            }
            case BROKEN_OFF -> {
                breakOff();
                paused = true;
                pausedUntilNanos = now + PAUSE_NANOS;
            }
            case DONE -> {
                // the screens are to know it from the log before they forget what they were told here
                return known.position() >= under.reachedPosition() || tooLong;
            }
        }
        return false;
    }
}
