package care.convoy.alertlog.emergency;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a log that is left on purpose although it answers, as before its disk is full. It is stopped: its own timers
 * would go on without the claims that are made in the emergency, and call people although somebody attends.
 *
 * <p>What is under way at the log is awaited first, so that the emergency begins with all that was acknowledged. {@link
 * #hold} and {@link #release} on any thread, the rest on thread {@code emergency}.
 */
final class Departure {
    private final PausableLog log;
    private final long withinNanos;
    private final ConcurrentSkipListMap<String, String> reasons = new ConcurrentSkipListMap<>();
    private boolean asked;
    private boolean rests;
    private long askedNanos;

    /** @param withinNanos how long the log may take to stop before the gateway goes on all the same */
    Departure(PausableLog log, long withinNanos) {
        this.log = log;
        this.withinNanos = withinNanos;
    }

    void hold(String by, String why) {
        reasons.put(by, why);
    }

    void release(String by) {
        reasons.remove(by);
    }

    boolean isWanted() {
        return !reasons.isEmpty();
    }

    /** The first reason not to use the log, or null. */
    @Nullable
    String because() {
        Map.Entry<String, String> first = reasons.firstEntry();
        return first == null ? null : first.getValue();
    }

    /**
     * Goes as far as it can without waiting.
     *
     * @param underWay whether the log still owes answers
     * @return whether the log is at rest, or has had its time for it
     */
    boolean step(boolean underWay, long now) {
        if (!asked) {
            if (underWay) {
                return false;
            }
            asked = true;
            askedNanos = now;
            log.pause();
        }
        return log.isPaused() || now - askedNanos >= withinNanos;
    }

    /** True once: the log decides nothing any more from now on. */
    boolean hasComeToRest() {
        if (rests || !asked || !log.isPaused()) {
            return false;
        }
        rests = true;
        return true;
    }

    /** The log may be used, or has to be. */
    void callOff() {
        if (asked) {
            asked = false;
            rests = false;
            log.resume();
        }
    }
}
