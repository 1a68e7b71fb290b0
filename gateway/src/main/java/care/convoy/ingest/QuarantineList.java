package care.convoy.ingest;

import care.convoy.ingest.Quarantine.Entry;
import care.convoy.ingest.Quarantine.HeldId;
import care.convoy.ingest.Quarantine.Reason;
import care.convoy.ingest.Quarantine.Stranger;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one protocol that are in quarantine, at most {@link Quarantine#MAX_ENTRIES}. Not thread-safe.
 *
 * <p>Overload policy: whoever invents ids pushes out its own, not a device that calls. Of one more than there is room for an id goes
 * that is of the lowest {@link Rank}, a rank beyond its share first; of these, one of the network that has most of them; of these, one that
 * was heard for a moment only before one that was heard again; and of these the one silent for longest. So a flood out of one network takes
 * no place from another's, and who called, or is heard again and again, stays though thousands are heard once. The database is trimmed
 * alike ({@code QuarantineStore}).
 */
final class QuarantineList {
    /** An id heard again after so long is no passer-by. */
    static final long AGAIN_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final LinkedHashMap<HeldId, Held> longestSilentFirst = new LinkedHashMap<>(16, 0.75f, true);
    private final EnumMap<Rank, Map<String, Integer>> perNetwork = new EnumMap<>(Rank.class);
    private final EnumMap<Rank, Integer> perRank = new EnumMap<>(Rank.class);

    /** How dearly an id is kept, dearest last. */
    enum Rank {
        /** Heard, and not again after a minute. */
        PASSING(0),
        /** Heard again. */
        STAYING(Quarantine.STAYING_KEPT),
        /** Called for help. */
        CALLED(Quarantine.CALLED_KEPT);

        private final int share;

        Rank(int share) {
            this.share = share;
        }
    }

    /** What is held of one id. */
    static final class Held {
        long firstSeenMillis;
        long lastSeenMillis;
        long count;
        long calls;
        long newCount;
        long newCalls;
        boolean kept;
        long lastCallMillis;
        String lastCall = "";
        Stranger last;
        private Rank rank = Rank.PASSING;
        private String network;

        private Held(Stranger first, long nowMillis) {
            last = first;
            firstSeenMillis = nowMillis;
            network = networkOf(first.address());
        }

        Entry entry(HeldId key, long ofCount, long ofCalls) {
            return new Entry(
                    key.reason(),
                    key.protocol(),
                    key.id(),
                    last.address(),
                    firstSeenMillis,
                    lastSeenMillis,
                    ofCount,
                    last.kind(),
                    last.vendor(),
                    ofCalls);
        }

        boolean isListed(Reason reason) {
            return reason != Reason.WRONG_SECRET || count >= Quarantine.WRONG_SECRETS_LISTED;
        }

        private boolean stays() {
            return count > 1 && lastSeenMillis - firstSeenMillis >= AGAIN_MILLIS;
        }
    }

    /** The /24 of an IPv4 address, the /48 of an IPv6 address as {@code InetAddress} writes it, anything else as it is. */
    static String networkOf(String address) {
        int colon = -1;
        for (int groups = 0; groups < 3; groups++) {
            int next = address.indexOf(':', colon + 1);
            if (next < 0) {
                int dot = address.lastIndexOf('.');
                return dot < 0 ? address : address.substring(0, dot);
            }
            colon = next;
        }
        return address.substring(0, colon);
    }

    /** What is held of an id, made if there is nothing, as a dearer one's successor if need be; {@link #changed} has to follow. */
    Held heldAt(HeldId key, Stranger first, long atMillis) {
        Held held = longestSilentFirst.get(key);
        if (held == null) {
            if (longestSilentFirst.size() >= Quarantine.MAX_ENTRIES) {
                evict();
            }
            held = new Held(first, atMillis);
            longestSilentFirst.put(key, held);
            counted(held, 1);
        }
        return held;
    }

    /** What is held of an id; null if nothing. */
    @Nullable
    Held find(HeldId key) {
        return longestSilentFirst.get(key);
    }

    /** Something was heard of it. */
    void changed(Held held) {
        Rank rank = held.calls > 0 ? Rank.CALLED : held.stays() ? Rank.STAYING : Rank.PASSING;
        String network = networkOf(held.last.address());
        if (rank != held.rank || !network.equals(held.network)) {
            counted(held, -1);
            held.rank = rank;
            held.network = network;
            counted(held, 1);
        }
    }

    private void counted(Held held, int more) {
        perRank.merge(held.rank, more, Integer::sum);
        perNetwork
                .computeIfAbsent(held.rank, _ -> new HashMap<>())
                .merge(held.network, more, (before, change) -> before + change == 0 ? null : before + change);
    }

    private void evict() {
        Rank rank = rankToEvict();
        String network = mostCrowded(Objects.requireNonNull(perNetwork.get(rank)));
        HeldId victim = null;
        for (Map.Entry<HeldId, Held> each : longestSilentFirst.entrySet()) {
            Held held = each.getValue();
            if (held.rank == rank && held.network.equals(network)) {
                victim = victim == null ? each.getKey() : victim;
                if (!held.stays()) {
                    victim = each.getKey();
                    break;
                }
            }
        }
        remove(Objects.requireNonNull(victim));
    }

    private Rank rankToEvict() {
        for (Rank rank : new Rank[] {Rank.CALLED, Rank.STAYING}) {
            if (perRank.getOrDefault(rank, 0) > rank.share) {
                return rank;
            }
        }
        return Rank.PASSING;
    }

    private static String mostCrowded(Map<String, Integer> ofRank) {
        return Objects.requireNonNull(ofRank.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null));
    }

    private void remove(HeldId key) {
        Held held = longestSilentFirst.remove(key);
        if (held != null) {
            counted(held, -1);
        }
    }

    void removeIf(BiPredicate<HeldId, Held> what) {
        longestSilentFirst.entrySet().removeIf(each -> {
            boolean removed = what.test(each.getKey(), each.getValue());
            if (removed) {
                counted(each.getValue(), -1);
            }
            return removed;
        });
    }

    /** The longest silent first. */
    void forEach(BiConsumer<HeldId, Held> what) {
        longestSilentFirst.forEach(what);
    }
}
