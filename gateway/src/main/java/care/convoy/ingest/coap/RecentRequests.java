package care.convoy.ingest.coap;

import care.convoy.ingest.coap.CoapCounters.Count;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.core.network.deduplication.Deduplicator;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were heard a moment ago, so that a repeat is answered as the first was (RFC 7252, §4.5). Thread-safe.
 *
 * <p>Kept for EXCHANGE_LIFETIME, 247 s, but never more than a fixed number: of more the oldest is forgotten, counted. A repeat
 * that comes after its request was forgotten is taken as new, which costs an alarm nothing: the alert log knows it by its own
 * numbers and answers it again. A request is a repeat only if its bytes are the same: a device that begins its message ids
 * anew after a restart must not have another press answered with the words for a former one.
 */
final class RecentRequests implements Deduplicator {
    static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(247);
    private static final long SWEEP_SECONDS = 10;

    private final LinkedHashMap<KeyMID, Heard> heard = new LinkedHashMap<>();
    private final int most;
    private final LongSupplier nanos;
    private final CoapCounters counters;
    private @Nullable ScheduledExecutorService executor;
    private @Nullable ScheduledFuture<?> sweeping;

    private record Heard(Exchange exchange, int fingerprint, long atNanos) {}

    RecentRequests(int most, LongSupplier nanos, CoapCounters counters) {
        this.most = most;
        this.nanos = nanos;
        this.counters = counters;
    }

    @Override
    public synchronized @Nullable Exchange findPrevious(KeyMID key, Exchange exchange) {
        Heard now = heardNow(exchange);
        Heard before = heard.get(key);
        if (before != null && isRepeat(before, now)) {
            counters.add(Count.REPEATS);
            return before.exchange();
        }
        if (before != null) {
            counters.add(Count.NUMBERS_REUSED);
            heard.remove(key);
        }
        heard.put(key, now);
        forgetOldest(now.atNanos());
        return null;
    }

    private static boolean isRepeat(Heard before, Heard now) {
        return before.fingerprint() == now.fingerprint()
                && before.exchange().getOrigin() == now.exchange().getOrigin()
                && now.atNanos() - before.atNanos() < LIFETIME_NANOS;
    }

    private Heard heardNow(Exchange exchange) {
        byte[] bytes = exchange.getCurrentRequest().getBytes();
        return new Heard(exchange, Arrays.hashCode(bytes), nanos.getAsLong());
    }

    private void forgetOldest(long nowNanos) {
        Iterator<Heard> oldest = heard.values().iterator();
        while (oldest.hasNext()) {
            boolean old = nowNanos - oldest.next().atNanos() >= LIFETIME_NANOS;
            if (!old && heard.size() <= most) {
                return;
            }
            if (!old) {
                counters.add(Count.FORGOTTEN);
            }
            oldest.remove();
        }
    }

    @Override
    public synchronized boolean replacePrevious(KeyMID key, Exchange previous, Exchange exchange) {
        heard.remove(key);
        heard.put(key, heardNow(exchange));
        return true;
    }

    @Override
    public synchronized @Nullable Exchange find(KeyMID key) {
        Heard before = heard.get(key);
        return before == null ? null : before.exchange();
    }

    @Override
    public synchronized boolean isEmpty() {
        return heard.isEmpty();
    }

    @Override
    public synchronized int size() {
        return heard.size();
    }

    @Override
    public synchronized void clear() {
        heard.clear();
    }

    @Override
    public synchronized void start() {
        if (executor != null && sweeping == null) {
            sweeping = executor.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        }
    }

    private synchronized void sweep() {
        forgetOldest(nanos.getAsLong());
    }

    @Override
    public synchronized void stop() {
        if (sweeping != null) {
            sweeping.cancel(false);
            sweeping = null;
        }
    }

    @Override
    public synchronized void setExecutor(ScheduledExecutorService executor) {
        this.executor = executor;
    }
}
