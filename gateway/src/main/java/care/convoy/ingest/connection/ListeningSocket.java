package care.convoy.ingest.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One listening TCP socket and the connections that came in through it. */
public final class ListeningSocket implements AutoCloseable {
    /** The kernel's queue of connections not yet accepted; a burst of connects waits there. */
    private static final int BACKLOG = 4_096;

    /** A peer that does not read what it is sent is not read from either, beyond this many bytes. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(8 * 1024, 32 * 1024);

    /** A read brings so much at most, and a connection has so many of them before it is the others' turn on its loop. */
    private static final int MOST_AT_ONCE = 8 * 1024;

    private static final int READS_IN_TURN = 4;

    /** What the kernel holds of a connection that is not read; of what comes with its end, so much is read in one go. */
    private static final int MOST_UNREAD = 128 * 1024;

    private static final long GOODBYE_MILLIS = 1_000;

    private final Channel channel;
    private final DefaultChannelGroup connections;

    private ListeningSocket(Channel channel, DefaultChannelGroup connections) {
        this.channel = channel;
        this.connections = connections;
    }

    /**
     * Listens.
     *
     * @param listener name for the message of a failure, as {@code MQTT}
     * @param paces how fast each connection is read
     * @param setUp fills the pipeline of a new connection, on its loop
     * @throws BindFailed if the port cannot be taken
     */
    public static ListeningSocket bind(
            IngestLoops loops, String listener, InetSocketAddress address, Paces paces, Consumer<Channel> setUp) {
        DefaultChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, readSizes())
                .childOption(ChannelOption.SO_RCVBUF, MOST_UNREAD)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        connections.add(child);
                        child.pipeline().addLast(new Pace(paces, loops.wheelOf(child.eventLoop())));
                        setUp.accept(child);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            throw new BindFailed(listener, address.getHostString(), address.getPort(), failure);
        }
        return new ListeningSocket(bound.channel(), connections);
    }

    private static RecvByteBufAllocator readSizes() {
        return new AdaptiveRecvByteBufAllocator(256, 1_024, MOST_AT_ONCE).maxMessagesPerRead(READS_IN_TURN);
    }

    /** The port that is listened on, also if 0 was asked for. */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Stops listening, lets each connection say goodbye, then closes what is still open. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        for (Channel connection : connections) {
            connection.pipeline().fireUserEventTriggered(ConnectionEvent.SHUTDOWN);
        }
        connections.newCloseFuture().awaitUninterruptibly(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        connections.close().awaitUninterruptibly(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
