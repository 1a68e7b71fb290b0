package care.convoy.ingest.connection;

import care.convoy.ingest.IngestCounters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the {@link Pace}s of one listener share: their terms, and what devices that are gone still owe, so that nobody gains by
 * connecting anew. Thread-safe. Of more than {@link #MAX_DEBTS} debts the oldest is forgiven.
 */
public final class Paces {
    /** Devices whose debts are remembered. */
    static final int MAX_DEBTS = 4_096;

    /** For each read, however little it brought. */
    static final int READ_BYTES = 128;

    /** Nobody owes more than is forgiven in so long: what comes on a connection is read that much later at most, and goes on. */
    static final int LONGEST_PAUSE_SECONDS = 2;

    /** With a new connection. */
    static final int AT_LEAST_BYTES = 4 * 1024;

    /** A second, of a device. */
    public static final int STANDARD_KILOBYTES = 1_024;

    /** Beyond it the bytes at once would not fit. */
    public static final int MOST_KILOBYTES = 100_000;

    private static final int LITTLE = 64;

    private final Terms strangers;
    private final Terms devices;
    private final LongSupplier nanos;
    private final IngestCounters counters;
    private final LinkedHashMap<String, Debt> debts = new LinkedHashMap<>();

    /**
     * How much may be said.
     *
     * @param bytesPerSecond in the long run
     * @param most what may come at once after a while of saying little, bytes
     * @param fine for what is refused, beyond its bytes: looking at it, answering, counting cost more than taking a good message does
     */
    public record Terms(int bytesPerSecond, int most, int fine) {
        /** Before anybody known has spoken: room for a login through TLS, not for much more. */
        public static final Terms STRANGERS = new Terms(8 * 1024, 32 * 1024, 512);

        /** For all that a device or a relay has to say, also while it is measured; not for much that is refused. */
        public static final Terms DEVICES = ofDevices(STANDARD_KILOBYTES);

        /** Of devices. @param kilobytes a second, 1,024 bytes each; 0 for no bound */
        public static Terms ofDevices(int kilobytes) {
            return kilobytes == 0
                    ? new Terms(Integer.MAX_VALUE, Integer.MAX_VALUE, 0)
                    : new Terms(kilobytes * 1024, 4 * kilobytes * 1024, 8 * kilobytes);
        }

        public Terms {
            if (bytesPerSecond < 1 || most < 1 || fine < 0) {
                throw new IllegalArgumentException("a pace is at least one byte");
            }
        }
    }

    private record Debt(long credit, long atNanos) {}

    /** @param counters told of each pause */
    public Paces(Terms strangers, Terms devices, LongSupplier nanos, IngestCounters counters) {
        this.strangers = strangers;
        this.devices = devices;
        this.nanos = nanos;
        this.counters = counters;
    }

    /** With the terms of the house. */
    public static Paces of(IngestClock clock, IngestCounters counters) {
        return new Paces(Terms.STRANGERS, Terms.DEVICES, clock.nanos(), counters);
    }

    /** Nobody is ever too fast. */
    public static Paces unbounded(IngestClock clock, IngestCounters counters) {
        return new Paces(Terms.ofDevices(0), Terms.ofDevices(0), clock.nanos(), counters);
    }

    Terms strangers() {
        return strangers;
    }

    Terms devices() {
        return devices;
    }

    long nowNanos() {
        return nanos.getAsLong();
    }

    void paused() {
        counters.paused();
    }

    /**
     * What a device may say that has just shown who it is, in bytes. However much it owes there is room for a press: in some protocols
     * anybody can speak, and owe, in its name.
     */
    synchronized long creditOf(String device, long nowNanos) {
        Debt debt = debts.remove(device);
        long left = debt == null ? devices.most() : grown(debt.credit(), nowNanos - debt.atNanos(), devices);
        return Math.max(left, Math.min(AT_LEAST_BYTES, devices.most()));
    }

    /** A device's connection ended; what it had left counts for its next one. */
    synchronized void left(String device, long credit, long nowNanos) {
        debts.remove(device);
        // what is little is soon earned, and not worth a place
        if (credit < devices.most() - devices.most() / LITTLE) {
            debts.put(device, new Debt(credit, nowNanos));
        }
        if (debts.size() > MAX_DEBTS) {
            Map.Entry<String, Debt> oldest = debts.firstEntry();
            debts.remove(oldest.getKey());
        }
    }

    /** Devices whose debts are remembered now. */
    synchronized int debtors() {
        return debts.size();
    }

    static long grown(long credit, long passedNanos, Terms terms) {
        // whole days of silence would not fit, and are not needed
        long micros = Math.min(TimeUnit.NANOSECONDS.toMicros(passedNanos), TimeUnit.HOURS.toMicros(1));
        return Math.min(credit + micros * terms.bytesPerSecond() / TimeUnit.SECONDS.toMicros(1), terms.most());
    }
}
