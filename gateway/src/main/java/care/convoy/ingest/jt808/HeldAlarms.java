package care.convoy.ingest.jt808;

import care.convoy.device.DeviceId;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which alarm bits each device keeps set. A bit stands in every report until the alarm is confirmed: the first report with
 * it is the alarm, what follows is the same one, until a report comes without it. A bit that is never cleared counts as a new
 * alarm {@link #STUCK_NANOS} after the device heard the confirmation, {@link #UNHEARD_NANOS} after the alarm was in the log,
 * or, if it is SOS, once the device was told that its case has ended: in doubt somebody pressed again.
 *
 * <p>Thread-safe. Bounded by {@link #MAX_HELD}; of more the one not heard of for longest is forgotten, and its next report
 * is a new alarm.
 */
final class HeldAlarms {
    static final int MAX_HELD = 100_000;
    static final long STUCK_NANOS = TimeUnit.MINUTES.toNanos(2);
    static final long UNHEARD_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final LinkedHashMap<Key, Held> held = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(DeviceId device, int bit) {}

    /** One alarm. */
    private static final class Held {
        private final long timeMillis;
        private boolean durable;
        private boolean confirmed;
        private long newFromNanos;

        Held(long timeMillis) {
            this.timeMillis = timeMillis;
        }

        boolean isOver(long nowNanos) {
            return durable && nowNanos - newFromNanos >= 0;
        }
    }

    /**
     * What a report with the bit is part of.
     *
     * @param timeMillis of the alarm's first report, as the device said it
     * @param durable whether it is in the log: then this report says nothing new
     */
    record Episode(long timeMillis, boolean durable) {}

    /** A report has the bit. @param timeMillis as the device says it */
    synchronized Episode set(DeviceId device, int bit, long timeMillis, long nowNanos) {
        Key key = new Key(device, bit);
        Held alarm = held.get(key);
        if (alarm == null || alarm.isOver(nowNanos)) {
            alarm = new Held(timeMillis);
            held.put(key, alarm);
            if (held.size() > MAX_HELD) {
                held.pollFirstEntry();
            }
        }
        return new Episode(alarm.timeMillis, alarm.durable);
    }

    /** A report has not got the bit. */
    synchronized void clear(DeviceId device, int bit) {
        if (!held.isEmpty()) {
            held.remove(new Key(device, bit));
        }
    }

    /** The device's case has ended: a press that it reports from now on is another one. */
    synchronized void ended(DeviceId device) {
        held.remove(new Key(device, Location.SOS));
    }

    /** The alarm whose first report was of that time is in the log. */
    synchronized void durable(DeviceId device, int bit, long timeMillis, long nowNanos) {
        Held alarm = held.get(new Key(device, bit));
        if (alarm != null && alarm.timeMillis == timeMillis && !alarm.durable) {
            alarm.durable = true;
            alarm.newFromNanos = nowNanos + UNHEARD_NANOS;
        }
    }

    /** The device says that it heard the confirmation. */
    synchronized void confirmed(DeviceId device, int bit, long nowNanos) {
        Held alarm = held.get(new Key(device, bit));
        if (alarm != null && alarm.durable && !alarm.confirmed) {
            alarm.confirmed = true;
            alarm.newFromNanos = nowNanos + STUCK_NANOS;
        }
    }

    /** Alarms that are held now. */
    synchronized int size() {
        return held.size();
    }
}
