package care.convoy.ingest.connection;

import care.convoy.ingest.IngestCounters;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that all device listeners share, each with its wheel of deadlines. Native epoll where the machine has it.
 * Close the listeners first.
 */
public final class IngestLoops implements AutoCloseable {
    private static final long QUIET_MILLIS = 0;
    private static final long STOP_WITHIN_SECONDS = 5;

    private final MultiThreadIoEventLoopGroup group;
    private final IdentityHashMap<EventExecutor, DeadlineWheel> wheels;
    private final boolean epoll;
    private final IngestClock clock;
    private final Paces.Terms devices;

    private IngestLoops(MultiThreadIoEventLoopGroup group, boolean epoll, IngestClock clock, Paces.Terms devices) {
        this.devices = devices;
        this.group = group;
        this.epoll = epoll;
        this.clock = clock;
        wheels = new IdentityHashMap<>();
        for (EventExecutor loop : group) {
            wheels.put(loop, new DeadlineWheel(clock.nanos()));
        }
    }

    /** Starts one loop per core. */
    public static IngestLoops start() {
        return start(Paces.Terms.DEVICES);
    }

    /** Starts one loop per core. @param devices how fast the connection of a device is read */
    public static IngestLoops start(Paces.Terms devices) {
        return start(Runtime.getRuntime().availableProcessors(), IngestClock.SYSTEM, devices);
    }

    /** Starts that many loops. */
    public static IngestLoops start(int loops, IngestClock clock) {
        return start(loops, clock, Paces.Terms.DEVICES);
    }

    private static IngestLoops start(int loops, IngestClock clock, Paces.Terms devices) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        var threads = Thread.ofPlatform().name("ingest-", 0).daemon().factory();
        IngestLoops started =
                new IngestLoops(new MultiThreadIoEventLoopGroup(loops, threads, io), epoll, clock, devices);
        started.wheels.forEach((loop, wheel) -> {
            var _ = loop.scheduleWithFixedDelay(
                    wheel::advance, DeadlineWheel.TICK_MILLIS, DeadlineWheel.TICK_MILLIS, TimeUnit.MILLISECONDS);
        });
        return started;
    }

    /** Whether the native transport is in use. */
    public boolean isEpoll() {
        return epoll;
    }

    public IngestClock clock() {
        return clock;
    }

    /** The deadlines of a connection's loop; to be used on that loop only. */
    public DeadlineWheel wheelOf(EventLoop loop) {
        DeadlineWheel wheel = wheels.get(loop);
        if (wheel == null) {
            throw new IllegalArgumentException("not one of these loops");
        }
        return wheel;
    }

    /** Something that is done again and again until it is closed. */
    public interface Repeating extends AutoCloseable {
        @Override
        void close();
    }

    /** Does it on one of the loops, again and again; it must be short and must not throw. */
    public Repeating repeat(Duration every, Runnable task) {
        var scheduled =
                group.next().scheduleWithFixedDelay(task, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    /** The paces of one listener. @param counters told of each pause */
    public Paces paces(IngestCounters counters) {
        return new Paces(Paces.Terms.STRANGERS, devices, clock.nanos(), counters);
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    @Override
    public void close() {
        group.shutdownGracefully(QUIET_MILLIS, STOP_WITHIN_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
    }
}
