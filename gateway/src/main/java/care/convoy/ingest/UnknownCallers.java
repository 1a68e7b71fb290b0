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

    /** A call within so long of its dismissal is the same one: a device repeats what nobody answers. */
    public static final long AGAIN_MILLIS = TimeUnit.MINUTES.toMillis(1);

    /** After so long without another call a caller goes by itself. */
    public static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(7);

    private static final String ANY_NETWORK = "";
    private static final int MAX_NETWORKS_COUNTED = 1_000;

    private final Map<Key, Caller> held = new LinkedHashMap<>();
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
    public record View(List<Caller> open, long beyond, List<Caller> dismissed) {}

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
        Caller known = held.get(key);
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
                        ? Caller.first(said, nowMillis, rings)
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

    private boolean put(Key key, Caller now) {
        set(key, now);
        unkept.add(key);
        return true;
    }

    private void set(Key key, @Nullable Caller now) {
        Caller before = now == null ? held.remove(key) : held.put(key, now);
        counted(before, -1);
        counted(now, 1);
    }

    private void counted(@Nullable Caller caller, int more) {
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
     * @return the caller as it is now, dismissed by whoever was first; null if there is none
     */
    public @Nullable Caller dismiss(Protocol protocol, String id, long openedMillis, String by, long nowMillis) {
        Key key = new Key(protocol, id);
        Caller now;
        boolean changed = false;
        synchronized (this) {
            now = held.get(key);
            if (now != null && now.isOpen() && now.openedMillis() <= openedMillis) {
                now = now.dismissed(by, nowMillis);
                changed = put(key, now);
            }
        }
        tell(changed);
        return now;
    }

    /**
     * Somebody has looked at a flood: everything of one network that was opened up to a time, and what was counted of it.
     *
     * @param network as {@link Caller#network}
     * @return how many callers
     */
    public int dismissNetwork(String network, long untilMillis, String by, long nowMillis) {
        int dismissed;
        synchronized (this) {
            List<Map.Entry<Key, Caller>> these = held.entrySet().stream()
                    .filter(each -> each.getValue().isOpen()
                            && each.getValue().network().equals(network)
                            && each.getValue().openedMillis() <= untilMillis)
                    .map(Map.Entry::copyOf)
                    .toList();
            these.forEach(each -> put(each.getKey(), each.getValue().dismissed(by, nowMillis)));
            beyond.remove(network);
            beyond.remove(ANY_NETWORK);
            dismissed = these.size();
        }
        tell(true);
        return dismissed;
    }

    /** Somebody registered a device of this id. A call that nobody dismissed stays, and says so. @param by login */
    public void registered(Protocol protocol, String id, String by, long nowMillis) {
        Key key = new Key(protocol, id);
        boolean changed;
        synchronized (this) {
            Caller known = held.get(key);
            changed = known != null && put(key, known.registered(by, nowMillis));
        }
        tell(changed);
    }

    /** What there is now. */
    public synchronized View view() {
        Map<String, Integer> places = new HashMap<>();
        record Placed(int place, Caller caller) {}
        List<Placed> placed = new ArrayList<>();
        select(Caller::isOpen, Comparator.comparingLong(Caller::openedMillis))
                .forEach(caller -> placed.add(new Placed(places.merge(caller.network(), 1, Integer::sum), caller)));
        placed.sort(Comparator.comparingInt(Placed::place));
        return new View(
                placed.stream().map(Placed::caller).toList(),
                keptBeyond + beyond.values().stream().mapToLong(Long::longValue).sum(),
                select(caller -> !caller.isOpen(), Comparator.comparingLong(Caller::dismissedMillis)));
    }

    private List<Caller> select(Predicate<Caller> which, Comparator<Caller> oldestFirst) {
        return held.values().stream()
                .filter(which)
                .sorted(oldestFirst.reversed())
                .toList();
    }

    /** Takes what changed since this was last asked. */
    public synchronized List<Caller> drainNew() {
        List<Caller> drained = new ArrayList<>();
        unkept.forEach(key -> {
            Caller caller = held.get(key);
            if (caller != null) {
                drained.add(caller);
            }
        });
        unkept.clear();
        return drained;
    }

    /** What was drained could not be kept; it comes again. */
    public synchronized void giveBack(Collection<Caller> drained) {
        drained.forEach(each -> unkept.add(new Key(each.protocol(), each.id())));
    }

    /** Takes callers as they are kept: from before the start, of other gateways, or as they became when ours were added. */
    public void merge(Collection<Caller> kept, long nowMillis) {
        boolean changed = false;
        synchronized (this) {
            for (Caller each : kept) {
                changed |= each.lastMillis() > nowMillis - LONGEST_MILLIS && mergeOne(each);
            }
        }
        tell(changed);
    }

    /** Takes everything that is kept: what finds no room is counted until there is some. */
    public void mergeAll(Collection<Caller> all, long nowMillis) {
        synchronized (this) {
            keptBeyond = 0;
        }
        List<Caller> oldestFirst = new ArrayList<>(all);
        oldestFirst.sort(Comparator.comparingLong(Caller::openedMillis));
        merge(oldestFirst, nowMillis);
    }

    private boolean mergeOne(Caller kept) {
        Key key = new Key(kept.protocol(), kept.id());
        Caller known = held.get(key);
        Caller now = known == null ? kept : known.mergedWith(kept);
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
    public List<Caller> expire(long nowMillis) {
        List<Caller> gone = new ArrayList<>();
        synchronized (this) {
            for (Caller caller : List.copyOf(held.values())) {
                if (caller.lastMillis() <= nowMillis - LONGEST_MILLIS) {
                    set(new Key(caller.protocol(), caller.id()), null);
                    if (caller.isOpen()) {
                        gone.add(caller);
                        expired++;
                    }
                }
            }
            select(caller -> !caller.isOpen(), Comparator.comparingLong(Caller::dismissedMillis)).stream()
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

    /**
     * One id that called.
     *
     * @param address where it was last heard from, without port
     * @param kind name of its last call, as {@code sos}
     * @param openedMillis when it first called since it was last dismissed; names this opening
     * @param rangMillis when the desks last rang for it; 0 if they did not, because of too many
     * @param lastMillis when it last called
     * @param times how often it called since it was opened; of gateways that heard it apart the most that one of them heard
     * @param dismissed the last time that it was; null if never
     * @param registered who adopted it; null if nobody did
     */
    public record Caller(
            Protocol protocol,
            String id,
            String address,
            String kind,
            long openedMillis,
            long rangMillis,
            long lastMillis,
            long times,
            @Nullable Dismissed dismissed,
            @Nullable Registered registered) {

        /** @param openedMillis of the opening that was dismissed @param by login */
        public record Dismissed(long openedMillis, String by, long atMillis) {}

        /** @param by login */
        public record Registered(String by, long atMillis) {}

        private static Caller first(Stranger said, long nowMillis, boolean rings) {
            return new Caller(
                    said.protocol(),
                    said.id(),
                    said.address(),
                    said.kind(),
                    nowMillis,
                    rings ? nowMillis : 0,
                    nowMillis,
                    1,
                    null,
                    null);
        }

        /** Whether nobody dismissed it. */
        public boolean isOpen() {
            return dismissed == null || dismissed.openedMillis() < openedMillis;
        }

        /** The /24 of an IPv4 address, the /48 of an IPv6 address; without its length, as {@code 192.0.2}. */
        public String network() {
            return QuarantineList.networkOf(address);
        }

        long dismissedMillis() {
            return dismissed == null ? 0 : dismissed.atMillis();
        }

        private boolean isQuiet(long nowMillis) {
            return !isOpen() && Math.abs(nowMillis - dismissedMillis()) < AGAIN_MILLIS;
        }

        private boolean mayRing(long nowMillis) {
            return !isOpen() || Math.abs(nowMillis - rangMillis) >= CallPace.RING_EVERY_MILLIS;
        }

        private Caller calledAgain(Stranger said, long nowMillis, boolean rings) {
            return new Caller(
                    protocol,
                    id,
                    isOpen() ? said.address() : address,
                    said.kind(),
                    openedMillis,
                    rings ? nowMillis : rangMillis,
                    nowMillis,
                    times + 1,
                    dismissed,
                    registered);
        }

        private Caller openedAgain(Stranger said, long nowMillis, boolean rings) {
            return new Caller(
                    protocol,
                    id,
                    said.address(),
                    said.kind(),
                    Math.max(nowMillis, openedMillis + 1),
                    rings ? nowMillis : 0,
                    nowMillis,
                    1,
                    dismissed,
                    null);
        }

        private Caller dismissed(String by, long nowMillis) {
            return new Caller(
                    protocol,
                    id,
                    address,
                    kind,
                    openedMillis,
                    rangMillis,
                    lastMillis,
                    times,
                    new Dismissed(openedMillis, by, nowMillis),
                    registered);
        }

        private Caller registered(String by, long nowMillis) {
            return new Caller(
                    protocol,
                    id,
                    address,
                    kind,
                    openedMillis,
                    rangMillis,
                    lastMillis,
                    times,
                    dismissed,
                    new Registered(by, nowMillis));
        }

        /** What two gateways know of one caller, whoever is asked. Of two who dismissed it the first did. */
        public Caller mergedWith(Caller other) {
            Caller newer = LAST.compare(this, other) >= 0 ? this : other;
            boolean same = openedMillis == other.openedMillis;
            Caller opening = openedMillis >= other.openedMillis ? this : other;
            return new Caller(
                    protocol,
                    id,
                    newer.address,
                    newer.kind,
                    opening.openedMillis,
                    same ? Math.max(rangMillis, other.rangMillis) : opening.rangMillis,
                    newer.lastMillis,
                    same ? Math.max(times, other.times) : opening.times,
                    earlier(dismissed, other.dismissed),
                    same ? later(registered, other.registered) : opening.registered);
        }

        private static final Comparator<Caller> LAST = Comparator.comparingLong(Caller::lastMillis)
                .thenComparing(Caller::address)
                .thenComparing(Caller::kind);

        private static @Nullable Dismissed earlier(@Nullable Dismissed one, @Nullable Dismissed other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            if (one.openedMillis() != other.openedMillis()) {
                return one.openedMillis() > other.openedMillis() ? one : other;
            }
            return one.atMillis() <= other.atMillis() ? one : other;
        }

        private static @Nullable Registered later(@Nullable Registered one, @Nullable Registered other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.atMillis() >= other.atMillis() ? one : other;
        }
    }
}
