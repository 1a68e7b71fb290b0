package care.convoy.ingest;

import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ids that are heard and not served: never provisioned, or in use on two connections at once. For people to look at and to
 * adopt. Thread-safe; in memory only.
 *
 * <p>Bounded by {@link #MAX_ENTRIES}; of more the one not heard of for longest goes. A call for help from an unknown id is
 * told to the listeners at once, each id at most every {@link #TELL_EVERY_MILLIS} and all together at most
 * {@link #TOLD_PER_MINUTE} a minute: whoever invents ids must not drown a real one. What is not told is listed all the same, and
 * told with its next repeat once there is room.
 */
public final class Quarantine {
    /** Ids remembered. */
    public static final int MAX_ENTRIES = 1_000;

    /** How often a calling id is told. */
    public static final long TELL_EVERY_MILLIS = TimeUnit.MINUTES.toMillis(10);

    /** Calls told each minute, whatever their ids. */
    public static final int TOLD_PER_MINUTE = 30;

    /** Calls that {@link #recentCalls} keeps. */
    public static final int MAX_CALLS = 20;

    private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final LinkedHashMap<Key, Held> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<Call> calls = new ArrayDeque<>();
    private final Deque<Long> toldAtMillis = new ArrayDeque<>();
    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
    private long untold;
    private long usedTwice;

    /** Why an id is here. */
    public enum Reason {
        /** Nobody provisioned it for this protocol. It gets no answer. */
        UNKNOWN,
        /** Two connections speak in its name. Both are heard. */
        USED_TWICE
    }

    /**
     * What an unknown id said.
     *
     * @param address network address without port
     * @param kind name of the message, as {@code heartbeat} or {@code sos}
     * @param vendor what the protocol says of the maker, at most 16 characters; empty if nothing
     * @param callsForHelp whether it is a press or a fall
     */
    public record Stranger(
            Protocol protocol, String id, String address, String kind, String vendor, boolean callsForHelp) {}

    /**
     * One id.
     *
     * @param address where it was last heard from, without port
     * @param count messages of an unknown id; how often an id was found in use twice
     * @param lastKind name of the last message
     * @param calls how many of the messages called for help
     */
    public record Entry(
            Reason reason,
            Protocol protocol,
            String id,
            String address,
            long firstSeenMillis,
            long lastSeenMillis,
            long count,
            String lastKind,
            String vendor,
            long calls) {}

    /** An unknown id called for help. */
    public record Call(Protocol protocol, String id, String address, String kind, long atMillis) {}

    /** Who wants to know at once. Called on the thread that heard it; must not block. */
    public interface Listener {
        void unknownDeviceCalls(Call call);
    }

    private record Key(Reason reason, Protocol protocol, String id) {}

    private static final class Held {
        private final long firstSeenMillis;
        private long lastSeenMillis;
        private long count;
        private long calls;
        private long toldMillis;
        private boolean told;
        private Stranger last;

        Held(Stranger first, long nowMillis) {
            last = first;
            firstSeenMillis = nowMillis;
        }
    }

    /** Adds somebody to tell. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** An unknown id said something. */
    public void unknown(Stranger stranger, long nowMillis) {
        Call call = noteUnknown(stranger, nowMillis);
        if (call != null) {
            for (Listener listener : listeners) {
                listener.unknownDeviceCalls(call);
            }
        }
    }

    private synchronized @Nullable Call noteUnknown(Stranger stranger, long nowMillis) {
        Held held = hold(new Key(Reason.UNKNOWN, stranger.protocol(), stranger.id()), stranger, nowMillis);
        if (!stranger.callsForHelp()) {
            return null;
        }
        held.calls++;
        if (held.told && nowMillis - held.toldMillis < TELL_EVERY_MILLIS && nowMillis >= held.toldMillis) {
            return null;
        }
        if (!mayTell(nowMillis)) {
            untold++;
            return null;
        }
        held.told = true;
        held.toldMillis = nowMillis;
        Call call = new Call(stranger.protocol(), stranger.id(), stranger.address(), stranger.kind(), nowMillis);
        calls.addFirst(call);
        if (calls.size() > MAX_CALLS) {
            calls.removeLast();
        }
        return call;
    }

    private boolean mayTell(long nowMillis) {
        while (!toldAtMillis.isEmpty() && Math.abs(nowMillis - toldAtMillis.getFirst()) >= MINUTE_MILLIS) {
            toldAtMillis.removeFirst();
        }
        boolean may = toldAtMillis.size() < TOLD_PER_MINUTE;
        if (may) {
            toldAtMillis.addLast(nowMillis);
        }
        return may;
    }

    /** Two connections speak in the name of a provisioned device. */
    public synchronized void usedTwice(Protocol protocol, String id, String address, long nowMillis) {
        usedTwice++;
        hold(new Key(Reason.USED_TWICE, protocol, id), new Stranger(protocol, id, address, "", "", false), nowMillis);
    }

    private Held hold(Key key, Stranger said, long nowMillis) {
        Held held = entries.computeIfAbsent(key, _ -> new Held(said, nowMillis));
        held.last = said;
        held.lastSeenMillis = nowMillis;
        held.count++;
        if (entries.size() > MAX_ENTRIES) {
            Iterator<Key> eldest = entries.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return held;
    }

    /** Everything that is remembered, the last heard first. */
    public synchronized List<Entry> entries() {
        List<Entry> all = new ArrayList<>(entries.size());
        entries.forEach((key, held) -> all.add(new Entry(
                key.reason(),
                key.protocol(),
                key.id(),
                held.last.address(),
                held.firstSeenMillis,
                held.lastSeenMillis,
                held.count,
                held.last.kind(),
                held.last.vendor(),
                held.calls)));
        return List.copyOf(all.reversed());
    }

    /** The last calls that were told, newest first. */
    public synchronized List<Call> recentCalls() {
        return List.copyOf(calls);
    }

    /** Ids remembered for a reason. */
    public synchronized int size(Reason reason) {
        return (int)
                entries.keySet().stream().filter(key -> key.reason() == reason).count();
    }

    /** Calls that were not told because too many were. */
    public synchronized long untold() {
        return untold;
    }

    /** How often an id was found in use on two connections. */
    public synchronized long timesUsedTwice() {
        return usedTwice;
    }
}
