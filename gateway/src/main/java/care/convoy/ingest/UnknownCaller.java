package care.convoy.ingest;

import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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
 */
public record UnknownCaller(
        Protocol protocol,
        String id,
        String address,
        String kind,
        long openedMillis,
        long rangMillis,
        long lastMillis,
        long times,
        @Nullable Dismissed dismissed) {

    /** @param openedMillis of the opening that was dismissed @param by login */
    public record Dismissed(long openedMillis, String by, long atMillis) {}

    static UnknownCaller first(Stranger said, long nowMillis, boolean rings) {
        return new UnknownCaller(
                said.protocol(),
                said.id(),
                said.address(),
                said.kind(),
                nowMillis,
                rings ? nowMillis : 0,
                nowMillis,
                1,
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

    boolean isQuiet(long nowMillis) {
        return !isOpen() && Math.abs(nowMillis - dismissedMillis()) < UnknownCallers.AGAIN_MILLIS;
    }

    boolean mayRing(long nowMillis) {
        return !isOpen() || Math.abs(nowMillis - rangMillis) >= CallPace.RING_EVERY_MILLIS;
    }

    UnknownCaller calledAgain(Stranger said, long nowMillis, boolean rings) {
        return new UnknownCaller(
                protocol,
                id,
                isOpen() ? said.address() : address,
                said.kind(),
                openedMillis,
                rings ? nowMillis : rangMillis,
                nowMillis,
                times + 1,
                dismissed);
    }

    UnknownCaller openedAgain(Stranger said, long nowMillis, boolean rings) {
        return new UnknownCaller(
                protocol,
                id,
                said.address(),
                said.kind(),
                Math.max(nowMillis, openedMillis + 1),
                rings ? nowMillis : 0,
                nowMillis,
                1,
                dismissed);
    }

    UnknownCaller dismissed(String by, long nowMillis) {
        return new UnknownCaller(
                protocol,
                id,
                address,
                kind,
                openedMillis,
                rangMillis,
                lastMillis,
                times,
                new Dismissed(openedMillis, by, nowMillis));
    }

    /** What two gateways know of one caller, whoever is asked. Of two who dismissed it the first did. */
    public UnknownCaller mergedWith(UnknownCaller other) {
        UnknownCaller newer = LAST.compare(this, other) >= 0 ? this : other;
        boolean same = openedMillis == other.openedMillis;
        UnknownCaller opening = openedMillis >= other.openedMillis ? this : other;
        return new UnknownCaller(
                protocol,
                id,
                newer.address,
                newer.kind,
                opening.openedMillis,
                same ? Math.max(rangMillis, other.rangMillis) : opening.rangMillis,
                newer.lastMillis,
                same ? Math.max(times, other.times) : opening.times,
                earlier(dismissed, other.dismissed));
    }

    private static final Comparator<UnknownCaller> LAST = Comparator.comparingLong(UnknownCaller::lastMillis)
            .thenComparing(UnknownCaller::address)
            .thenComparing(UnknownCaller::kind);

    private static @Nullable Dismissed earlier(@Nullable Dismissed one, @Nullable Dismissed other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.openedMillis() != other.openedMillis()) {
            return one.openedMillis() > other.openedMillis() ? one : other;
        }
        return one.atMillis() <= other.atMillis() ? one : other;
    }
}
