package care.convoy.ingest.jt808;

import care.convoy.alert.AlertId;
import care.convoy.device.DeviceId;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which alarm bits each device keeps set, and whether a report with one is another press: the table of docs/jt808.md, row by
 * row.
 *
 * <pre>
 *   FREE ---bit---> ON ITS WAY ---in the log---> HELD ---end of its case---> ENDED ---bit---> ON ITS WAY
 *                                                  |                           ^
 *                                          bit stood on and on            device logs in
 *                                                  v                           |
 *                                                STUCK ---end of its case---> QUIET ---an hour---> ON ITS WAY
 *   a report without the bit: FREE
 * </pre>
 *
 * <p>Thread-safe. Bounded by {@link #MAX_HELD}; of more the one not heard of for longest is forgotten, and its next report
 * is a new alarm.
 */
final class HeldAlarms {
    static final int MAX_HELD = 100_000;

    /** From the alarm's being in the log, or the device's word that it heard the confirmation, to the next alarm. */
    static final long HELD_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** So many answered reports of different times with the bit, over so long, say that the device does not clear it. */
    static final int STUCK_REPORTS = 6;

    static final long STUCK_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** How long a bit that the device does not clear says nothing new after the end of its case. */
    static final long QUIET_NANOS = TimeUnit.HOURS.toNanos(1);

    private final LinkedHashMap<Key, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private final Predicate<AlertId> hasEnded;

    private record Key(DeviceId device, int bit) {}

    /** @param hasEnded whether an alert is known to have ended; any thread, returns at once */
    HeldAlarms(Predicate<AlertId> hasEnded) {
        this.hasEnded = hasEnded;
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
        Held alarm = held.computeIfAbsent(new Key(device, bit), _ -> new Held(timeMillis));
        if (held.size() > MAX_HELD) {
            held.pollFirstEntry();
        }
        AlertId of = alarm.alert;
        if (alarm.isOver(Alarms.CALLS.contains(bit), of != null && hasEnded.test(of), nowNanos)) {
            alarm.begin(timeMillis);
        } else {
            alarm.repeated(timeMillis, nowNanos);
        }
        return new Episode(alarm.timeMillis, alarm.durable);
    }

    /** A report has not got the bit. */
    synchronized void clear(DeviceId device, int bit) {
        if (!held.isEmpty()) {
            held.remove(new Key(device, bit));
        }
    }

    /** The device shows its code anew: it may have been switched off and on, and what it did before proves nothing. */
    synchronized void loggedIn(DeviceId device) {
        for (int bit : Alarms.BITS) {
            Held alarm = held.get(new Key(device, bit));
            if (alarm != null) {
                alarm.forgetProof();
            }
        }
    }

    /** The alarm whose first report was of that time is in the log. @param alert what came of it; null if no alert did */
    synchronized void durable(DeviceId device, int bit, long timeMillis, @Nullable AlertId alert, long nowNanos) {
        Held alarm = held.get(new Key(device, bit));
        if (alarm != null && alarm.timeMillis == timeMillis && !alarm.durable) {
            alarm.durable = true;
            alarm.alert = alert;
            alarm.newFromNanos = nowNanos + HELD_NANOS;
        }
    }

    /** The device says that it heard the confirmation. */
    synchronized void confirmed(DeviceId device, int bit, long nowNanos) {
        Held alarm = held.get(new Key(device, bit));
        if (alarm != null && alarm.durable && !alarm.confirmed && !alarm.quiet) {
            alarm.confirmed = true;
            alarm.newFromNanos = nowNanos + HELD_NANOS;
        }
    }

    /** Alarms that are held now. */
    synchronized int size() {
        return held.size();
    }

    /** One alarm, and what the device did with its bit since it was last seen without. */
    private static final class Held {
        private long timeMillis;
        private boolean durable;
        private boolean confirmed;
        private @Nullable AlertId alert;
        private long newFromNanos;
        private boolean quiet;

        /** Reports that said nothing new, each of another time. */
        private int reports;

        private long firstReportNanos;
        private long lastReportNanos;
        private long lastTimeMillis;

        Held(long timeMillis) {
            this.timeMillis = timeMillis;
        }

        /** The bit is seen again; once the alarm is in the log the device has been asked to clear it. */
        void repeated(long atMillis, long nowNanos) {
            if (!durable || (reports > 0 && atMillis == lastTimeMillis)) {
                return;
            }
            if (reports == 0) {
                firstReportNanos = nowNanos;
            }
            reports = Math.min(reports + 1, STUCK_REPORTS);
            lastReportNanos = nowNanos;
            lastTimeMillis = atMillis;
        }

        boolean isStuck() {
            return reports == STUCK_REPORTS && lastReportNanos - firstReportNanos >= STUCK_NANOS;
        }

        void forgetProof() {
            reports = 0;
            quiet = false;
        }

        /** Whether the report that comes now is another alarm. */
        boolean isOver(boolean isCall, boolean hasEnded, long nowNanos) {
            if (!durable) {
                return false;
            }
            if (!hasEnded) {
                quiet = false;
            } else if (isStuck()) {
                if (!quiet) {
                    quiet = true;
                    newFromNanos = nowNanos + QUIET_NANOS;
                }
            } else if (isCall) {
                return true;
            }
            return nowNanos - newFromNanos >= 0;
        }

        /** Another alarm; the bit was not cleared before it. */
        void begin(long atMillis) {
            timeMillis = atMillis;
            durable = false;
            confirmed = false;
            alert = null;
            quiet = false;
        }
    }
}
