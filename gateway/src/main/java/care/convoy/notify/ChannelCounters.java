package care.convoy.notify;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What one channel did since start. Thread-safe; for the observation layer. */
public final class ChannelCounters {
    final LongAdder sent = new LongAdder();
    final LongAdder noAddress = new LongAdder();
    final LongAdder outOfHours = new LongAdder();
    final LongAdder withdrawn = new LongAdder();
    final LongAdder crowdedOut = new LongAdder();
    final LongAdder shed = new LongAdder();
    final LongAdder silent = new LongAdder();
    private final Map<Told, LongAdder> told = new ConcurrentHashMap<>();

    void count(Told each) {
        told.computeIfAbsent(each, first -> new LongAdder()).increment();
    }

    /** Messages given to the provider. */
    public long sent() {
        return sent.sum();
    }

    /** Effects for somebody who has no address for this channel, or is not in the records any more. */
    public long noAddress() {
        return noAddress.sum();
    }

    /** Effects, none of a P1, for somebody who is not to be reached at that hour. */
    public long outOfHours() {
        return outOfHours.sum();
    }

    /** Messages that nobody needed any more before they were sent. */
    public long withdrawn() {
        return withdrawn.sum();
    }

    /** Messages that found no room among those that wait. */
    public long crowdedOut() {
        return crowdedOut.sum();
    }

    /** Messages refused at once because the provider does not answer. */
    public long shed() {
        return shed.sum();
    }

    /** Messages of which the provider said nothing until they were given up. */
    public long silent() {
        return silent.sum();
    }

    /** How often the provider told that. */
    public long told(Told each) {
        LongAdder heard = told.get(each);
        return heard == null ? 0 : heard.sum();
    }
}
