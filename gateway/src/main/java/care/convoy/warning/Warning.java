package care.convoy.warning;

import care.convoy.resident.Resident;
import care.convoy.warning.CapMessage.Colour;
import care.convoy.warning.CapMessage.Info;
import care.convoy.warning.CapMessage.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that was stored and warns of something.
 *
 * @param number of the storage, unique
 * @param within beginning of the administrative codes for which its sender may speak; empty for the whole tree
 */
public record Warning(long number, CapMessage message, String within) {
    /** What holds at a moment, the worst first. */
    public List<Info> holding(Instant now) {
        return message.infos().stream()
                .filter(info -> info.period().holds(now))
                .sorted(Comparator.comparing(info -> info.degree().severity()))
                .toList();
    }

    /** Whether something of it holds. */
    public boolean holds(Instant now) {
        return message.infos().stream().anyMatch(info -> info.period().holds(now));
    }

    /** Of what holds; UNKNOWN if nothing does. */
    public Severity severity(Instant now) {
        return holding(now).stream()
                .map(info -> info.degree().severity())
                .min(Comparator.naturalOrder())
                .orElse(Severity.UNKNOWN);
    }

    /** The worst of what holds; null if none is told. */
    public @Nullable Colour colour(Instant now) {
        return holding(now).stream()
                .map(info -> info.degree().colour())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Whether it touches somebody now. */
    public boolean touches(Resident resident, Instant now) {
        return resident.regionCode().startsWith(within)
                && holding(now).stream()
                        .flatMap(info -> info.areas().stream())
                        .anyMatch(area -> area.touches(resident));
    }

    /**
     * Whether those who look after a part of the tree are to see it though it touches nobody of theirs: its codes speak of that
     * part, or nothing tells where it is.
     */
    public boolean concerns(String region, Instant now) {
        if (!within.startsWith(region) && !region.startsWith(within)) {
            return false;
        }
        List<Area> areas =
                holding(now).stream().flatMap(info -> info.areas().stream()).toList();
        return region.isEmpty()
                || areas.stream().anyMatch(area -> area.meets(region))
                || areas.stream().noneMatch(Area::isUnderstood);
    }

    /** Actual before exercise before test, the worst first, then the newest. */
    static Comparator<Warning> order(Instant now) {
        return Comparator.comparing((Warning each) -> each.message().status())
                .thenComparing(each -> each.severity(now))
                .thenComparing(each -> each.colour(now), Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(each -> each.message().id().sent(), Comparator.reverseOrder())
                .thenComparingLong(Warning::number);
    }
}
