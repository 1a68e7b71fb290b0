package care.convoy.ingest.connection;

import care.convoy.ingest.connection.TlsCounters.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS side of one connection. Confined to its event loop. Until a whole ClientHello has come there is no TLS engine: a peer
 * that says little costs little. Its session, behind this handler, counts it as a connection without login all the while.
 *
 * <pre>
 *   HELLO ---whole ClientHello, admitted---> HANDSHAKE ---finished---> OPEN
 *     |                                          |                       |
 *     +--- not TLS, shed ------------------------+-- failed, evicted ----+--> CLOSED
 * </pre>
 */
final class TlsGate extends ChannelDuplexHandler {
    static final String NAME = "tls-gate";

    private static final Logger LOG = LoggerFactory.getLogger(TlsGate.class);
    private static final int RECORD_HEADER_BYTES = 5;
    private static final int HANDSHAKE_RECORD = 22;
    private static final int MAJOR_VERSION = 3;

    /** A ClientHello with post-quantum key shares and a session ticket that holds a certificate has about 5 kB. */
    private static final int MAX_HELLO_BYTES = 8 * 1024;

    private final TlsDoor door;
    private State state = State.HELLO;
    private @Nullable ByteBuf hello;
    private HandshakeWork.@Nullable Place place;

    private enum State {
        HELLO,
        HANDSHAKE,
        OPEN,
        CLOSED
    }

    TlsGate(TlsDoor door) {
        this.door = door;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (state) {
            case HELLO -> gather(ctx, (ByteBuf) message);
            case HANDSHAKE, OPEN -> ctx.fireChannelRead(message);
            case CLOSED -> ((ByteBuf) message).release();
        }
    }

    private void gather(ChannelHandlerContext ctx, ByteBuf bytes) {
        ByteBuf all = bytes;
        if (hello != null) {
            all = hello.writeBytes(bytes);
            bytes.release();
            hello = null;
        }
        int length = all.readableBytes();
        int start = all.readerIndex();
        if (all.getUnsignedByte(start) != HANDSHAKE_RECORD) {
            all.release();
            end(ctx, Outcome.NOT_TLS, "");
        } else if (length < RECORD_HEADER_BYTES) {
            hello = all;
        } else {
            gather(ctx, all, all.getUnsignedShort(start + RECORD_HEADER_BYTES - 2));
        }
    }

    private void gather(ChannelHandlerContext ctx, ByteBuf all, int body) {
        if (all.getUnsignedByte(all.readerIndex() + 1) != MAJOR_VERSION || body > MAX_HELLO_BYTES) {
            all.release();
            end(ctx, Outcome.NOT_TLS, "");
        } else if (all.readableBytes() < RECORD_HEADER_BYTES + body) {
            hello = all;
        } else {
            begin(ctx, all);
        }
    }

    private void begin(ChannelHandlerContext ctx, ByteBuf helloBytes) {
        HandshakeWork.Place admitted = door.work().admit();
        if (admitted == null) {
            helloBytes.release();
            end(ctx, Outcome.SHED, "");
            return;
        }
        place = admitted;
        state = State.HANDSHAKE;
        door.unfinished().add(ctx.channel());
        SslHandler tls = new Handshaker(door.material().deviceEngine(), admitted);
        tls.setHandshakeTimeoutMillis(door.limits().withinMillis());
        ctx.pipeline().addBefore(NAME, "tls", tls);
        try {
            ((ChannelInboundHandler) tls).channelRead(ctx.pipeline().context(tls), helloBytes);
        } catch (Exception unreadable) {
            ctx.pipeline().fireExceptionCaught(unreadable);
        }
    }

    /**
     * What is computed for a handshake beside the loop may end after its connection has, and an error is then no news: without
     * anybody behind it, Netty would write it to the log with its stack, once for each peer that says nonsense and goes.
     */
    private static final class Handshaker extends SslHandler {
        Handshaker(SSLEngine engine, Executor beside) {
            super(engine, beside);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
            if (!ctx.isRemoved()) {
                super.exceptionCaught(ctx, cause);
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent done -> ended(ctx, done);
            case SslCloseCompletionEvent said -> {
                var _ = ctx.close();
            }
            case ConnectionEvent outside
            when outside == ConnectionEvent.EVICTED && state == State.HANDSHAKE -> evicted(ctx);
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    private void ended(ChannelHandlerContext ctx, SslHandshakeCompletionEvent done) {
        if (state != State.HANDSHAKE) {
            return;
        }
        if (done.isSuccess()) {
            state = State.OPEN;
            leave(ctx);
            door.counters().count(Outcome.DONE);
            identify(ctx);
        } else {
            Throwable cause = done.cause();
            end(ctx, outcomeOf(cause), String.valueOf(cause.getMessage()));
        }
    }

    private static void identify(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        try {
            if (tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate shown) {
                ctx.channel().attr(ClientCertificate.OF).set(ClientCertificate.read(shown));
            }
        } catch (SSLPeerUnverifiedException none) {
            // it need not show one
        }
    }

    private static Outcome outcomeOf(Throwable cause) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return Outcome.DEADLINE;
        }
        if (cause instanceof IOException && !(cause instanceof SSLException)) {
            return Outcome.ABANDONED;
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            boolean missing = String.valueOf(each.getMessage()).contains("Empty client certificate chain");
            if (each instanceof CertificateException || missing) {
                return Outcome.CLIENT_CERTIFICATE;
            }
        }
        return Outcome.FAILED;
    }

    private void evicted(ChannelHandlerContext ctx) {
        end(ctx, Outcome.EVICTED, "");
    }

    private void end(ChannelHandlerContext ctx, Outcome why, String detail) {
        state = State.CLOSED;
        leave(ctx);
        door.counters().count(why);
        if (door.lines().allows()) {
            LOG.info("tls handshake ended: outcome={} address={} {}", why, PeerAddress.of(ctx.channel()), detail);
        }
        ctx.fireUserEventTriggered(ConnectionEvent.NO_TLS);
        // the alert that says why is on its way already
        var _ = ctx.close();
    }

    private void leave(ChannelHandlerContext ctx) {
        door.unfinished().remove(ctx.channel());
        if (place != null) {
            place.free();
        }
    }

    /** Nothing leaves in the clear: what a session says before there is TLS is dropped. */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (state == State.HANDSHAKE || state == State.OPEN) {
            var _ = ctx.write(message, promise);
        } else {
            ReferenceCountUtil.release(message);
            // not as a failure: that would be a fault of the network to the session, which is about to close
            promise.trySuccess();
        }
    }

    /** What TLS throws comes wrapped; sessions tell the network's faults from our own by their type. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (state == State.HANDSHAKE) {
            end(ctx, outcomeOf(cause), String.valueOf(cause.getMessage()));
        } else if (state != State.CLOSED) {
            boolean wrapped = cause instanceof DecoderException && cause.getCause() instanceof IOException;
            ctx.fireExceptionCaught(wrapped ? cause.getCause() : cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.HANDSHAKE) {
            door.counters().count(Outcome.ABANDONED);
        }
        state = State.CLOSED;
        leave(ctx);
        drop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        leave(ctx);
        drop();
    }

    private void drop() {
        if (hello != null) {
            hello.release();
            hello = null;
        }
    }
}
