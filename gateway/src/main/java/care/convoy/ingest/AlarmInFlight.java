package care.convoy.ingest;

import care.convoy.alert.Command;
import care.convoy.alertlog.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One alarm on its way to the log, with everybody who waits for it: a device may repeat it, also on a new connection, before
 * the log has answered. Thread-safe. At most {@link #MAX_WAITING} wait; of more repeats the oldest is no longer answered,
 * for its session has most likely gone.
 */
final class AlarmInFlight {
    static final int MAX_WAITING = 8;

    final long startedNanos;
    private volatile Command.Signal command;
    private final ArrayList<Answer> waiting = new ArrayList<>(1);
    private boolean settled;
    private int tries;

    AlarmInFlight(Command.Signal command, Answer first, long startedNanos) {
        this.command = command;
        this.startedNanos = startedNanos;
        waiting.add(first);
    }

    Command.Signal command() {
        return command;
    }

    /** The same press with another plan, after the log could not take it as it was. */
    void replace(Command.Signal other) {
        command = other;
    }

    /** Counts a further try and says how long to wait before it: 50 ms, doubling up to 1 s. */
    synchronized long nextDelayMillis() {
        return Math.min(50L << Math.min(tries++, 5), 1_000);
    }

    /** Adds somebody who waits; false if the outcome is known already. */
    synchronized boolean join(Answer answer) {
        if (settled) {
            return false;
        }
        if (waiting.size() == MAX_WAITING) {
            waiting.removeFirst();
        }
        waiting.add(answer);
        return true;
    }

    /** Tells everybody who waits, each on its own loop. @param receipt null if the alarm could not be made durable */
    void settle(@Nullable Receipt receipt) {
        for (Answer answer : takeWaiting()) {
            try {
                answer.loop().execute(() -> {
                    if (receipt == null) {
                        answer.notDurable();
                    } else {
                        answer.durable(receipt);
                    }
                });
            } catch (RejectedExecutionException gatewayStops) {
                // The loop has ended and with it the session; the device repeats and is answered as a duplicate.
            }
        }
    }

    private synchronized List<Answer> takeWaiting() {
        settled = true;
        List<Answer> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
