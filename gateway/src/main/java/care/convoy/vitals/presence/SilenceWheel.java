package care.convoy.vitals.presence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Silence deadlines of up to millions of devices. A device is a dense slot number, 0 to capacity - 1; there is no object per
 * device, about 29 bytes in arrays.
 *
 * <pre>
 *            seen                     deadline passed
 *  UNKNOWN ---------> PRESENT ------------------------> SILENT
 *     |  ^               |  gap in time                 |   |
 *     |  +---------------+                    seen      |   |
 *     |      two intervals passed              PRESENT &lt;-+   |
 *     +-----------------------------------------------------+
 * </pre>
 *
 * <p>Three wheels of 2,048, 128 and 64 places, the finest with a tick of 512 ms. Re-arming is lazy: a report writes the time
 * at which the device was seen and nothing else; when its deadline runs out, the wheel looks whether it was seen since, and
 * moves it on. So a device costs one move per deadline, however often it reports. Silent devices are looked at again each
 * 2 s, to notice their return.
 *
 * <p>Silence is told when {@link #advance} is called after the deadline, rounded up to a tick: called each 250 ms, at most
 * 0.8 s late. Time is any monotonic clock in milliseconds. If it leaps by more than {@link #GAP_MILLIS} between two calls, the
 * machine slept or this thread was starved: nobody is silent for that, every present device becomes UNKNOWN instead.
 * Who was silent before stays silent.
 *
 * <p>One thread calls everything except {@link #seen}, which any thread may call. The listener is called on the wheel's thread,
 * and may arm and disarm.
 */
public final class SilenceWheel {
    /** A longer leap of time between two calls of {@link #advance} is a gap. */
    public static final long GAP_MILLIS = 10_000;

    /** In place of a time: not seen since the device was armed. */
    public static final long NEVER = Long.MIN_VALUE;

    private static final int SHIFT = 9;
    private static final int RETURN_TICKS = 4;
    private static final int BITS_0 = 11;
    private static final int BITS_1 = 7;
    private static final int BITS_2 = 6;
    private static final int PLACES_0 = 1 << BITS_0;
    private static final int PLACES_1 = 1 << BITS_1;
    private static final int PLACES_2 = 1 << BITS_2;
    private static final int PLACES = PLACES_0 + PLACES_1 + PLACES_2;
    private static final int NOWHERE = -1;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final byte ABSENT = 0;
    private static final byte UNKNOWN = 1;
    private static final byte PRESENT = 2;
    private static final byte SILENT = 3;

    /** What is known of a device. */
    public enum State {
        /** The slot is not armed. */
        ABSENT,
        /** Not heard since the start, or since a gap; two intervals have not passed yet. */
        UNKNOWN,
        PRESENT,
        SILENT
    }

    /** Told what changes, on the wheel's thread. Times are of the clock that {@link #advance} is given. */
    public interface Listener {
        /** A device that was UNKNOWN was seen. */
        void present(int slot, long seenMillis);

        /** @param seenMillis when it was last seen, or {@link #NEVER} @param deadlineMillis when it had to be seen */
        void silent(int slot, long seenMillis, long deadlineMillis);

        /** A silent device was seen again. */
        void returned(int slot, long seenMillis);

        /** Time leapt: every device that was present is UNKNOWN. */
        void gap(long fromMillis, long toMillis);
    }

    private final int capacity;
    private final long startMillis;
    private final Listener listener;
    /** When seen, in milliseconds since the start; not seen since it was armed: the complement of when it was armed. */
    private final long[] seen;

    private final int[] silentAfter;
    private final int[] unknownFor;
    private final int[] dueTick;
    /** Rings of slots; the places of the wheels are nodes too, above the slots. */
    private final int[] next;

    private final int[] previous;
    private final byte[] states;
    private final int[] counts = new int[4];
    private long now;
    private int tick;
    private long knownSince;

    /**
     * @param capacity slots, 1 to 100 million
     * @param nowMillis of the clock that {@link #advance} will be given
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public SilenceWheel(int capacity, long nowMillis, Listener listener) {
        if (capacity < 1 || capacity > 100_000_000) {
            throw new IllegalArgumentException("silence.capacity: " + capacity + " is not within 1 and 100000000");
        }
        this.capacity = capacity;
        this.listener = listener;
        startMillis = nowMillis;
        seen = new long[capacity];
        silentAfter = new int[capacity];
        unknownFor = new int[capacity];
        dueTick = new int[capacity];
        next = new int[capacity + PLACES];
        previous = new int[capacity + PLACES];
        states = new byte[capacity];
        Arrays.fill(next, NOWHERE);
        emptyPlaces();
        counts[ABSENT] = capacity;
    }

    /**
     * Watches a device from now on. It is UNKNOWN until it is seen, or until two intervals have passed.
     *
     * @throws IndexOutOfBoundsException if there is no such slot
     * @throws IllegalStateException if the slot is armed already; see {@link #changeDeadline}
     */
    public void arm(int slot, SilenceDeadline deadline, long nowMillis) {
        if (states[slot] != ABSENT) {
            throw new IllegalStateException("silence: slot " + slot + " is armed already");
        }
        long at = Math.max(0, nowMillis - startMillis);
        LONGS.setOpaque(seen, slot, ~at);
        setDeadline(slot, deadline);
        change(slot, UNKNOWN);
        schedule(slot, at + unknownFor[slot]);
    }

    /** A device has another interval now. A shorter one may have passed already; with a longer one a silent device may count as returned. */
    public void changeDeadline(int slot, SilenceDeadline deadline) {
        if (states[slot] == ABSENT) {
            throw new IllegalStateException("silence: slot " + slot + " is not armed");
        }
        setDeadline(slot, deadline);
        if (states[slot] != SILENT) {
            unlink(slot);
            schedule(slot, dueOf(slot, (long) LONGS.getOpaque(seen, slot)));
        }
    }

    /** Watches a device no more, and forgets it. Does nothing if the slot is not armed. */
    public void disarm(int slot) {
        if (states[slot] != ABSENT) {
            unlink(slot);
            change(slot, ABSENT);
        }
    }

    /**
     * A device reported. Any thread; one write. Whoever gives a slot to another device makes sure first that nobody marks the
     * former one any more.
     */
    public void seen(int slot, long nowMillis) {
        LONGS.setOpaque(seen, slot, Math.max(0, nowMillis - startMillis));
    }

    /**
     * Tells the listener what has run out. To be called each 250 ms; a time that is not later than the last does nothing.
     */
    public void advance(long nowMillis) {
        long to = nowMillis - startMillis;
        if (to <= now) {
            return;
        }
        if (to - now > GAP_MILLIS) {
            leap(to);
            return;
        }
        now = to;
        int target = (int) (to >> SHIFT);
        while (tick < target) {
            tick++;
            cascade();
            int place = capacity + (tick & (PLACES_0 - 1));
            for (int slot = next[place]; slot != place; slot = next[place]) {
                unlink(slot);
                expire(slot);
            }
        }
    }

    /** What is known of a device; a report of the last moments is noticed when the wheel next looks at it. */
    public State state(int slot) {
        return switch (states[slot]) {
            case UNKNOWN -> State.UNKNOWN;
            case PRESENT -> State.PRESENT;
            case SILENT -> State.SILENT;
            default -> State.ABSENT;
        };
    }

    /** When the device was last seen, or {@link #NEVER} if not since it was armed. */
    public long seenMillis(int slot) {
        return outside((long) LONGS.getOpaque(seen, slot));
    }

    /** How many slots are in a state. */
    public int count(State state) {
        return switch (state) {
            case ABSENT -> counts[ABSENT];
            case UNKNOWN -> counts[UNKNOWN];
            case PRESENT -> counts[PRESENT];
            case SILENT -> counts[SILENT];
        };
    }

    private void expire(int slot) {
        long last = (long) LONGS.getOpaque(seen, slot);
        boolean known = last >= knownSince;
        if (states[slot] == SILENT) {
            if (known && last + silentAfter[slot] > now) {
                change(slot, PRESENT);
                schedule(slot, last + silentAfter[slot]);
                listener.returned(slot, outside(last));
            } else {
                link(slot, tick + RETURN_TICKS);
            }
            return;
        }
        boolean first = states[slot] == UNKNOWN && known;
        if (first) {
            change(slot, PRESENT);
        }
        long due = dueOf(slot, last);
        boolean over = due <= now;
        if (over) {
            change(slot, SILENT);
            link(slot, tick + RETURN_TICKS);
        } else {
            schedule(slot, due);
        }
        if (first) {
            listener.present(slot, outside(last));
        }
        if (over) {
            listener.silent(slot, outside(last), due + startMillis);
        }
    }

    private long dueOf(int slot, long last) {
        if (last >= knownSince) {
            return last + silentAfter[slot];
        }
        long armed = last < 0 ? ~last : 0;
        return Math.max(armed, knownSince) + unknownFor[slot];
    }

    private void leap(long to) {
        long from = now;
        now = to;
        tick = (int) (to >> SHIFT);
        knownSince = to;
        emptyPlaces();
        for (int slot = 0; slot < capacity; slot++) {
            if (states[slot] == PRESENT) {
                change(slot, UNKNOWN);
            }
            if (states[slot] == SILENT) {
                link(slot, tick + RETURN_TICKS);
            } else if (states[slot] != ABSENT) {
                schedule(slot, dueOf(slot, (long) LONGS.getOpaque(seen, slot)));
            }
        }
        listener.gap(from + startMillis, to + startMillis);
    }

    private void cascade() {
        if ((tick & (PLACES_0 - 1)) == 0) {
            int coarse = tick >> BITS_0;
            if ((coarse & (PLACES_1 - 1)) == 0) {
                moveDown(capacity + PLACES_0 + PLACES_1 + ((coarse >> BITS_1) & (PLACES_2 - 1)));
            }
            moveDown(capacity + PLACES_0 + (coarse & (PLACES_1 - 1)));
        }
    }

    private void moveDown(int place) {
        int slot = next[place];
        next[place] = place;
        previous[place] = place;
        while (slot != place) {
            int following = next[slot];
            link(slot, dueTick[slot]);
            slot = following;
        }
    }

    private void schedule(int slot, long due) {
        link(slot, (int) Math.max(tick + 1L, (due + (1 << SHIFT) - 1) >> SHIFT));
    }

    /** @param due a tick, not before the one that is handled now */
    private void link(int slot, int due) {
        dueTick[slot] = due;
        int place;
        if (due - tick < PLACES_0) {
            place = capacity + (due & (PLACES_0 - 1));
        } else if ((due >> BITS_0) - (tick >> BITS_0) < PLACES_1) {
            place = capacity + PLACES_0 + ((due >> BITS_0) & (PLACES_1 - 1));
        } else {
            place = capacity + PLACES_0 + PLACES_1 + ((due >> (BITS_0 + BITS_1)) & (PLACES_2 - 1));
        }
        int last = previous[place];
        next[slot] = place;
        previous[slot] = last;
        next[last] = slot;
        previous[place] = slot;
    }

    private void unlink(int slot) {
        next[previous[slot]] = next[slot];
        previous[next[slot]] = previous[slot];
        next[slot] = NOWHERE;
    }

    private void emptyPlaces() {
        for (int place = capacity; place < capacity + PLACES; place++) {
            next[place] = place;
            previous[place] = place;
        }
    }

    private void setDeadline(int slot, SilenceDeadline deadline) {
        silentAfter[slot] = deadline.silentAfterMillis();
        unknownFor[slot] = deadline.unknownForMillis();
    }

    private void change(int slot, byte state) {
        counts[states[slot]]--;
        counts[state]++;
        states[slot] = state;
    }

    private long outside(long internal) {
        return internal < 0 ? NEVER : internal + startMillis;
    }
}
