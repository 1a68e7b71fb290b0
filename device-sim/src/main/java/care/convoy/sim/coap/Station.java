package care.convoy.sim.coap;

import care.convoy.sim.device.Manners;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One event loop and what the CoAP devices on it share. Everything but the constructor and {@link #loop} happens on the loop. */
public final class Station {
    private static final Class<? extends DatagramChannel> CHANNEL =
            Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class;
    private static final int LARGEST_DATAGRAM = 2_048;

    /**
     * How devices speak.
     *
     * @param gateway the port that fits {@code sealed}
     * @param sealed DTLS; else in the clear, where a device names itself
     * @param suite what is offered in the handshake
     * @param confirmable whether reports ask for an acknowledgement and are repeated; calls for help always do
     */
    public record Speech(InetSocketAddress gateway, boolean sealed, Suite suite, boolean confirmable) {}

    private final EventLoop loop;
    private final Speech speech;
    private final Manners manners;
    private final long epoch;
    private final RecordCipher cipher;
    private final SecureRandom unguessable = new SecureRandom();
    private final SplittableRandom chance = new SplittableRandom();

    /** @param epoch boot epoch of the devices, another one after each start */
    public Station(EventLoop loop, Speech speech, Manners manners, long epoch) {
        this.loop = loop;
        this.speech = speech;
        this.manners = manners;
        this.epoch = epoch;
        this.cipher = new RecordCipher(speech.suite());
    }

    /** The thread of the devices here. */
    public EventLoop loop() {
        return loop;
    }

    Speech speech() {
        return speech;
    }

    Manners manners() {
        return manners;
    }

    long epoch() {
        return epoch;
    }

    SplittableRandom chance() {
        return chance;
    }

    DtlsClient session(String identity, byte[] key) {
        return new DtlsClient(identity, key, cipher, unguessable);
    }

    Bootstrap bootstrap() {
        return new Bootstrap()
                .group(loop)
                .channel(CHANNEL)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM));
    }

    /** Wait before repeat number {@code attempt}, from 0 (RFC 7252, §4.2: 2 to 3 s, doubled each time), in nanoseconds. */
    long repeatAfter(int attempt) {
        long first = manners.scaled(2_000);
        return (first + chance.nextLong(first / 2 + 1)) << attempt;
    }

    /** Wait before repeat number {@code attempt}, from 0, of a flight of the handshake, in nanoseconds. */
    long flightAfter(int attempt) {
        return manners.scaled(TimeUnit.SECONDS.toMillis(1)) << attempt;
    }
}
