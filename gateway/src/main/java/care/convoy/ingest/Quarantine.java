package care.convoy.ingest;

import care.convoy.ingest.QuarantineList.Held;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ids that are heard and not served: never provisioned, with another secret than the one that is known, or in use on two
 * connections at once. For people to look at and to adopt. Thread-safe; in memory, and never on the way of an alarm: what
 * changed is drained and kept by others every few seconds, and {@link #merge} brings back what they kept.
 *
 * <p>Bounded by {@link #MAX_ENTRIES} for each protocol; which goes of more, see {@link QuarantineList}. A call for help from an
 * unknown id is told to the listeners at once, each id at most every {@link #TELL_EVERY_MILLIS}, those of one network at most
 * {@link #TOLD_PER_NETWORK} a minute and all together {@link #TOLD_PER_MINUTE}: whoever invents ids must not drown a real one. What is not told is listed all the same, and
 * told with its next repeat once there is room.
 */
public final class Quarantine {
    /** Ids remembered of one protocol. */
    public static final int MAX_ENTRIES = 1_000;

    /** How often a calling id is told. */
    public static final long TELL_EVERY_MILLIS = TimeUnit.MINUTES.toMillis(10);

    /** Calls told each minute, whatever their ids. */
    public static final int TOLD_PER_MINUTE = 30;

    /** Of these, from one network: the others are for who is not in it. */
    public static final int TOLD_PER_NETWORK = 20;

    /** Ids that called for help: so many are not pushed out by others. */
    public static final int CALLED_KEPT = 500;

    /** Ids that were heard again after a minute: so many are not pushed out by ids heard once. */
    public static final int STAYING_KEPT = 300;

    /** Calls that {@link #recentCalls} keeps. */
    public static final int MAX_CALLS = 20;

    /** From so many wrong secrets on an id is listed: anybody may err once or twice. */
    public static final int WRONG_SECRETS_LISTED = 3;

    private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final Map<Protocol, QuarantineList> lists = new EnumMap<>(Protocol.class);
    private final Deque<Call> calls = new ArrayDeque<>();
    private final Deque<Told> toldLately = new ArrayDeque<>();
    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
    private long untold;
    private long usedTwice;

    /** Why an id is here. */
    public enum Reason {
        /** Nobody provisioned it for this protocol. It gets no answer. */
        UNKNOWN,
        /** It is provisioned, and does not know its secret. It is not let in. */
        WRONG_SECRET,
        /** Two connections speak in its name. Both are heard. */
        USED_TWICE
    }

    /**
     * What an id said that is not served.
     *
     * @param address network address without port
     * @param kind name of the message, as {@code heartbeat}, {@code sos} or {@code login}
     * @param vendor what the protocol says of the maker, at most 16 characters; empty if nothing
     * @param callsForHelp whether it is a press or a fall
     */
    public record Stranger(
            Protocol protocol, String id, String address, String kind, String vendor, boolean callsForHelp) {}

    /**
     * One id.
     *
     * @param address where it was last heard from, without port
     * @param count messages of an unknown id; wrong secrets; how often an id was found in use twice
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

    /**
     * An entry as it is kept, or what is new of it: count and calls are those since it was last kept then.
     *
     * @param lastCall name of the last call for help; empty if there was none
     * @param lastCallMillis when that was told; 0 if none was
     */
    public record Kept(Entry entry, String lastCall, long lastCallMillis) {}

    /** An unknown id called for help. */
    public record Call(Protocol protocol, String id, String address, String kind, long atMillis) {}

    /** Who wants to know at once. Called on the thread that heard it; must not block. */
    public interface Listener {
        void unknownDeviceCalls(Call call);
    }

    private record Told(String network, long atMillis) {}

    record HeldId(Reason reason, Protocol protocol, String id) {}

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
        Held held = hold(new HeldId(Reason.UNKNOWN, stranger.protocol(), stranger.id()), stranger, nowMillis);
        if (!stranger.callsForHelp()) {
            return null;
        }
        if (held.told && nowMillis - held.toldMillis < TELL_EVERY_MILLIS && nowMillis >= held.toldMillis) {
            return null;
        }
        if (!mayTell(stranger.address(), nowMillis)) {
            untold++;
            return null;
        }
        held.told = true;
        held.toldMillis = nowMillis;
        held.lastCall = stranger.kind();
        return noted(new Call(stranger.protocol(), stranger.id(), stranger.address(), stranger.kind(), nowMillis));
    }

    private Call noted(Call call) {
        calls.addFirst(call);
        if (calls.size() > MAX_CALLS) {
            calls.removeLast();
        }
        return call;
    }

    private boolean mayTell(String address, long nowMillis) {
        while (!toldLately.isEmpty()
                && Math.abs(nowMillis - toldLately.getFirst().atMillis()) >= MINUTE_MILLIS) {
            toldLately.removeFirst();
        }
        String network = QuarantineList.networkOf(address);
        long ofNetwork = toldLately.stream()
                .filter(told -> told.network().equals(network))
                .count();
        boolean may = toldLately.size() < TOLD_PER_MINUTE && ofNetwork < TOLD_PER_NETWORK;
        if (may) {
            toldLately.addLast(new Told(network, nowMillis));
        }
        return may;
    }

    /** Two connections speak in the name of a provisioned device. */
    public synchronized void usedTwice(Protocol protocol, String id, String address, long nowMillis) {
        usedTwice++;
        hold(
                new HeldId(Reason.USED_TWICE, protocol, id),
                new Stranger(protocol, id, address, "", "", false),
                nowMillis);
    }

    /** A provisioned id did not know its secret. @param stranger calls for nothing */
    public synchronized void wrongSecret(Stranger stranger, long nowMillis) {
        hold(new HeldId(Reason.WRONG_SECRET, stranger.protocol(), stranger.id()), stranger, nowMillis);
    }

    private Held hold(HeldId key, Stranger said, long nowMillis) {
        QuarantineList list = listOf(key.protocol());
        Held held = list.heldAt(key, said, nowMillis);
        held.last = said;
        held.lastSeenMillis = nowMillis;
        held.count++;
        held.newCount++;
        if (said.callsForHelp()) {
            held.calls++;
            held.newCalls++;
        }
        list.changed(held);
        return held;
    }

    private QuarantineList listOf(Protocol protocol) {
        return lists.computeIfAbsent(protocol, _ -> new QuarantineList());
    }

    /** Somebody has seen to it: the id is adopted, or nobody wants to see it. Whatever the reason it was here for. */
    public synchronized void forget(Protocol protocol, String id) {
        listOf(protocol).removeIf((key, _) -> key.id().equals(id));
        calls.removeIf(call -> call.protocol() == protocol && call.id().equals(id));
    }

    /** Takes what is new since this was last asked, at most everything there is. */
    public synchronized List<Kept> drainNew() {
        List<Kept> drained = new ArrayList<>();
        lists.values()
                .forEach(list -> list.forEach((key, held) -> {
                    if (held.newCount > 0 && held.isListed(key.reason())) {
                        drained.add(new Kept(
                                held.entry(key, held.newCount, held.newCalls),
                                held.lastCall,
                                held.told ? held.toldMillis : 0));
                        held.newCount = 0;
                        held.newCalls = 0;
                        held.kept = true;
                    }
                }));
        return drained;
    }

    /** What was drained could not be kept; it comes again. */
    public synchronized void giveBack(Collection<Kept> drained) {
        for (Kept each : drained) {
            Held held = listOf(each.entry().protocol()).find(keyOf(each.entry()));
            if (held != null) {
                held.newCount += each.entry().count();
                held.newCalls += each.entry().calls();
            }
        }
    }

    private static HeldId keyOf(Entry entry) {
        return new HeldId(entry.reason(), entry.protocol(), entry.id());
    }

    /**
     * Takes what is kept: from before the start, and of other gateways on the same database. What is no longer kept is forgotten
     * here, too; a call that another gateway told since {@code callsSinceMillis} is told here.
     *
     * @param all everything that is kept
     */
    public void merge(Collection<Kept> all, long callsSinceMillis) {
        List<Call> elsewhere = mergeKept(all, callsSinceMillis);
        elsewhere.forEach(call -> listeners.forEach(listener -> listener.unknownDeviceCalls(call)));
    }

    private synchronized List<Call> mergeKept(Collection<Kept> all, long callsSinceMillis) {
        Set<HeldId> kept = new HashSet<>();
        List<Call> elsewhere = new ArrayList<>();
        List<Kept> oldestFirst = new ArrayList<>(all);
        oldestFirst.sort(Comparator.comparingLong(each -> each.entry().lastSeenMillis()));
        for (Kept each : oldestFirst) {
            kept.add(keyOf(each.entry()));
            Call call = mergeOne(each, callsSinceMillis);
            if (call != null) {
                elsewhere.add(call);
            }
        }
        lists.values()
                .forEach(list -> list.removeIf((key, held) -> held.kept && held.newCount == 0 && !kept.contains(key)));
        return elsewhere;
    }

    private @Nullable Call mergeOne(Kept told, long callsSinceMillis) {
        Entry entry = told.entry();
        Stranger said = new Stranger(
                entry.protocol(), entry.id(), entry.address(), entry.lastKind(), entry.vendor(), entry.calls() > 0);
        QuarantineList list = listOf(entry.protocol());
        Held held = list.heldAt(keyOf(entry), said, entry.firstSeenMillis());
        held.kept = true;
        held.count = entry.count() + held.newCount;
        held.calls = entry.calls() + held.newCalls;
        held.firstSeenMillis = Math.min(held.firstSeenMillis, entry.firstSeenMillis());
        if (entry.lastSeenMillis() > held.lastSeenMillis) {
            held.lastSeenMillis = entry.lastSeenMillis();
            held.last = said;
        }
        list.changed(held);
        if (told.lastCallMillis() == 0 || (held.told && held.toldMillis >= told.lastCallMillis())) {
            return null;
        }
        held.told = true;
        held.toldMillis = told.lastCallMillis();
        held.lastCall = told.lastCall();
        return told.lastCallMillis() < callsSinceMillis
                ? null
                : noted(new Call(
                        entry.protocol(), entry.id(), entry.address(), told.lastCall(), told.lastCallMillis()));
    }

    /** Everything that is listed, the last heard first. */
    public synchronized List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        lists.values()
                .forEach(list -> list.forEach((key, held) -> {
                    if (held.isListed(key.reason())) {
                        all.addFirst(held.entry(key, held.count, held.calls));
                    }
                }));
        all.sort(Comparator.comparingLong(Entry::lastSeenMillis).reversed());
        return List.copyOf(all);
    }

    /** The last calls that were told, newest first. */
    public synchronized List<Call> recentCalls() {
        return List.copyOf(calls);
    }

    /** Ids listed for a reason. */
    public synchronized int size(Reason reason) {
        int[] listed = new int[1];
        lists.values()
                .forEach(list -> list.forEach((key, held) -> {
                    listed[0] += key.reason() == reason && held.isListed(key.reason()) ? 1 : 0;
                }));
        return listed[0];
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
