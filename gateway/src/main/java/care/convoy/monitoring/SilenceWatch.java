package care.convoy.monitoring;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.resident.Resident;
import care.convoy.vitals.RuleBook;
import care.convoy.vitals.presence.AreaRules;
import care.convoy.vitals.presence.AreaSilence;
import care.convoy.vitals.presence.IntervalLearner;
import care.convoy.vitals.presence.SilenceDeadline;
import care.convoy.vitals.presence.SilenceWheel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which devices are silent. Watched is a device that has ever been heard, so that what lies in stock is not missed. Its deadline
 * follows from the intervals at which it reports, never below {@value #LEAST_INTERVAL_MILLIS} ms, and is half an hour as long
 * as these are not known. One thread.
 */
final class SilenceWatch {
    static final long LEAST_INTERVAL_MILLIS = 5 * 60_000L;
    static final long UNLEARNT_INTERVAL_MILLIS = 30 * 60_000L;
    /** Of a band off the wrist: its heartbeats. */
    static final long OFF_INTERVAL_MILLIS = 30 * 60_000L;

    private static final int LEAST_SLOTS = 16_384;
    /** The share by which an interval must have changed before the deadline does. */
    private static final int NOTABLE = 4;

    private final DeviceRegistry registry;
    private final Function<RegisteredDevice, @Nullable Resident> records;
    private final Map<DeviceId, Integer> slots = new HashMap<>();
    private final @Nullable DeviceId[] devices;
    private final long[] intervals;
    private final long[] heardMillis;
    /** Off the wrist, as far as the device said. */
    private final boolean[] off;

    private final Deque<Integer> free = new ArrayDeque<>();
    private final SilenceWheel wheel;
    private final AreaSilence areas;
    private final IntervalLearner intervalsLearnt;
    private final LongAdder unwatched = new LongAdder();
    private long nowMillis;
    private RuleBook book;

    /**
     * @param records the record of who wears a device
     * @param around what is known around a device that is silent
     * @param nowMillis of the clock that {@link #advance} is given: one that does not jump
     */
    SilenceWatch(
            DeviceRegistry registry,
            Function<RegisteredDevice, @Nullable Resident> records,
            Function<DeviceId, AreaSilence.Around> around,
            RuleBook book,
            Outcomes out,
            long nowMillis) {
        this.registry = registry;
        this.records = records;
        this.nowMillis = nowMillis;
        int capacity = Math.max(LEAST_SLOTS, 2 * registry.all().size());
        devices = new @Nullable DeviceId[capacity];
        intervals = new long[capacity];
        heardMillis = new long[capacity];
        off = new boolean[capacity];
        intervalsLearnt = new IntervalLearner(capacity);
        this.book = book;
        areas = new AreaSilence(
                capacity,
                AreaRules.by(book),
                new AreaSilence.Surroundings() {
                    @Override
                    public DeviceId device(int slot) {
                        return Objects.requireNonNull(devices[slot]);
                    }

                    @Override
                    public AreaSilence.Around around(int slot) {
                        return around.apply(device(slot));
                    }
                },
                out::take);
        wheel = new SilenceWheel(capacity, nowMillis, new SilenceWheel.Listener() {
            @Override
            public void present(int slot, long seenMillis) {
                areas.present(slot);
            }

            @Override
            public void silent(int slot, long seenMillis, long deadlineMillis) {
                areas.silent(slot, seenMillis, deadlineMillis, SilenceWatch.this.nowMillis);
            }

            @Override
            public void returned(int slot, long seenMillis) {
                areas.returned(slot, SilenceWatch.this.nowMillis);
            }

            @Override
            public void gap(long fromMillis, long toMillis) {
                areas.gap();
            }
        });
        for (int slot = capacity - 1; slot >= 0; slot--) {
            free.push(slot);
        }
    }

    /** A device was heard, or was heard before this process began. @param now whether it is a sign of life of the present */
    void heard(DeviceId device, boolean now) {
        Integer known = slots.get(device);
        int slot = known == null ? watch(device) : known;
        if (slot < 0 || !now) {
            return;
        }
        if (heardMillis[slot] != 0) {
            intervalsLearnt.observe(slot, nowMillis - heardMillis[slot]);
            followInterval(slot);
        }
        heardMillis[slot] = nowMillis;
        wheel.seen(slot, nowMillis);
    }

    /** Off the wrist a band reports less often, and that is no silence. */
    void worn(DeviceId device, boolean isWorn) {
        Integer slot = slots.get(device);
        if (slot != null && off[slot] == isWorn) {
            off[slot] = !isWorn;
            wheel.changeDeadline(slot, deadline(slot));
        }
    }

    private SilenceDeadline deadline(int slot) {
        return SilenceDeadline.of(off[slot] ? Math.max(OFF_INTERVAL_MILLIS, intervals[slot]) : intervals[slot]);
    }

    /** The book in force. */
    void judgeBy(RuleBook now) {
        if (now != book) {
            book = now;
            areas.judgeBy(AreaRules.by(now));
        }
    }

    void advance(long toMillis) {
        nowMillis = toMillis;
        wheel.advance(toMillis);
        areas.tick(toMillis);
    }

    /** Devices that were removed, blocked or closed are watched no longer; to be called each minute. */
    void tidy() {
        for (Map.Entry<DeviceId, Integer> entry : Map.copyOf(slots).entrySet()) {
            RegisteredDevice device = registry.find(entry.getKey());
            if (device == null || !device.isServed()) {
                int slot = entry.getValue();
                wheel.disarm(slot);
                areas.remove(slot, nowMillis);
                intervalsLearnt.forget(slot);
                slots.remove(entry.getKey());
                devices[slot] = null;
                heardMillis[slot] = 0;
                off[slot] = false;
                free.push(slot);
            }
        }
    }

    /** Whether the device was heard since the start, and is not silent. */
    boolean isHeard(DeviceId device) {
        Integer slot = slots.get(device);
        return slot != null && heardMillis[slot] != 0 && wheel.state(slot) != SilenceWheel.State.SILENT;
    }

    /** How many devices are in a state. */
    int count(SilenceWheel.State state) {
        return wheel.count(state);
    }

    /** Devices that found no slot: those added since the start beyond twice as many as there were. */
    long unwatched() {
        return unwatched.sum();
    }

    private int watch(DeviceId id) {
        RegisteredDevice device = registry.find(id);
        if (device == null || !device.isServed()) {
            return -1;
        }
        Integer slot = free.poll();
        if (slot == null) {
            unwatched.increment();
            return -1;
        }
        slots.put(id, slot);
        devices[slot] = id;
        intervals[slot] = UNLEARNT_INTERVAL_MILLIS;
        Resident record = records.apply(device);
        areas.place(
                slot,
                record == null ? 0 : record.careGrade(),
                record == null || record.regionCode().isEmpty() ? null : record.regionCode(),
                device.model().isEmpty() ? null : device.model());
        wheel.arm(slot, SilenceDeadline.of(UNLEARNT_INTERVAL_MILLIS), nowMillis);
        return slot;
    }

    private void followInterval(int slot) {
        long learnt = intervalsLearnt.intervalMillis(slot);
        if (learnt == 0) {
            return;
        }
        long interval = Math.max(LEAST_INTERVAL_MILLIS, learnt);
        if (Math.abs(interval - intervals[slot]) * NOTABLE > intervals[slot]) {
            intervals[slot] = interval;
            wheel.changeDeadline(slot, deadline(slot));
        }
    }
}
