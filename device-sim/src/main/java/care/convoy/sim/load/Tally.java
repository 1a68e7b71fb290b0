package care.convoy.sim.load;

import care.convoy.sim.device.Alarm;
import care.convoy.sim.device.Device;
import care.convoy.sim.device.DeviceEvents;
import care.convoy.sim.device.MessageKey;
import care.convoy.sim.ledger.PressBook;
import care.convoy.sim.ledger.PressLedger;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times everything that devices tell. Latencies count only what was due within the measured window (from
 * {@link #measureFrom} on), so that the warm-up stays out of them. Safe on any thread.
 */
public final class Tally implements DeviceEvents {
    /** What is counted. */
    public enum Count {
        LOGINS,
        OFFLINE,
        REPORTS_SENT,
        REPORTS_ANSWERED,
        REPORTS_REPEATED,
        PRESSES,
        PRESSES_RECEIVED,
        PRESSES_LOCAL,
        OTHER_CONFIRMED,
        OTHER_RECEIVED,
        REPEATS,
        RENUMBERED,
        OWN_CALLS
    }

    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final Map<Drop, LongAdder> drops = new EnumMap<>(Drop.class);
    private final Map<String, LongAdder> endings = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> oddities = new ConcurrentHashMap<>();
    private final Latency pressLatency = new Latency();
    private final Latency reportLatency = new Latency();
    private final PressBook book;
    private final @Nullable PressLedger ledger;
    private final @Nullable FeedLatency feed;
    private volatile long windowStartNanos = Long.MAX_VALUE;

    /**
     * @param ledger written as well, if there is one
     * @param feed told of each press, if the feed is watched
     */
    public Tally(PressBook book, @Nullable PressLedger ledger, @Nullable FeedLatency feed) {
        this.book = book;
        this.ledger = ledger;
        this.feed = feed;
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
        for (Drop drop : Drop.values()) {
            drops.put(drop, new LongAdder());
        }
    }

    /** What is due from then on is measured. */
    public void measureFrom(long nanos) {
        windowStartNanos = nanos;
    }

    private boolean isMeasured(long dueNanos) {
        long start = windowStartNanos;
        return start != Long.MAX_VALUE && dueNanos - start >= 0;
    }

    public long count(Count count) {
        return counter(count).sum();
    }

    public long dropped(Drop drop) {
        LongAdder adder = drops.get(drop);
        return adder == null ? 0 : adder.sum();
    }

    /** Everything sent up but repeats. */
    long messages() {
        return count(Count.REPORTS_SENT) + count(Count.PRESSES) + count(Count.OTHER_CONFIRMED);
    }

    /** Ordinary messages whose answer is still to come. */
    long unansweredReports() {
        return count(Count.REPORTS_SENT)
                - count(Count.REPORTS_ANSWERED)
                - dropped(Drop.CONNECTION_LOST)
                - dropped(Drop.REFUSED)
                - dropped(Drop.UNANSWERED);
    }

    /** How connections ended, by reason. */
    public Map<String, Long> endings() {
        return sums(endings);
    }

    /** What came down against the protocol, by kind. */
    public Map<String, Long> oddities() {
        return sums(oddities);
    }

    public Latency pressLatency() {
        return pressLatency;
    }

    public Latency reportLatency() {
        return reportLatency;
    }

    private static Map<String, Long> sums(Map<String, LongAdder> adders) {
        Map<String, Long> sums = new TreeMap<>();
        adders.forEach((name, adder) -> sums.put(name, adder.sum()));
        return sums;
    }

    private LongAdder counter(Count count) {
        LongAdder adder = counts.get(count);
        if (adder == null) {
            throw new IllegalStateException(count + " has no counter");
        }
        return adder;
    }

    @Override
    public void online(Device device) {
        counter(Count.LOGINS).increment();
    }

    @Override
    public void offline(Device device, String reason) {
        counter(Count.OFFLINE).increment();
        endings.computeIfAbsent(reason, name -> new LongAdder()).increment();
    }

    @Override
    public void reportSent(Device device, long dueNanos) {
        counter(Count.REPORTS_SENT).increment();
    }

    @Override
    public void reportRepeated(Device device) {
        counter(Count.REPORTS_REPEATED).increment();
    }

    @Override
    public void reportAnswered(Device device, long dueNanos, long nowNanos) {
        counter(Count.REPORTS_ANSWERED).increment();
        if (isMeasured(dueNanos)) {
            reportLatency.record(nowNanos - dueNanos);
        }
    }

    @Override
    public void reportsDropped(Device device, Drop why, int count) {
        LongAdder adder = drops.get(why);
        if (adder != null) {
            adder.add(count);
        }
    }

    @Override
    public void raised(Device device, Alarm alarm) {
        if (!alarm.isPress()) {
            counter(Count.OTHER_CONFIRMED).increment();
            return;
        }
        counter(Count.PRESSES).increment();
        book.sent(alarm.key(), device.residentId());
        if (ledger != null) {
            ledger.sent(alarm.key(), device.residentId());
        }
        if (feed != null) {
            feed.due(device.residentId(), alarm.raisedNanos());
        }
    }

    @Override
    public void sent(Device device, Alarm alarm, boolean repeat) {
        if (repeat) {
            counter(Count.REPEATS).increment();
        }
    }

    @Override
    public void renumbered(Device device, MessageKey former, Alarm alarm) {
        counter(Count.RENUMBERED).increment();
        if (alarm.isPress()) {
            book.renumbered(former, alarm.key());
            if (ledger != null) {
                ledger.renumbered(former, alarm.key());
            }
        }
    }

    @Override
    public void received(Device device, Alarm alarm, Receipt receipt, long nowNanos) {
        if (!alarm.isPress()) {
            counter(Count.OTHER_RECEIVED).increment();
            return;
        }
        if (isMeasured(alarm.raisedNanos())) {
            pressLatency.record(nowNanos - alarm.raisedNanos());
        }
        if (receipt.local()) {
            counter(Count.PRESSES_LOCAL).increment();
        }
        String alertId = receipt.alertId().toString();
        book.received(alarm.key(), alertId);
        if (ledger != null) {
            ledger.received(alarm.key(), alertId, nowNanos - alarm.raisedNanos());
        }
        counter(Count.PRESSES_RECEIVED).increment();
    }

    @Override
    public void ownCall(Device device, Alarm alarm) {
        counter(Count.OWN_CALLS).increment();
    }

    @Override
    public void oddity(Device device, String what) {
        oddities.computeIfAbsent(what, name -> new LongAdder()).increment();
    }
}
