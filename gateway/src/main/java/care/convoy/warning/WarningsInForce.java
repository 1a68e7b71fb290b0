package care.convoy.warning;

import care.convoy.device.ResidentId;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.StorageUnavailable;
import care.convoy.warning.CapMessage.Info;
import care.convoy.warning.CapMessage.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The warnings that hold now, and whom they touch, in memory. {@link #look} is called by one thread, everything else by any; it
 * answers from the last look.
 *
 * <p>Holds the {@value #MOST} worst; beyond that the mildest are left out, and {@link #isFull} says so. While the database is away
 * those that are known stay until they expire.
 */
public final class WarningsInForce {
    static final int MOST = 500;
    /** Messages read at once: some 25 MB of XML at most. */
    private static final int READ_AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(WarningsInForce.class);

    private final WarningBook book;
    private final ResidentDirectory residents;
    private Map<Long, Warning> known = Map.of();
    private volatile boolean full;
    private volatile Picture picture = new Picture(new Households(0, List.of()), List.of());

    public WarningsInForce(WarningBook book, ResidentDirectory residents) {
        this.book = book;
        this.residents = residents;
    }

    /** Those who are looked after, in the order of their regions. */
    private record Households(long feeding, List<Resident> byRegion) {
        /** How many of these there are in a part of the tree; who has no region is in each. */
        int count(BitSet touched, String region) {
            return region.isEmpty()
                    ? touched.cardinality()
                    : touched.get(0, from("0")).cardinality()
                            + touched.get(from(region), from(region + ":")).cardinality();
        }

        /** Whoever lives in an area: a code is a range, only shapes are compared with each. */
        void mark(Area area, BitSet touched) {
            area.prefixes().forEach(prefix -> touched.set(from(prefix), from(prefix + ":")));
            if (!area.shapes().isEmpty()) {
                for (int i = touched.nextClearBit(0); i < byRegion.size(); i = touched.nextClearBit(i + 1)) {
                    touched.set(i, area.reaches(byRegion.get(i)));
                }
            }
        }

        void keep(String within, BitSet touched) {
            touched.clear(0, from(within));
            touched.clear(from(within + ":"), Math.max(byRegion.size(), from(within + ":")));
        }

        /** The first whose region is not before that text. Codes are digits: all that begin alike lie before a colon. */
        private int from(String region) {
            int low = 0;
            int high = byRegion.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (byRegion.get(middle).regionCode().compareTo(region) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /** @param holding what of it held when it was matched */
    private record Matched(Warning warning, List<Info> holding, BitSet touched) {}

    private record Picture(Households households, List<Matched> matched) {}

    /** A warning as a part of the tree sees it. @param residents how many it touches there */
    public record Seen(Warning warning, int residents) {}

    /** Reads what is new and matches what changed. Logs what it cannot do; never throws. */
    public void look(Instant now) {
        try {
            readNew(now);
        } catch (StorageUnavailable away) {
            LOG.debug("warnings not looked at: {}", away.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("warnings cannot be read", broken);
        }
        match(now);
    }

    private void readNew(Instant now) {
        List<Long> current = book.current(now, MOST + 1);
        full = current.size() > MOST;
        Set<Long> wanted = new HashSet<>(current.subList(0, Math.min(MOST, current.size())));
        Map<Long, Warning> next = new HashMap<>(known);
        next.keySet().retainAll(wanted);
        wanted.removeAll(next.keySet());
        List<Long> missing = wanted.stream().sorted().toList();
        for (int i = 0; i < missing.size(); i += READ_AT_ONCE) {
            for (Warning each : book.read(missing.subList(i, Math.min(missing.size(), i + READ_AT_ONCE)))) {
                next.put(each.number(), each);
            }
        }
        known = next;
    }

    private void match(Instant now) {
        Picture before = picture;
        // before they are read: what changes meanwhile is matched once more
        long feeding = residents.feeding();
        boolean isSame = before.households().feeding() == feeding;
        Households households = isSame
                ? before.households()
                : new Households(
                        feeding,
                        residents.residents().stream()
                                .sorted(Comparator.comparing(Resident::regionCode))
                                .toList());
        Map<Long, Matched> former = new HashMap<>();
        if (isSame) {
            before.matched().forEach(each -> former.put(each.warning().number(), each));
        }
        List<Matched> matched = new ArrayList<>();
        known.values().stream()
                .filter(each -> each.holds(now))
                .sorted(Warning.order(now))
                .forEach(each -> matched.add(matched(each, former.get(each.number()), households, now)));
        picture = new Picture(households, List.copyOf(matched));
    }

    private static Matched matched(Warning warning, @Nullable Matched former, Households households, Instant now) {
        List<Info> holding = warning.holding(now);
        if (former != null && former.holding().equals(holding)) {
            return former;
        }
        BitSet touched = new BitSet();
        for (Info info : holding) {
            info.areas().forEach(area -> households.mark(area, touched));
        }
        households.keep(warning.within(), touched);
        return new Matched(warning, holding, touched);
    }

    /**
     * What those who look after a part of the tree are to see, the actual before exercises before tests, the worst first.
     *
     * @param region beginning of their administrative codes; empty for the whole tree
     */
    public List<Seen> seenFrom(String region, Instant now) {
        Picture shown = picture;
        List<Seen> all = new ArrayList<>();
        for (Matched each : shown.matched()) {
            if (each.warning().holds(now)) {
                int touched = shown.households().count(each.touched(), region);
                if (touched > 0 || each.warning().concerns(region, now)) {
                    all.add(new Seen(each.warning(), touched));
                }
            }
        }
        return all;
    }

    /** One of these; empty if it is over, or not to be seen from there. */
    public Optional<Seen> find(long number, String region, Instant now) {
        return seenFrom(region, now).stream()
                .filter(each -> each.warning().number() == number)
                .findFirst();
    }

    /**
     * The residents of a warning, by region.
     *
     * @param region beginning of the administrative codes that are asked about; empty for the whole tree
     * @return at most {@code most}; none if it is over
     */
    public List<ResidentId> residentsOf(long number, String region, int most) {
        Picture shown = picture;
        return shown.matched().stream()
                .filter(each -> each.warning().number() == number)
                .flatMap(each ->
                        each.touched().stream().mapToObj(shown.households().byRegion()::get))
                .filter(each -> each.regionCode().isEmpty() || each.regionCode().startsWith(region))
                .limit(most)
                .map(Resident::id)
                .toList();
    }

    /** The warnings of a resident, of one status, the worst first: whoever plans visits asks for {@link Status#ACTUAL}. */
    public List<Warning> of(ResidentId resident, Status status, Instant now) {
        return of(resident, now).stream()
                .filter(each -> each.message().status() == status)
                .toList();
    }

    /** The warnings of a resident of every status that is shown; exercises and tests last. */
    public List<Warning> of(ResidentId resident, Instant now) {
        Resident found = residents.find(resident);
        return found == null
                ? List.of()
                : picture.matched().stream()
                        .map(Matched::warning)
                        .filter(each -> each.touches(found, now))
                        .toList();
    }

    /** How many of a status hold. */
    public long count(Status status) {
        return picture.matched().stream()
                .filter(each -> each.warning().message().status() == status)
                .count();
    }

    /** Whether mild ones are left out for want of room. */
    public boolean isFull() {
        return full;
    }
}
