package care.convoy.ingest.coap;

import care.convoy.ingest.coap.CoapListenerConfig.Pace;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which datagrams of one port are read, so that whoever sends many, or many that are refused, takes no time from the others. A peer is an
 * address with its port: devices behind one address are apart. Thread-safe.
 *
 * <p>A peer is known once it has sent a request in the name of a device. Overload policy: of a <b>known</b> peer that has used up its
 * {@link Pace} the datagrams are dropped unread until it may send again; other peers feel nothing of it. <b>Strangers</b> are read as
 * they come, until all of them together were refused too often; from then on a stranger is read at its second datagram, when the first
 * came between {@link #AGAIN_AFTER_MILLIS} and a minute before: a device repeats what is not answered (RFC 7252, §4.2: after 2 s), and
 * who makes up addresses does not. Of more known peers than a fixed number the one silent for longest becomes a stranger.
 */
final class PeerPace {
    /** What a refused datagram costs beyond the 1 of each: it was looked at, answered and counted. */
    static final int REFUSED = 249;

    /** The same for the port, of a stranger. */
    static final int STRANGER_REFUSED = 39;

    /** So long after the first datagram another one is the device's repeat. */
    static final long AGAIN_AFTER_MILLIS = 1_000;

    private static final long FORGOTTEN_AFTER_MILLIS = 60_000;
    private static final int SLOTS = 1 << 18;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Pace pace;
    private final int most;
    private final LongSupplier nanos;
    private final LinkedHashMap<InetSocketAddress, Bucket> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Bucket strangers;

    /** When strangers were first heard, in milliseconds and 0 for never, by the hash of their address; one may displace another. */
    private int[] heard = {};

    /** What may be spent. */
    private static final class Bucket {
        private final int perSecond;
        private final int most;
        private long credit;
        private long atNanos;

        Bucket(int perSecond, int most, long nowNanos) {
            this.perSecond = perSecond;
            this.most = most;
            credit = most;
            atNanos = nowNanos;
        }

        boolean isEmpty(long nowNanos) {
            earn(nowNanos);
            return credit < 0;
        }

        private void earn(long nowNanos) {
            long earned = Math.min(nowNanos - atNanos, most * SECOND_NANOS / perSecond + SECOND_NANOS)
                    * perSecond
                    / SECOND_NANOS;
            if (earned > 0) {
                credit = Math.min(credit + earned, most);
                atNanos = nowNanos;
            }
        }

        /** Nobody owes more than a second's worth. */
        void spend(int cost, long nowNanos) {
            earn(nowNanos);
            credit = Math.max(credit - cost, -perSecond);
        }
    }

    /** What is done with a datagram. */
    enum Fate {
        READ,
        /** Its sender is known and sends too much. */
        TOO_FAST,
        /** Its sender is not known, and too many such are refused. */
        STRANGER
    }

    /** @param most peers known at a time */
    PeerPace(Pace pace, int most, LongSupplier nanos) {
        this.pace = pace;
        this.most = most;
        this.nanos = nanos;
        strangers = new Bucket(pace.strangersPerSecond(), 2 * pace.strangersPerSecond(), nanos.getAsLong());
    }

    /** Decides about a datagram that has come. */
    synchronized Fate heard(InetSocketAddress peer) {
        long now = nanos.getAsLong();
        Bucket own = known.get(peer);
        if (own != null) {
            if (own.isEmpty(now)) {
                return Fate.TOO_FAST;
            }
            own.spend(1, now);
            return Fate.READ;
        }
        boolean pressed = strangers.isEmpty(now);
        if (pressed && !isRepeated(peer, now)) {
            return Fate.STRANGER;
        }
        strangers.spend(1, now);
        return Fate.READ;
    }

    private boolean isRepeated(InetSocketAddress peer, long nowNanos) {
        if (heard.length == 0) {
            // only who is flooded pays for it
            heard = new int[SLOTS];
        }
        int slot = spread(peer.hashCode());
        int millis = (int) TimeUnit.NANOSECONDS.toMillis(nowNanos) | 1;
        int since = millis - heard[slot];
        boolean first = heard[slot] == 0 || since < 0 || since > FORGOTTEN_AFTER_MILLIS;
        boolean again = !first && since >= AGAIN_AFTER_MILLIS;
        if (first || again) {
            heard[slot] = millis;
        }
        return again;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed >>> 14;
    }

    /** Something that this peer sent was refused. */
    synchronized void refused(InetSocketAddress peer) {
        long now = nanos.getAsLong();
        Bucket own = known.get(peer);
        if (own == null) {
            strangers.spend(STRANGER_REFUSED, now);
        } else {
            own.spend(REFUSED, now);
        }
    }

    /** This peer has sent a request in the name of a device. */
    synchronized void identified(InetSocketAddress peer) {
        known.computeIfAbsent(peer, _ -> new Bucket(pace.perSecond(), pace.most(), nanos.getAsLong()));
        if (known.size() > most) {
            Iterator<InetSocketAddress> eldest = known.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** Peers known now. */
    synchronized int known() {
        return known.size();
    }
}
