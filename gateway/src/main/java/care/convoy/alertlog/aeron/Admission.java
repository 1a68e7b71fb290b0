package care.convoy.alertlog.aeron;

import java.util.concurrent.TimeUnit;

/**
 * How many commands may be under way at once. Usually as many as are allowed at all; but when each answer of the last tenth
 * of a second had waited for long, more is asked of the log than it can do, and then only as many as it answers in time: what
 * is refused at once is repeated by its device, what waits too long costs an emergency.
 *
 * <p>An alarm has the right of way: of so many, operators' commands take three quarters at most, and the rest, which is
 * repeated by itself, half of it and never more than {@value #MOST_OF_REST}. That is what an alarm may have to wait for, for
 * what was once offered to the log is answered in its order.
 *
 * <p>Without any answer nothing is changed: that is no overload but a leader that is gone. {@link #limit} on any thread, the
 * rest on thread {@code log-client}.
 */
final class Admission {
    static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Under way for longer than this each, commands stand in a queue; below half of the time until one counts as failed. */
    static final long IN_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    static final int LEAST = 64;

    /** A log that does 500 commands a second answers so many in a quarter of a second. */
    static final int MOST_OF_REST = 128;

    private final int most;
    private volatile int limit;
    private long windowEndsNanos;
    private long shortestNanos = Long.MAX_VALUE;
    private int answers;

    Admission(int most, long nowNanos) {
        this.most = most;
        this.limit = most;
        this.windowEndsNanos = nowNanos + WINDOW_NANOS;
    }

    /** How many commands may be under way in all for one more of this rank to be taken. At least one. */
    int limit(Rank rank) {
        int all = limit;
        int mine = switch (rank) {
            case ALARM -> all;
            case OPERATOR -> all * 3 / 4;
            case REST -> Math.min(MOST_OF_REST, all / 2);
        };
        return Math.max(1, mine);
    }

    /** A command was answered after this time. */
    void answered(long nanos) {
        answers++;
        shortestNanos = Math.min(shortestNanos, nanos);
    }

    void look(long nowNanos) {
        if (nowNanos - windowEndsNanos < 0) {
            return;
        }
        long windowNanos = WINDOW_NANOS + nowNanos - windowEndsNanos;
        if (answers > 0 && shortestNanos > IN_TIME_NANOS) {
            long inTime = answers * IN_TIME_NANOS / windowNanos;
            limit = Math.clamp(inTime, Math.min(LEAST, most), limit);
        } else if (answers > 0) {
            limit = Math.min(most, limit + Math.max(1, limit / 16));
        }
        windowEndsNanos = nowNanos + WINDOW_NANOS;
        shortestNanos = Long.MAX_VALUE;
        answers = 0;
    }
}
