package care.convoy.ingest;

import care.convoy.ingest.QuarantineList.Held;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ids that are heard and not served: never provisioned, with another secret than the one that is known, or in use on two
 * connections at once. For people to look at and to adopt. Thread-safe; in memory, and never on the way of an alarm: what
 * changed is drained and kept by others every few seconds, and {@link #merge} brings back what they kept.
 *
 * <p>Bounded by {@link #MAX_ENTRIES} for each protocol; which goes of more, see {@link QuarantineList}. Who called for help is also with
 * the {@link #callers}, until somebody has looked: whatever becomes of the entry here.
 */
public final class Quarantine {
    /** Ids remembered of one protocol. */
    public static final int MAX_ENTRIES = 1_000;

    /** Ids that called for help: so many are not pushed out by others. */
    public static final int CALLED_KEPT = 500;

    /** Ids that were heard again after a minute: so many are not pushed out by ids heard once. */
    public static final int STAYING_KEPT = 300;

    /** From so many wrong secrets on an id is listed: anybody may err once or twice. */
    public static final int WRONG_SECRETS_LISTED = 3;

    private final Map<Protocol, QuarantineList> lists = new EnumMap<>(Protocol.class);
    private final UnknownCallers callers = new UnknownCallers();
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
     * @param lastCallMillis when that was; 0 if there was none
     */
    public record Kept(Entry entry, String lastCall, long lastCallMillis) {}

    record HeldId(Reason reason, Protocol protocol, String id) {}

    /** Unknown ids that called for help. */
    public UnknownCallers callers() {
        return callers;
    }

    /** An unknown id said something. */
    public void unknown(Stranger stranger, long nowMillis) {
        noteUnknown(stranger, nowMillis);
        if (stranger.callsForHelp()) {
            callers.called(stranger, nowMillis);
        }
    }

    private synchronized void noteUnknown(Stranger stranger, long nowMillis) {
        Held held = hold(new HeldId(Reason.UNKNOWN, stranger.protocol(), stranger.id()), stranger, nowMillis);
        if (stranger.callsForHelp()) {
            held.lastCallMillis = nowMillis;
            held.lastCall = stranger.kind();
        }
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

    /**
     * Somebody has seen to it: the id is adopted, or nobody wants to see it. Whatever the reason it was here for. A call that nobody
     * dismissed stays with the {@link #callers}.
     */
    public synchronized void forget(Protocol protocol, String id) {
        listOf(protocol).removeIf((key, _) -> key.id().equals(id));
    }

    /** Takes what is new since this was last asked, at most everything there is. */
    public synchronized List<Kept> drainNew() {
        List<Kept> drained = new ArrayList<>();
        lists.values()
                .forEach(list -> list.forEach((key, held) -> {
                    if (held.newCount > 0 && held.isListed(key.reason())) {
                        drained.add(new Kept(
                                held.entry(key, held.newCount, held.newCalls), held.lastCall, held.lastCallMillis));
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
     * here, too.
     *
     * @param all everything that is kept
     */
    public synchronized void merge(Collection<Kept> all) {
        Set<HeldId> kept = new HashSet<>();
        List<Kept> oldestFirst = new ArrayList<>(all);
        oldestFirst.sort(Comparator.comparingLong(each -> each.entry().lastSeenMillis()));
        for (Kept each : oldestFirst) {
            kept.add(keyOf(each.entry()));
            mergeOne(each);
        }
        lists.values()
                .forEach(list -> list.removeIf((key, held) -> held.kept && held.newCount == 0 && !kept.contains(key)));
    }

    private void mergeOne(Kept told) {
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
        if (told.lastCallMillis() > held.lastCallMillis) {
            held.lastCallMillis = told.lastCallMillis();
            held.lastCall = told.lastCall();
        }
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

    /** Ids listed for a reason. */
    public synchronized int size(Reason reason) {
        int[] listed = new int[1];
        lists.values()
                .forEach(list -> list.forEach((key, held) -> {
                    listed[0] += key.reason() == reason && held.isListed(key.reason()) ? 1 : 0;
                }));
        return listed[0];
    }

    /** How often an id was found in use on two connections. */
    public synchronized long timesUsedTwice() {
        return usedTwice;
    }
}
