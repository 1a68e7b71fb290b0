package care.convoy.effect;

import java.util.concurrent.atomic.LongAdder;

/** What the {@link IntentDelivery} did since start. Thread-safe; for the observation layer. */
public final class DeliveryCounters {
    final LongAdder sent = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder confirmed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder held = new LongAdder();
    final LongAdder resubmitted = new LongAdder();

    /** Downlinks handed to a connection, repeats included. */
    public long sent() {
        return sent.sum();
    }

    /** Of these, those that were sent before. */
    public long repeated() {
        return repeated.sum();
    }

    /** Those that a device said it has, or has done. */
    public long confirmed() {
        return confirmed.sum();
    }

    /** Those that a device said it cannot do, does not want to or has tried in vain. */
    public long refused() {
        return refused.sum();
    }

    /** Times that a connection had no room or was about to close. */
    public long dropped() {
        return dropped.sum();
    }

    /** Times that one waited because so many others were on their way. */
    public long held() {
        return held.sum();
    }

    /** Reports submitted again because the log did not answer. */
    public long resubmitted() {
        return resubmitted.sum();
    }
}
