package care.convoy.sim.coap;

import care.convoy.sim.fleet.FleetDevice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device's way to the gateway: a socket, and on it a DTLS session or nothing. It is open once the gateway has shown that it is
 * there: by the end of a handshake, or in the clear by the answer to a ping. A session in which nothing comes any more is made anew.
 * Confined to its loop, but for {@link #isOpen}.
 */
final class Path {
    private static final int MOST_FLIGHTS = 5;

    /** Told on the loop. */
    interface Listener {
        /** What waits may be sent. */
        void opened();

        /** It is not open any more, or could not be opened; it opens again by itself. */
        void ended(String reason);

        /** Whether no pause may hold it up. */
        boolean isUrgent();

        /** The gateway sent a CoAP message. */
        void message(byte[] bytes);
    }

    private final FleetDevice identity;
    private final Station station;
    private final Listener listener;
    private @Nullable Channel channel;
    private @Nullable DtlsClient session;
    private int attempt;
    private int failures;
    private int round;
    private boolean opening;
    private boolean closed;
    private long heardNanos;
    private volatile boolean open;

    Path(FleetDevice identity, Station station, Listener listener) {
        this.identity = identity;
        this.station = station;
        this.listener = listener;
    }

    /** Safe on any thread. */
    boolean isOpen() {
        return open;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether nothing came since then. */
    boolean isSilentSince(long nanos) {
        return open && heardNanos - nanos < 0;
    }

    /** Opens it, if it is neither open nor opening. */
    void open() {
        if (closed || open || opening) {
            return;
        }
        opening = true;
        if (channel != null) {
            begin();
            return;
        }
        ChannelFuture connecting = station.bootstrap()
                .handler(new Incoming())
                .connect(station.speech().gateway());
        connecting.addListener(_ -> {
            if (connecting.isSuccess() && !closed) {
                channel = connecting.channel();
                begin();
            } else if (!closed) {
                failed("NO_SOCKET");
            }
        });
    }

    private void begin() {
        attempt = 0;
        round++;
        if (station.speech().sealed()) {
            DtlsClient begun =
                    station.session(identity.deviceId(), HexFormat.of().parseHex(identity.secret()));
            session = begun;
            write(begun.begin());
        } else {
            write(ping());
        }
        awaitFlight(round);
    }

    private static byte[] ping() {
        return Datagram.empty(Datagram.CON, 0);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
    private void awaitFlight(int of) {
        station.loop().schedule(() -> flightDue(of), station.flightAfter(attempt++), TimeUnit.NANOSECONDS);
    }

    private void flightDue(int of) {
        if (closed || open || of != round) {
            return;
        }
        if (attempt > MOST_FLIGHTS) {
            failed("NOT_ANSWERED");
            return;
        }
        DtlsClient begun = session;
        write(begun == null ? ping() : begun.flight());
        awaitFlight(of);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
    private void failed(String reason) {
        open = false;
        opening = true;
        round++;
        session = null;
        listener.ended(reason);
        long pause = listener.isUrgent()
                ? station.manners().urgentPause(station.chance())
                : station.manners().backoff(failures++, station.chance());
        station.loop()
                .schedule(
                        () -> {
                            opening = false;
                            open();
                        },
                        pause,
                        TimeUnit.NANOSECONDS);
    }

    /** Gives the session up, whatever the gateway believes, and begins the next at once; does nothing in the clear. */
    void renew(String reason) {
        if (open && !closed && station.speech().sealed()) {
            open = false;
            opening = true;
            listener.ended(reason);
            begin();
        }
    }

    private void opened() {
        open = true;
        opening = false;
        failures = 0;
        listener.opened();
    }

    /** An empty message came: in the clear the answer to the ping. */
    void answered() {
        if (!open && !closed && !station.speech().sealed()) {
            opened();
        }
    }

    /** Sends a CoAP message, if it is open. */
    void send(byte[] message) {
        if (open) {
            DtlsClient begun = session;
            write(begun == null ? message : begun.seal(message));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is lost is repeated
    private void write(byte[] datagram) {
        Channel to = channel;
        if (to != null) {
            to.writeAndFlush(Unpooled.wrappedBuffer(datagram));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing comes after it
    void close() {
        Channel to = channel;
        DtlsClient begun = session;
        if (open && begun != null) {
            write(begun.farewell());
        }
        closed = true;
        open = false;
        if (to != null) {
            to.close();
        }
    }

    private final class Incoming extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            if (closed) {
                return;
            }
            ByteBuf content = packet.content();
            byte[] bytes = new byte[content.readableBytes()];
            content.readBytes(bytes);
            if (station.speech().sealed()) {
                sealed(bytes);
            } else {
                heardNanos = System.nanoTime();
                listener.message(bytes);
            }
        }

        private void sealed(byte[] bytes) {
            DtlsClient begun = session;
            if (begun == null) {
                return;
            }
            byte[] answer = begun.receive(bytes, message -> {
                heardNanos = System.nanoTime();
                listener.message(message);
            });
            if (answer != null && begun == session) {
                attempt = 0;
                write(answer);
            }
            if (begun != session) {
                return;
            }
            if (begun.state() == DtlsClient.State.OPEN && !open) {
                opened();
            } else if (begun.state() == DtlsClient.State.CLOSED) {
                failed("CLOSED_BY_GATEWAY");
            }
        }

        /** As a port that nobody listens on, which the kernel tells of. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // what is lost is repeated
        }
    }
}
