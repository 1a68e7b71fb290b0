package care.convoy.ingest.connection;

import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a connection, whatever it speaks: counted, without login for a while at most, and gone within a bounded time
 * once it ends. Confined to its event loop; {@link #supersede}, {@link #dismiss} and {@link #onLoop} may be called from anywhere.
 *
 * <pre>
 *          opened()              leave(), end()
 *   NEW ------------> OPEN -------------------------> CLOSED
 *    |                                                  ^
 *    +--- refused, deadline, evicted, gone -------------+
 * </pre>
 */
public abstract class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String protocol;
    private final ConnectionParts shared;
    private final DeadlineWheel wheel;
    private final Due due = new Due();
    private State state = State.NEW;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Pace pace;
    private String client = "";

    private enum State {
        NEW,
        OPEN,
        CLOSED
    }

    /** @param protocol as log lines name it */
    protected ClientConnection(String protocol, ConnectionParts shared, DeadlineWheel wheel) {
        this.protocol = protocol;
        this.shared = shared;
        this.wheel = wheel;
    }

    /** The deadline that matters in the present state. */
    private final class Due extends DeadlineWheel.Deadline {
        @Override
        protected void due(long nowNanos) {
            switch (state) {
                case NEW -> loginOverdue();
                case OPEN -> checkDeadlines(nowNanos);
                case CLOSED -> {
                    var _ = context().close();
                }
            }
        }
    }

    /** It has a channel from now on, and may gather what goes down. */
    protected abstract void begun(ChannelHandlerContext ctx, long nowNanos);

    /** No login in time: end. */
    protected abstract void loginOverdue();

    /** A deadline of the open connection has come: end, or set the next one. */
    protected abstract void checkDeadlines(long nowNanos);

    /** Whether the device may send more; asked while it takes what it is sent. */
    protected boolean takesMore() {
        return true;
    }

    /** The other end reads again after it had too much unread. */
    protected void writableAgain() {
        // nothing that waits
    }

    /** The same client logged in elsewhere: end. */
    protected abstract void superseded();

    /** What the client proved holds no more: end. */
    protected void dismissed() {
        superseded();
    }

    /** The gateway stops: end. */
    protected abstract void shutDown();

    /** The other end is gone, and it was not asked to go. */
    protected void cutOff() {
        // nothing that is known of it
    }

    /** A connection that was open has ended. */
    protected void parted(Ending why) {
        // nothing to put down
    }

    /** Sends what has gathered and closes the channel. */
    protected abstract void closeGathered();

    /** Gives back what has gathered. */
    protected abstract void discardGathered();

    protected final boolean isNew() {
        return state == State.NEW;
    }

    public final boolean isOpen() {
        return state == State.OPEN;
    }

    protected final boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Where everything of this connection runs. */
    public final Executor loop() {
        return context().executor();
    }

    /** @throws IllegalStateException before it is in a pipeline */
    protected final ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    /** Of the other end, for log lines. */
    protected final String address() {
        return PeerAddress.of(context().channel());
    }

    /** Sets the one deadline there is. */
    protected final void dueAt(long nanos) {
        wheel.set(due, nanos);
    }

    /** The client has proved who it is. @param name for log lines */
    protected final void loggedIn(String name) {
        client = name;
        state = State.OPEN;
        if (pace != null) {
            pace.known(name);
        }
        shared.halfOpen().remove(context().channel());
        shared.counters().login();
    }

    /** Counts something that the client should not have sent, and holds it against its {@link Pace}. */
    public final void reject(Reject why) {
        shared.counters().reject(why);
        if (pace != null) {
            pace.fine();
        }
    }

    /** Counts a refused login. @param id as presented @return whether to answer; else close without a word */
    protected final boolean refused(LoginFailure why, String id) {
        shared.counters().loginFailed(why);
        quarantine(why, id);
        boolean attended =
                shared.failures().failed(address(), id, shared.clock().nanos().getAsLong());
        if (attended) {
            LOG.warn("{} login refused: reason={} device={} address={}", protocol, why, id, address());
        }
        return attended;
    }

    /** For people to see: who is not known, and who is known and has another secret. Never what was presented. */
    private void quarantine(LoginFailure why, String id) {
        Protocol spoken = Protocol.named(protocol);
        if (spoken == null || id.isEmpty()) {
            return;
        }
        long now = shared.clock().epochMillis().getAsLong();
        Stranger stranger = new Stranger(spoken, id, address(), "login", "", false);
        switch (why) {
            case UNKNOWN_DEVICE, WRONG_PROTOCOL ->
                shared.services().quarantine().unknown(stranger, now);
            case WRONG_SECRET -> shared.services().quarantine().wrongSecret(stranger, now);
            case MALFORMED, FOREIGN_CERTIFICATE, VERSION, NOT_SEALED, FOREIGN_WILL, NO_ROOM -> {
                // nothing that adopting the device would mend
            }
        }
    }

    /** One line about an end that the gateway brings about, if there is room for lines. @param reason as the protocol says it */
    protected final void tell(Ending why, Object reason) {
        if (shared.lines().allows()) {
            LOG.info(
                    "{} connection closed: ending={} reason={} device={} address={}",
                    protocol,
                    why,
                    reason,
                    client,
                    address());
        }
    }

    /** Closes; what is left is to get the last bytes out, and that within a bounded time. */
    public final void end(Ending why) {
        if (state != State.CLOSED) {
            leave(why);
            closeGathered();
        }
    }

    /** No longer a session. The channel is closed by the caller, or by a deadline. */
    protected final void leave(Ending why) {
        boolean wasOpen = state == State.OPEN;
        state = State.CLOSED;
        shared.counters().ended(why);
        shared.halfOpen().remove(context().channel());
        if (wasOpen) {
            parted(why);
        }
        dueAt(shared.clock().nanos().getAsLong() + GOODBYE_NANOS);
    }

    /** Reads on only while the device takes what it is sent, its {@link Pace} allows it, and {@link #takesMore}. */
    public final void adjustReading() {
        boolean read = takesMore() && context().channel().isWritable() && (pace == null || pace.allows());
        if (context().channel().config().isAutoRead() != read) {
            context().channel().config().setAutoRead(read);
        }
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        long now = shared.clock().nanos().getAsLong();
        context = ctx;
        pace = Pace.of(ctx.channel());
        begun(ctx, now);
        shared.counters().opened();
        shared.halfOpen().add(ctx.channel());
        dueAt(now + shared.loginWithin().toNanos());
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        adjustReading();
        if (state == State.OPEN && ctx.channel().isWritable()) {
            writableAgain();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ConnectionEvent outside) {
            happened(outside);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void happened(ConnectionEvent outside) {
        switch (outside) {
            case SHUTDOWN -> shutDown();
            case NO_TLS -> end(Ending.NO_TLS);
            case MAY_READ -> adjustReading();
            case EVICTED -> {
                if (state == State.NEW) {
                    end(Ending.HALF_OPEN);
                }
            }
        }
    }

    /** The same client logged in on another connection: this one ends, with that reason where the protocol has one. */
    public final void supersede() {
        onLoop(this::superseded);
    }

    /** What the client proved holds no more: this connection ends, and the client may log in anew. */
    public final void dismiss() {
        onLoop(this::dismissed);
    }

    /** Runs later on this connection's loop. @return false if the gateway stops */
    protected final boolean onLoop(Runnable task) {
        try {
            loop().execute(task);
            return true;
        } catch (RejectedExecutionException gatewayStops) {
            return false;
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        if (state != State.CLOSED) {
            cutOff();
            leave(Ending.BY_DEVICE);
        }
        wheel.cancel(due);
        discardGathered();
        ctx.fireChannelInactive();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && shared.lines().allows()) {
            LOG.warn("{} connection broken: address={}", protocol, address(), cause);
        }
        end(Ending.BROKEN);
    }
}
