package care.convoy.ingest.connection;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections of a listener that were told why they end, and have not gone yet. Their output is closed; what they still send is
 * read and thrown away, because a socket closed with unread bytes is reset, and a reset overtakes the reason. Thread-safe.
 *
 * <p>Bounded: each for {@link #NANOS} and {@link #BYTES}, and {@code max} of them. Overload policy: of more the newest does not
 * linger; it is closed at once and may lose its reason.
 */
public final class Lingering {
    /** How long one may take to read its reason and go. */
    public static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How much of one is thrown away. */
    public static final int BYTES = 256 * 1024;

    private final int max;
    private final AtomicInteger now = new AtomicInteger();

    public Lingering(int max) {
        this.max = max;
    }

    /** Takes a place until the channel is closed. @return false if there is none, or the channel cannot be closed by halves */
    public boolean enter(Channel channel) {
        if (!(channel instanceof DuplexChannel)) {
            return false;
        }
        if (now.incrementAndGet() > max) {
            now.decrementAndGet();
            return false;
        }
        var _ = channel.closeFuture().addListener(_ -> now.decrementAndGet());
        return true;
    }

    /** Connections that linger now. */
    public int size() {
        return now.get();
    }
}
