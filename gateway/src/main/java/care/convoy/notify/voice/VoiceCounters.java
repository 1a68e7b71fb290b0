package care.convoy.notify.voice;

import java.util.concurrent.atomic.LongAdder;

/** Calls since start. Thread-safe; for the observation layer. */
final class VoiceCounters {
    final LongAdder placed = new LongAdder();
    final LongAdder answered = new LongAdder();
    final LongAdder answeredMillis = new LongAdder();
    /** Begun ones, of each call at least one: what is usually paid for. */
    final LongAdder answeredMinutes = new LongAdder();

    final LongAdder keys = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder noAudio = new LongAdder();
}
