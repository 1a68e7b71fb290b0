package care.convoy.notify.voice;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends and receives the audio of all calls on one thread, each 20 ms by schedule and not by pause, so that delays do not add up. What is late is
 * sent at once, up to {@value #MOST_LATE} packets; what is later is left out.
 *
 * <p>Bounds: as many sessions as ports; 100 datagrams of a session at a time.
 */
final class RtpEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RtpEngine.class);
    private static final long TICK_NANOS = RtpSession.PACKET_MILLIS * 1_000_000L;
    private static final int MOST_LATE = 5;
    private static final int LARGEST_DATAGRAM = 2_048;

    private final int firstPort;
    private final int lastPort;
    private final boolean strict;
    private final RtpCounters counters = new RtpCounters();
    private final Set<RtpSession> sessions = ConcurrentHashMap.newKeySet();
    private final Selector selector;
    private final Thread thread = Thread.ofPlatform().name("voice-rtp").daemon().unstarted(this::run);
    private final ByteBuffer datagram = ByteBuffer.allocate(LARGEST_DATAGRAM);
    private int nextPort;
    private volatile boolean closed;

    /** @param firstPort even ones from here to lastPort are used; 0 for any that is free */
    RtpEngine(int firstPort, int lastPort, boolean strict) throws IOException {
        this.firstPort = firstPort;
        this.lastPort = lastPort;
        this.strict = strict;
        nextPort = firstPort;
        selector = Selector.open();
    }

    RtpEngine start() {
        thread.start();
        return this;
    }

    /**
     * A session on a port of its own.
     *
     * @param heard is given each key once, on the RTP thread
     * @throws IOException no port is free
     */
    RtpSession open(InetAddress local, Consumer<Character> heard) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            bind(channel, local);
            channel.configureBlocking(false);
            RtpSession session = new RtpSession(channel, strict, counters, heard);
            channel.register(selector, SelectionKey.OP_READ, session);
            sessions.add(session);
            selector.wakeup();
            return session;
        } catch (IOException noPort) {
            channel.close();
            throw noPort;
        }
    }

    private synchronized void bind(DatagramChannel channel, InetAddress local) throws IOException {
        if (firstPort == 0) {
            channel.bind(new InetSocketAddress(local, 0));
            return;
        }
        for (int tries = (lastPort - firstPort) / 2; tries >= 0; tries--) {
            int port = nextPort;
            nextPort = port + 2 > lastPort ? firstPort : port + 2;
            try {
                channel.bind(new InetSocketAddress(local, port));
                return;
            } catch (BindException taken) {
                // the next one
            }
        }
        throw new IOException("no RTP port from " + firstPort + " to " + lastPort + " is free");
    }

    void close(RtpSession session) {
        sessions.remove(session);
        session.close();
        selector.wakeup();
    }

    private void run() {
        long due = System.nanoTime();
        while (!closed) {
            try {
                due = turn(due);
            } catch (IOException | RuntimeException broken) {
                LOG.error("audio of calls failed", broken);
                LockSupport.parkNanos(TICK_NANOS);
            }
        }
    }

    /** One look at what came and what is due. @return when the next packets are due */
    private long turn(long due) throws IOException {
        if (sessions.isEmpty()) {
            selector.select(1_000);
            receive();
            return System.nanoTime();
        }
        // rounded up: a millisecond late is nothing, and the schedule does not drift
        long wait = (due - System.nanoTime() + 999_999) / 1_000_000;
        if (wait > 0) {
            selector.select(wait);
        } else {
            selector.selectNow();
        }
        receive();
        long late = (System.nanoTime() - due) / TICK_NANOS;
        if (System.nanoTime() - due < 0) {
            return due;
        }
        if (late > MOST_LATE) {
            long skipped = late - MOST_LATE;
            counters.skipped.add(skipped);
            sessions.forEach(each -> each.skip(skipped));
            due += skipped * TICK_NANOS;
        }
        sessions.forEach(RtpEngine::send);
        return due + TICK_NANOS;
    }

    /** What fails in one call must not silence the others. */
    private static void send(RtpSession session) {
        try {
            session.send();
        } catch (RuntimeException broken) {
            LOG.error("audio of a call failed", broken);
            session.hush();
        }
    }

    private void receive() {
        for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
            SelectionKey key = ready.next();
            ready.remove();
            if (key.attachment() instanceof RtpSession session) {
                try {
                    session.receive(datagram);
                } catch (ClosedChannelException over) {
                    key.cancel();
                } catch (IOException unreachable) {
                    // what an earlier packet came to; the call ends by SIP or in time
                    counters.unsent.increment();
                }
            }
        }
    }

    RtpCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        sessions.forEach(RtpSession::close);
        try {
            thread.join(1_000);
            selector.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            // nothing is left to do
        }
    }
}
