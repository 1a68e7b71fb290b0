package care.convoy.ingest;

import care.convoy.device.DeviceId;
import care.convoy.device.SignalKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says which press a message is, by the repeat rules of the outer interfaces (§4): the same (boot, sequence); without boot
 * the same sequence and time; without both the same sequence within 30 s of its first reception; in doubt a new press.
 *
 * <p>Thread-safe. Remembers at most {@link #MAX_REMEMBERED} recent bare sequence numbers, 8 per device; whatever is
 * forgotten early makes a new press, never a lost one. After a restart of the gateway nothing is remembered.
 */
final class SignalKeys {
    static final long WINDOW_MILLIS = 30_000;
    static final int MAX_REMEMBERED = 100_000;
    private static final int PER_DEVICE = 8;

    /** Kinds of derived epoch; being told apart in the number, they never meet each other. */
    private static final int BY_DEVICE_TIME = 0;

    private static final int BY_FIRST_RECEPTION = 1;
    private static final int UNNUMBERED = 2;
    private static final int KINDS = 3;

    /** Far from what devices count to, so that a cancel by sequence does not meet an alarm that had none. */
    private static final long FIRST_UNNUMBERED = 0x8000_0000L;

    private final LinkedHashMap<DeviceId, Recent> recentByDevice = new LinkedHashMap<>();
    private final AtomicLong unnumbered = new AtomicLong(FIRST_UNNUMBERED);
    private final int maxDevices;

    SignalKeys() {
        this(MAX_REMEMBERED / PER_DEVICE);
    }

    SignalKeys(int maxDevices) {
        this.maxDevices = maxDevices;
    }

    SignalKey keyOf(DeviceId device, Stamp stamp, long receivedAtMillis) {
        if (stamp.sequence() == Stamp.NONE) {
            long number = unnumbered.getAndIncrement() & Stamp.MAX_NUMBER;
            return new SignalKey(device, derivedEpoch(receivedAtMillis, UNNUMBERED), number);
        }
        if (stamp.boot() != Stamp.NONE) {
            return new SignalKey(device, stamp.boot(), stamp.sequence());
        }
        if (stamp.hasTime()) {
            return new SignalKey(device, derivedEpoch(stamp.timeMillis(), BY_DEVICE_TIME), stamp.sequence());
        }
        long firstAtMillis = firstReception(device, stamp.sequence(), receivedAtMillis);
        return new SignalKey(device, derivedEpoch(firstAtMillis, BY_FIRST_RECEPTION), stamp.sequence());
    }

    /** Always negative, as the domain wants it; the remainder by the number of kinds tells the kind. */
    private static long derivedEpoch(long millis, int kind) {
        long inRange = Math.min(Math.max(millis, 0), Long.MAX_VALUE / KINDS - 1);
        return -(KINDS * inRange + kind + 1);
    }

    private synchronized long firstReception(DeviceId device, long sequence, long nowMillis) {
        Recent recent = recentByDevice.get(device);
        if (recent == null) {
            recent = new Recent();
            recentByDevice.put(device, recent);
            evictEldest();
        }
        return recent.firstReception(sequence, nowMillis);
    }

    private void evictEldest() {
        if (recentByDevice.size() > maxDevices) {
            Iterator<Recent> eldest = recentByDevice.values().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** The last few bare sequence numbers of one device, oldest overwritten first. */
    private static final class Recent {
        private final long[] sequences = new long[PER_DEVICE];
        private final long[] firstAtMillis = new long[PER_DEVICE];
        private int count;

        long firstReception(long sequence, long nowMillis) {
            int from = Math.max(0, count - PER_DEVICE);
            for (int i = count - 1; i >= from; i--) {
                int slot = i % PER_DEVICE;
                long age = nowMillis - firstAtMillis[slot];
                if (sequences[slot] == sequence && age >= 0 && age <= WINDOW_MILLIS) {
                    return firstAtMillis[slot];
                }
            }
            sequences[count % PER_DEVICE] = sequence;
            firstAtMillis[count % PER_DEVICE] = nowMillis;
            count++;
            return nowMillis;
        }
    }
}
