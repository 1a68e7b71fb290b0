package care.convoy.ingest.connection;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;

/**
 * The connections of a listener that have not logged in yet, at most {@code max}. Overload policy: the oldest is evicted, so
 * that a device that logs in promptly gets through while any number of others dawdle. Thread-safe.
 */
public final class HalfOpen {
    private final int max;
    private final LinkedHashSet<Channel> oldestFirst = new LinkedHashSet<>();

    public HalfOpen(int max) {
        this.max = max;
    }

    /** A connection was opened. */
    public void add(Channel channel) {
        Channel evicted = null;
        synchronized (this) {
            oldestFirst.add(channel);
            if (oldestFirst.size() > max) {
                evicted = oldestFirst.removeFirst();
            }
        }
        if (evicted != null) {
            evicted.pipeline().fireUserEventTriggered(ConnectionEvent.EVICTED);
        }
    }

    /** It has logged in, or has ended. */
    public synchronized void remove(Channel channel) {
        oldestFirst.remove(channel);
    }

    /** Connections without login now. */
    public synchronized int size() {
        return oldestFirst.size();
    }
}
