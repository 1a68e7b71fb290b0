package care.convoy.sim.coap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One device with its real key that completes handshakes again and again, each from a port of its own and each another session
 * that is left standing without a farewell: what a stolen or a broken device can do to a gateway. So many are under way at once; what
 * is lost is not repeated but given up after two seconds. One thread.
 */
public final class Handshakes {
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_MILLIS = 20;
    private static final int LARGEST_DATAGRAM = 2_048;

    private final InetSocketAddress gateway;
    private final String device;
    private final byte[] key;
    private final int atOnce;
    private final RecordCipher cipher = new RecordCipher(Suite.CCM8);
    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer datagram = ByteBuffer.allocate(LARGEST_DATAGRAM);
    private long begun;
    private final AtomicLong completed = new AtomicLong();
    private long refused;
    private long givenUp;

    /** What came of them; those that are still under way are only begun. */
    public record Figures(long begun, long completed, long refused, long givenUp) {}

    private static final class Attempt {
        private final DtlsClient session;
        private final long sinceNanos = System.nanoTime();

        Attempt(DtlsClient session) {
            this.session = session;
        }
    }

    /** @param key in hexadecimal digits */
    public Handshakes(InetSocketAddress gateway, String device, String key, int atOnce) {
        this.gateway = gateway;
        this.device = device;
        this.key = HexFormat.of().parseHex(key);
        this.atOnce = atOnce;
    }

    /** So far; any thread. */
    public long completed() {
        return completed.get();
    }

    /** Goes on as long as it is asked to. @param rest called often; may sleep */
    public Figures run(BooleanSupplier goesOn, Runnable rest) throws IOException {
        try (Selector selector = Selector.open()) {
            while (goesOn.getAsBoolean()) {
                while (selector.keys().size() < atOnce) {
                    begin(selector);
                }
                selector.select(LOOK_MILLIS);
                for (SelectionKey each : selector.selectedKeys()) {
                    read(each);
                }
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                for (SelectionKey each : selector.keys()) {
                    if (each.isValid() && now - attempt(each).sinceNanos > GIVE_UP_NANOS) {
                        givenUp++;
                        each.channel().close();
                    }
                }
                // takes away what was closed
                selector.selectNow();
                rest.run();
            }
            for (SelectionKey each : selector.keys()) {
                each.channel().close();
            }
        }
        return new Figures(begun, completed.get(), refused, givenUp);
    }

    private void begin(Selector selector) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.connect(gateway);
        Attempt attempt = new Attempt(new DtlsClient(device, key, cipher, random));
        channel.register(selector, SelectionKey.OP_READ, attempt);
        begun++;
        channel.write(ByteBuffer.wrap(attempt.session.begin()));
    }

    private static Attempt attempt(SelectionKey of) {
        return (Attempt) of.attachment();
    }

    private void read(SelectionKey from) throws IOException {
        DatagramChannel channel = (DatagramChannel) from.channel();
        DtlsClient session = attempt(from).session;
        byte[] bytes = next(channel);
        while (bytes != null && session.state() == DtlsClient.State.SHAKING_HANDS) {
            byte[] answer = session.receive(bytes, message -> {});
            if (answer != null) {
                channel.write(ByteBuffer.wrap(answer));
            }
            bytes = next(channel);
        }
        if (session.state() == DtlsClient.State.OPEN) {
            completed.incrementAndGet();
            channel.close();
        } else if (session.state() == DtlsClient.State.CLOSED) {
            refused++;
            channel.close();
        }
    }

    /** Null if nothing is there, or the kernel says that nobody listens. */
    private byte @Nullable [] next(DatagramChannel channel) {
        datagram.clear();
        try {
            if (channel.read(datagram) <= 0) {
                return null;
            }
        } catch (IOException nobodyListens) {
            return null;
        }
        byte[] bytes = new byte[datagram.flip().remaining()];
        datagram.get(bytes);
        return bytes;
    }
}
