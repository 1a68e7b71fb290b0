package care.convoy.ingest.connection;

import care.convoy.ingest.connection.Paces.Terms;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How fast one connection is read, so that whoever says much, or much that is refused, takes no time from the others on its
 * loop: each byte counts, each read, and {@link #fine} for each input that was refused. First in the pipeline; confined to its loop.
 *
 * <p>Overload policy: <em>later, never lost</em>. Nothing is closed or thrown away; what comes too fast waits in the kernel, whose window
 * fills, for {@link Paces#LONGEST_PAUSE_SECONDS} at most, and is read on then. Of one peer among thousands behind an address only it waits.
 *
 * <pre>
 *   READING ---nothing left to say---> PAUSED ---deadline, paid---> READING
 * </pre>
 */
public final class Pace extends ChannelInboundHandlerAdapter {
    private final Paces shared;
    private final DeadlineWheel wheel;
    private final Resumption resumption = new Resumption();
    private @Nullable ChannelHandlerContext context;
    private Terms terms;
    private long credit;
    private long atNanos;
    private boolean paused;
    private String device = "";

    Pace(Paces shared, DeadlineWheel wheel) {
        this.shared = shared;
        this.wheel = wheel;
        terms = shared.strangers();
        credit = terms.most();
        atNanos = shared.nowNanos();
    }

    /** Of a connection; null if it has none, as in tests without a socket. */
    public static @Nullable Pace of(Channel channel) {
        return channel.pipeline().get(Pace.class);
    }

    private final class Resumption extends DeadlineWheel.Deadline {
        @Override
        protected void due(long nowNanos) {
            earn(nowNanos);
            if (credit < 0) {
                wheel.set(this, paidAt(nowNanos));
            } else {
                paused = false;
                if (context != null) {
                    context.fireUserEventTriggered(ConnectionEvent.MAY_READ);
                }
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        spend(message instanceof ByteBuf bytes ? Paces.READ_BYTES + bytes.readableBytes() : Paces.READ_BYTES);
        ctx.fireChannelRead(message);
    }

    /** Something of what was read was refused. */
    public void fine() {
        spend(terms.fine());
    }

    /** A device has shown who it is; it may say more than a stranger, less what it owes from before. @param name its id */
    public void known(String name) {
        device = name;
        terms = shared.devices();
        atNanos = shared.nowNanos();
        credit = shared.creditOf(name, atNanos);
        if (paused) {
            wheel.cancel(resumption);
            paused = false;
        }
    }

    /** Whether it may be read; asked by whoever turns reading on. */
    public boolean allows() {
        return !paused;
    }

    private void spend(int bytes) {
        earn(shared.nowNanos());
        credit = Math.max(credit - bytes, -(long) terms.bytesPerSecond() * Paces.LONGEST_PAUSE_SECONDS);
        if (credit < 0) {
            pause();
        }
    }

    private void earn(long nowNanos) {
        long grown = Paces.grown(credit, nowNanos - atNanos, terms);
        if (grown != credit) {
            // not otherwise, or many short times would be none
            credit = grown;
            atNanos = nowNanos;
        } else if (credit == terms.most()) {
            atNanos = nowNanos;
        }
    }

    private void pause() {
        if (paused || context == null || !context.channel().isActive()) {
            return;
        }
        paused = true;
        shared.paused();
        // at once, not only when all that has come is read
        context.channel().config().setAutoRead(false);
        wheel.set(resumption, paidAt(atNanos));
    }

    private long paidAt(long nowNanos) {
        return nowNanos + TimeUnit.SECONDS.toNanos(1) * -credit / terms.bytesPerSecond();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        wheel.cancel(resumption);
        if (!device.isEmpty()) {
            earn(shared.nowNanos());
            shared.left(device, credit, atNanos);
        }
        ctx.fireChannelInactive();
    }
}
