package care.convoy.effect;

import java.util.concurrent.atomic.LongAdder;

/** What the {@link EffectRunner} did since start. Thread-safe; for the observation layer. */
public final class EffectCounters {
    final LongAdder executed = new LongAdder();
    final LongAdder takenOver = new LongAdder();
    final LongAdder noChannel = new LongAdder();
    final LongAdder broken = new LongAdder();
    final LongAdder overtaken = new LongAdder();
    final LongAdder postponed = new LongAdder();
    final LongAdder reports = new LongAdder();
    final LongAdder resubmitted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder dropped = new LongAdder();

    /** Effects given to a channel. */
    public long executed() {
        return executed.sum();
    }

    /** Effects taken up from the core's state: after a start, a change of leader, or when there was no room before. */
    public long takenOver() {
        return takenOver.sum();
    }

    /** Effects for which there is no channel, reported as unreachable at once. */
    public long noChannel() {
        return noChannel.sum();
    }

    /** Effects whose channel threw, reported as failed. */
    public long broken() {
        return broken.sum();
    }

    /** Effects left to another node, which leads now. */
    public long overtaken() {
        return overtaken.sum();
    }

    /** Times that an effect found no room and was left in the core's state for the next look. */
    public long postponed() {
        return postponed.sum();
    }

    /** Reports that the log answered. */
    public long reports() {
        return reports.sum();
    }

    /** Times that a report was submitted again. */
    public long resubmitted() {
        return resubmitted.sum();
    }

    /** Of the answered reports, those that the core refused: the alert has ended. */
    public long refused() {
        return refused.sum();
    }

    /** Reports given up: of lesser alerts for want of room, or because the log cannot take them at all. */
    public long dropped() {
        return dropped.sum();
    }
}
