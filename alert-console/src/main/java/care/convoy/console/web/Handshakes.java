package care.convoy.console.web;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS handshakes of the console, bounded and counted. Overload policy: of more than {@code unfinished} the oldest is closed; one
 * more than {@code waiting} for the processor is refused before anything is computed for it; what was begun is finished.
 * Thread-safe.
 */
public final class Handshakes {
    private final Limits limits;
    private final EnumMap<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final AtomicInteger waiting = new AtomicInteger();
    private final LinkedHashSet<Handshake> unfinished = new LinkedHashSet<>();

    /**
     * Bounds.
     *
     * @param unfinished connections whose handshake has not ended, silent ones too
     * @param waiting ClientHellos that wait for a thread
     * @param withinMillis from the connection to the end of its handshake
     */
    public record Limits(int unfinished, int waiting, long withinMillis) {
        public Limits {
            if (unfinished < 1 || waiting < 1 || withinMillis < 1) {
                throw new IllegalArgumentException("console: bounds of handshakes are 1 or more");
            }
        }

        /** For the operators of a county: with some milliseconds each, 64 wait a fraction of a second. */
        public static Limits usual() {
            return new Limits(1_000, 64, 5_000);
        }
    }

    /** Ends of a handshake. */
    public enum Outcome {
        DONE,
        /** The first bytes were not TLS: a browser that was told http. */
        NOT_TLS,
        /** No version or suite in common, a broken record, our certificate not believed. */
        FAILED,
        /** The other side hung up. */
        ABANDONED,
        DEADLINE,
        /** The oldest of too many unfinished ones. */
        EVICTED,
        /** Refused before anything was computed, because too many waited for the processor. */
        SHED
    }

    Handshakes(Limits limits) {
        this.limits = limits;
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    /** How many ended so since start. */
    public long get(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome)).sum();
    }

    /** Begun and not ended, silent connections included. */
    public int unfinishedNow() {
        synchronized (unfinished) {
            return unfinished.size();
        }
    }

    Limits limits() {
        return limits;
    }

    /** The same TLS, whose handshakes are counted and bounded here. */
    SslContext guard(SslContext tls) {
        return new Guarded(tls);
    }

    private final class Guarded extends DelegatingSslContext {
        Guarded(SslContext tls) {
            super(tls);
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            // as the other made it
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor tasks) {
            return new Handshake(newEngine(alloc), startTls, new Place(tasks));
        }

        @Override
        protected SslHandler newHandler(
                ByteBufAllocator alloc, String host, int port, boolean startTls, Executor tasks) {
            return new Handshake(newEngine(alloc, host, port), startTls, new Place(tasks));
        }
    }

    /** The first task of a handshake takes a place among those that wait. */
    private final class Place implements Executor {
        private final Executor tasks;
        private boolean begun;

        Place(Executor tasks) {
            this.tasks = tasks;
        }

        @Override
        public void execute(Runnable task) {
            if (begun) {
                tasks.execute(task);
                return;
            }
            if (waiting.incrementAndGet() > limits.waiting()) {
                waiting.decrementAndGet();
                throw new RejectedExecutionException("too many handshakes wait for the processor");
            }
            begun = true;
            tasks.execute(() -> {
                waiting.decrementAndGet();
                task.run();
            });
        }
    }

    private final class Handshake extends SslHandler {
        private @Nullable ChannelHandlerContext context;
        private boolean evicted;

        Handshake(SSLEngine engine, boolean startTls, Executor tasks) {
            super(engine, startTls, tasks);
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
            context = ctx;
            super.handlerAdded(ctx);
            Handshake oldest = enter(this);
            handshakeFuture().addListener(ended -> {
                if (!evicted) {
                    leave(this);
                    count(outcomeOf(ended.cause()));
                }
            });
            if (oldest != null) {
                oldest.evict();
            }
        }

        private void evict() {
            ChannelHandlerContext at = Objects.requireNonNull(context);
            at.executor().execute(() -> {
                evicted = !handshakeFuture().isDone();
                if (evicted) {
                    count(Outcome.EVICTED);
                    var _ = at.close();
                }
            });
        }
    }

    private @Nullable Handshake enter(Handshake begun) {
        synchronized (unfinished) {
            unfinished.add(begun);
            if (unfinished.size() <= limits.unfinished()) {
                return null;
            }
            Iterator<Handshake> all = unfinished.iterator();
            Handshake oldest = all.next();
            all.remove();
            return oldest;
        }
    }

    private void leave(Handshake ended) {
        synchronized (unfinished) {
            unfinished.remove(ended);
        }
    }

    private void count(Outcome outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }

    private static Outcome outcomeOf(@Nullable Throwable cause) {
        return switch (cause) {
            case null -> Outcome.DONE;
            case SslHandshakeTimeoutException late -> Outcome.DEADLINE;
            case NotSslRecordException other -> Outcome.NOT_TLS;
            case RejectedExecutionException full -> Outcome.SHED;
            case SSLException broken -> Outcome.FAILED;
            case IOException gone -> Outcome.ABANDONED;
            default -> Outcome.FAILED;
        };
    }
}
