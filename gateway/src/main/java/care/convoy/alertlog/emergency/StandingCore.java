package care.convoy.alertlog.emergency;

import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The core of an emergency, and what becomes of it after an error in the middle of something: it may be half changed, so
 * another one that is built from what is safe takes its place. Until that is possible nothing may be taken. Thread
 * {@code emergency}.
 */
final class StandingCore {
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Emergency.Parts parts;
    private final Rebuilding rebuilding;
    private EmergencyCore core;
    private @Nullable String failure;
    private long triedNanos;
    /** Nobody was answered for the records from this one on. */
    private long unanswered;

    private boolean tickFailed;

    StandingCore(Emergency.Parts parts, Rebuilding rebuilding, EmergencyCore core) {
        this.parts = parts;
        this.rebuilding = rebuilding;
        this.core = core;
    }

    EmergencyCore core() {
        return core;
    }

    /** Why nothing can be taken; null if it can. */
    @Nullable
    String failure() {
        return failure;
    }

    /** After an error in a command. @param from nobody was answered for the records from this one on */
    void failed(Throwable why, long from) {
        // first of all, and without need of memory
        failure = "the emergency core failed";
        unanswered = from;
        say("the emergency core failed", why);
        buildAnew();
    }

    /** After an error while time passed. If it cannot pass for a new core either, no command can be handled. */
    void tickFailed(Throwable why, long nextSequence) {
        boolean again = tickFailed;
        tickFailed = true;
        if (again) {
            failure = "the emergency core fails over what has fallen due";
            unanswered = nextSequence;
            triedNanos = parts.clock().nanos();
            say("the emergency core fails over what has fallen due", why);
        } else {
            failed(why, nextSequence);
        }
    }

    void ticked() {
        tickFailed = false;
    }

    /** What the new core made of a record that nobody was answered for; null if it failed over it too, or there is none. */
    EmergencyCore.@Nullable Applied anew(long sequence) {
        return failure == null ? rebuilding.applied(sequence) : null;
    }

    /** Tries to build another one if that could not be done before, once a second. @return what happened unheard, or null */
    @Nullable
    List<CommittedEvent> tryAgain() {
        boolean now = failure != null && parts.clock().nanos() - triedNanos >= AGAIN_NANOS;
        return now && buildAnew() ? rebuilding.eventsUnanswered() : null;
    }

    private boolean buildAnew() {
        triedNanos = parts.clock().nanos();
        EmergencyJournal journal = parts.journal();
        try {
            EmergencyCore built = rebuilding.build(journal == null ? _ -> {} : journal::readAgain, unanswered);
            built.writtenAsIn(core);
            core = built;
            failure = null;
            parts.counters().increment(Count.REBUILT);
            return true;
        } catch (IOException | RuntimeException | Error cannotBeBuilt) {
            say("the emergency core cannot be built anew", cannotBeBuilt);
            failure = "the emergency core failed and cannot be built anew (" + Rebuilding.reason(cannotBeBuilt) + ")";
            return false;
        }
    }

    private void say(String what, Throwable why) {
        parts.counters().increment(Count.FAILURES);
        parts.say().accept(what + ": " + why);
    }
}
