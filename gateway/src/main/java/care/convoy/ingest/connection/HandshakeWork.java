package care.convoy.ingest.connection;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arithmetic of handshakes, on threads of its own, at most half of the cores: event loops, and the alarms of devices that
 * are logged in, never wait for it.
 *
 * <p>Overload policy: what was begun is finished first; at most {@code maxWaiting} new ones wait, and one more is refused before
 * anything is computed for it. Thread-safe.
 */
final class HandshakeWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeWork.class);

    private final int maxWaiting;
    private final Thread[] threads;

    /** Bounded by the unfinished handshakes, each of which has at most one task. */
    private final ArrayDeque<Runnable> begun = new ArrayDeque<>();

    private final ArrayDeque<Runnable> fresh = new ArrayDeque<>();
    private int admitted;
    private boolean closed;

    HandshakeWork(int threads, int maxWaiting) {
        this.maxWaiting = maxWaiting;
        this.threads = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            this.threads[i] =
                    Thread.ofPlatform().name("handshake-" + i).daemon().start(this::work);
        }
    }

    /** A place for a new handshake; null if there is none. To be used on the connection's loop. */
    synchronized @Nullable Place admit() {
        if (admitted >= maxWaiting || closed) {
            return null;
        }
        admitted++;
        return new Place();
    }

    /** The tasks of one handshake. */
    final class Place implements Executor {
        private boolean waiting = true;

        @Override
        public void execute(Runnable task) {
            synchronized (HandshakeWork.this) {
                if (waiting) {
                    fresh.add(() -> {
                        free();
                        task.run();
                    });
                } else {
                    begun.add(task);
                }
                HandshakeWork.this.notify();
            }
        }

        /** The first task has begun, or there will be none. */
        void free() {
            synchronized (HandshakeWork.this) {
                if (waiting) {
                    waiting = false;
                    admitted--;
                }
            }
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException broken) {
                LOG.error("handshake failed", broken);
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        while (!closed) {
            Runnable task = begun.isEmpty() ? fresh.poll() : begun.poll();
            if (task != null) {
                return task;
            }
            try {
                wait();
            } catch (InterruptedException stopped) {
                return null;
            }
        }
        return null;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }
}
