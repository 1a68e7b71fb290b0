package care.convoy.notify.voice;

import java.util.concurrent.atomic.LongAdder;

/** Packets of all calls since start. Thread-safe. */
final class RtpCounters {
    final LongAdder sent = new LongAdder();
    final LongAdder unsent = new LongAdder();
    final LongAdder received = new LongAdder();
    /** From a source that is not the call's, or not RTP. */
    final LongAdder strange = new LongAdder();
    /** Packets of 20 ms that came too late to be sent at all. */
    final LongAdder skipped = new LongAdder();
}
