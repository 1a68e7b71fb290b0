package care.convoy.ingest;

import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Ids that nobody provisioned and that called for help: each is here until somebody dismisses it, at any desk. Nothing else takes it
 * away, but {@link #LONGEST_MILLIS} without another call. A call more than {@link #AGAIN_MILLIS} after it was dismissed opens it again.
 * Thread-safe; in memory, never on the way of an alarm: what changed is drained and kept by others, and {@link #merge} brings back what
 * they kept, of this gateway and of others.
 *
 * <p>Overload policy: <em>who is here stays.</em> Of one network there are at most {@link #MAX_OF_NETWORK}, of all {@link #MAX_OPEN}; of one
 * more the call is counted ({@link View#beyond}) until somebody dismisses that network's calls, and is in the {@link Quarantine}'s list. The
 * first and the newest of each network come first in the view, so that no flood hides a call out of another network. How often the
 * desks ring for it is bounded apart ({@link CallPace}).
 */
public final class UnknownCallers {
    /** Callers that nobody dismissed. */
    public static final int MAX_OPEN = 1_000;

    /** Of these, of one network. */
    public static final int MAX_OF_NETWORK = 200;

    /** Dismissed callers that are remembered, so that desks are told who did it. */
    public static final int MAX_DISMISSED = 200;

    /**
     * A call within so long of its dismissal is the same one: a device repeats what nobody answers, and somebody is at it just now. Every later one opens it again:
     * a second press is never swallowed.
     */
    public static final long AGAIN_MILLIS = TimeUnit.SECONDS.toMillis(20);

    /** After so long without another call a caller goes by itself. */
    public static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(7);

    private static final String ANY_NETWORK = "";
    private static final int MAX_NETWORKS_COUNTED = 1_000;

    private final Map<Key, UnknownCaller> held = new LinkedHashMap<>();
    private final Map<String, Integer> openOf = new HashMap<>();
    private final Set<Key> unkept = new HashSet<>();
    private final Map<String, Long> beyond = new HashMap<>();
    private final CallPace pace = new CallPace();
    private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();
    private int open;
    private int keptBeyond;
    private long refused;
    private long expired;

    private record Key(Protocol protocol, String id) {}

    /**
     * What is held now.
     *
     * @param open nobody dismissed them; by network in turns, each network's newest first
     * @param beyond calls for which there was no room since somebody dismissed others of their network
     * @param dismissed the last that were, newest first
     */
    public record View(List<UnknownCaller> open, long beyond, List<UnknownCaller> dismissed) {}

    /** Adds somebody to tell of each change. @param watcher called on any thread, must not block @return ends it */
    public AutoCloseable watch(Runnable watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void tell(boolean changed) {
        if (changed) {
            watchers.forEach(Runnable::run);
        }
    }

    /** An unknown id called for help. */
    void called(Stranger stranger, long nowMillis) {
        tell(noteCall(stranger, nowMillis));
    }

    private synchronized boolean noteCall(Stranger said, long nowMillis) {
        Key key = new Key(said.protocol(), said.id());
        UnknownCaller known = held.get(key);
        if (known != null && known.isQuiet(nowMillis)) {
            return put(key, known.calledAgain(said, nowMillis, false));
        }
        if (known == null || !known.isOpen()) {
            String network = QuarantineList.networkOf(said.address());
            if (!hasRoom(network)) {
                noRoom(network);
                return true;
            }
        }
        boolean rings = (known == null || known.mayRing(nowMillis)) && pace.mayRing(said.address(), nowMillis);
        return put(
                key,
                known == null
                        ? UnknownCaller.first(said, nowMillis, rings)
                        : known.isOpen()
                                ? known.calledAgain(said, nowMillis, rings)
                                : known.openedAgain(said, nowMillis, rings));
    }

    private boolean hasRoom(String network) {
        return open < MAX_OPEN && openOf.getOrDefault(network, 0) < MAX_OF_NETWORK;
    }

    private void noRoom(String network) {
        refused++;
        boolean ofNetwork = openOf.getOrDefault(network, 0) >= MAX_OF_NETWORK && beyond.size() < MAX_NETWORKS_COUNTED;
        beyond.merge(ofNetwork ? network : ANY_NETWORK, 1L, Long::sum);
    }

    private boolean put(Key key, UnknownCaller now) {
        set(key, now);
        unkept.add(key);
        return true;
    }

    private void set(Key key, @Nullable UnknownCaller now) {
        UnknownCaller before = now == null ? held.remove(key) : held.put(key, now);
        counted(before, -1);
        counted(now, 1);
    }

    private void counted(@Nullable UnknownCaller caller, int more) {
        if (caller != null && caller.isOpen()) {
            open += more;
            openOf.merge(caller.network(), more, (before, change) -> before + change == 0 ? null : before + change);
        }
    }

    /**
     * Somebody has looked at it.
     *
     * @param openedMillis of which call: one that opened it again meanwhile stays
     * @param by login
     * @return false if there is none, or it was dismissed before, or opened again since
     */
    public boolean dismiss(Protocol protocol, String id, long openedMillis, String by, long nowMillis) {
        Key key = new Key(protocol, id);
        boolean changed;
        synchronized (this) {
            UnknownCaller now = held.get(key);
            changed = now != null && now.isOpen() && now.openedMillis() <= openedMillis;
            if (now != null && changed) {
                put(key, now.dismissed(by, nowMillis));
                // whoever found no room has it now, with the next call
                beyond.remove(now.network());
                beyond.remove(ANY_NETWORK);
            }
        }
        tell(changed);
        return changed;
    }

    /** What there is now. */
    public synchronized View view() {
        Map<String, Integer> places = new HashMap<>();
        record Placed(int place, UnknownCaller caller) {}
        List<Placed> placed = new ArrayList<>();
        select(UnknownCaller::isOpen, Comparator.comparingLong(UnknownCaller::openedMillis))
                .forEach(caller -> placed.add(new Placed(places.merge(caller.network(), 1, Integer::sum), caller)));
        placed.sort(Comparator.comparingInt(Placed::place));
        return new View(
                placed.stream().map(Placed::caller).toList(),
                keptBeyond + beyond.values().stream().mapToLong(Long::longValue).sum(),
                select(caller -> !caller.isOpen(), Comparator.comparingLong(UnknownCaller::dismissedMillis)));
    }

    private List<UnknownCaller> select(Predicate<UnknownCaller> which, Comparator<UnknownCaller> oldestFirst) {
        return held.values().stream()
                .filter(which)
                .sorted(oldestFirst.reversed())
                .toList();
    }

    /** Takes what changed since this was last asked. */
    public synchronized List<UnknownCaller> drainNew() {
        List<UnknownCaller> drained = new ArrayList<>();
        unkept.forEach(key -> {
            UnknownCaller caller = held.get(key);
            if (caller != null) {
                drained.add(caller);
            }
        });
        unkept.clear();
        return drained;
    }

    /** What was drained could not be kept; it comes again. */
    public synchronized void giveBack(Collection<UnknownCaller> drained) {
        drained.forEach(each -> unkept.add(new Key(each.protocol(), each.id())));
    }

    /** Takes callers as they are kept: from before the start, of other gateways, or as they became when ours were added. */
    public void merge(Collection<UnknownCaller> kept, long nowMillis) {
        boolean changed = false;
        synchronized (this) {
            for (UnknownCaller each : kept) {
                changed |= each.lastMillis() > nowMillis - LONGEST_MILLIS && mergeOne(each);
            }
        }
        tell(changed);
    }

    /** Takes everything that is kept: what finds no room is counted until there is some. */
    public void mergeAll(Collection<UnknownCaller> all, long nowMillis) {
        synchronized (this) {
            keptBeyond = 0;
        }
        List<UnknownCaller> oldestFirst = new ArrayList<>(all);
        oldestFirst.sort(Comparator.comparingLong(UnknownCaller::openedMillis));
        merge(oldestFirst, nowMillis);
    }

    private boolean mergeOne(UnknownCaller kept) {
        Key key = new Key(kept.protocol(), kept.id());
        UnknownCaller known = held.get(key);
        UnknownCaller now = known == null ? kept : known.mergedWith(kept);
        if (now.equals(known)) {
            return false;
        }
        boolean opens = now.isOpen() && (known == null || !known.isOpen());
        if (opens && !hasRoom(now.network())) {
            keptBeyond++;
            return true;
        }
        set(key, now);
        return true;
    }

    /** Whether the store has callers for which there was no room here. */
    public synchronized boolean hasMoreKept() {
        return keptBeyond > 0;
    }

    /** Callers that nobody dismissed in all that time go, and are returned; of the dismissed the oldest beyond the bound go. */
    public List<UnknownCaller> expire(long nowMillis) {
        List<UnknownCaller> gone = new ArrayList<>();
        synchronized (this) {
            for (UnknownCaller caller : List.copyOf(held.values())) {
                if (caller.lastMillis() <= nowMillis - LONGEST_MILLIS) {
                    set(new Key(caller.protocol(), caller.id()), null);
                    if (caller.isOpen()) {
                        gone.add(caller);
                        expired++;
                    }
                }
            }
            select(caller -> !caller.isOpen(), Comparator.comparingLong(UnknownCaller::dismissedMillis)).stream()
                    .skip(MAX_DISMISSED)
                    .map(caller -> new Key(caller.protocol(), caller.id()))
                    .filter(key -> !unkept.contains(key))
                    .toList()
                    .forEach(key -> set(key, null));
        }
        tell(!gone.isEmpty());
        return gone;
    }

    /** Callers that nobody dismissed. */
    public synchronized int open() {
        return open;
    }

    /** Calls for which there was no room. */
    public synchronized long refused() {
        return refused;
    }

    /** Calls for which the desks did not ring, because they rang for too many. */
    public synchronized long silent() {
        return pace.silent();
    }

    /** Callers that went by themselves. */
    public synchronized long expired() {
        return expired;
    }
}
