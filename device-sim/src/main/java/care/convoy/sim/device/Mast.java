package care.convoy.sim.device;

import care.convoy.firmware.Frame;
import care.convoy.firmware.FrameWriter;
import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.firmware.Nonce;
import care.convoy.firmware.SealedChannel;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and what the devices on it share: encoder, scratch memory, the second hand. Everything but
 * {@link #raiseMasts} and {@link #loop} happens on the loop.
 */
public final class Mast {
    private static final Class<? extends SocketChannel> CHANNEL =
            Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;

    private final EventLoop loop;
    private final Manners manners;
    private final @Nullable SSLContext tls;
    private final FrameWriter frames = new FrameWriter();
    private final ByteBuffer scratch = ByteBuffer.allocate(Frame.MAX_BYTES);
    private final SecureRandom unguessable = new SecureRandom();
    private final List<NativeDevice> devices = new ArrayList<>();
    private @Nullable ScheduledFuture<?> sweep;

    private Mast(EventLoop loop, Manners manners, @Nullable SSLContext tls) {
        this.loop = loop;
        this.manners = manners;
        this.tls = tls;
    }

    /** Threads for native devices: epoll where it is, else NIO. The caller shuts the group down. */
    public static EventLoopGroup eventLoops(int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** One mast for each thread of the group, without TLS. */
    public static List<Mast> raiseMasts(EventLoopGroup group, int threads, Manners manners) {
        return raiseMasts(group, threads, manners, null);
    }

    /** One mast for each thread of the group. @param tls what the devices speak and whom they believe; null for no TLS */
    public static List<Mast> raiseMasts(EventLoopGroup group, int threads, Manners manners, @Nullable SSLContext tls) {
        List<Mast> masts = new ArrayList<>(threads);
        for (int i = 0; i < threads; i++) {
            masts.add(new Mast(group.next(), manners, tls));
        }
        return List.copyOf(masts);
    }

    /** The thread of the devices here. */
    public EventLoop loop() {
        return loop;
    }

    Manners manners() {
        return manners;
    }

    @Nullable
    SSLContext tls() {
        return tls;
    }

    void serve(NativeDevice device) {
        devices.add(device);
        if (sweep == null) {
            long every = manners.sweepEvery();
            sweep = loop.scheduleAtFixedRate(this::sweepAll, every, every, TimeUnit.NANOSECONDS);
        }
    }

    void leave(NativeDevice device) {
        devices.remove(device);
        if (devices.isEmpty() && sweep != null) {
            sweep.cancel(false);
            sweep = null;
        }
    }

    private void sweepAll() {
        long now = System.nanoTime();
        for (NativeDevice device : devices) {
            device.sweep(now);
        }
    }

    Nonce nonce() {
        return new Nonce(unguessable.nextLong(), unguessable.nextLong());
    }

    Bootstrap bootstrap() {
        return new Bootstrap().group(loop).channel(CHANNEL);
    }

    byte[] frame(Header header, Message message) {
        return frames.frame(header, message);
    }

    byte[] frame(byte[] message) {
        return frames.frame(message);
    }

    /** Frames a message straight into a buffer of the channel's; sealed if the session is. */
    ByteBuf encode(Channel channel, Header header, Message message, @Nullable SealedChannel sealed) {
        scratch.clear();
        if (sealed == null) {
            frames.write(header, message, scratch);
        } else {
            frames.write(header, message, sealed, scratch);
        }
        scratch.flip();
        return channel.alloc().directBuffer(scratch.remaining()).writeBytes(scratch);
    }
}
