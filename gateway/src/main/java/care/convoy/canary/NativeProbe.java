package care.convoy.canary;

import care.convoy.device.DeviceId;
import care.convoy.firmware.Decoded;
import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.Downward;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.FrameWriter;
import care.convoy.firmware.Header;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.Malformed;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.Nonce;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Upward;
import care.convoy.firmware.Wake;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The native protocol over TCP, by PROTOCOL.md §8: hello, challenge, proof, welcome, test, received. */
final class NativeProbe implements Probe {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final DeviceId device;
    private final DeviceKey key;
    private final InetSocketAddress address;
    private final SecureRandom random = new SecureRandom();

    NativeProbe(DeviceId device, DeviceKey key, InetSocketAddress address) {
        this.device = device;
        this.key = key;
        this.address = address;
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public DeviceId device() {
        return device;
    }

    @Override
    public void press() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(address, TIMEOUT_MILLIS);
            new Conversation(socket).run();
        }
    }

    /** One connection from hello to received. */
    private final class Conversation {
        private final Socket socket;
        private final InputStream in;
        private final FrameReader reader = new FrameReader();
        private final FrameWriter writer = new FrameWriter();
        private final Deque<byte[]> arrived = new ArrayDeque<>();
        private boolean broken;

        Conversation(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        void run() throws IOException {
            DeviceLogin login = new DeviceLogin(key, Header.of(0, 1, System.currentTimeMillis()), hello());
            send(login.helloMessage());
            if (!(login.proof(next(), System.currentTimeMillis()) instanceof LoginStep.Send proof)) {
                throw new IOException("no challenge came");
            }
            send(proof.message());
            if (!(login.open(next()) instanceof LoginStep.Open)) {
                throw new IOException("login was refused");
            }
            long sequence = login.nextSequence();
            Header header = Header.of(login.sessionEpoch(), sequence, System.currentTimeMillis());
            byte[] press = MessageEncoder.encode(header, new Upward.Test());
            SealedChannel sealed = login.sealed();
            send(sealed == null ? press : sealed.seal(press));
            awaitReceived(login.sessionEpoch(), sequence, sealed);
        }

        private SessionMessage.Hello hello() {
            Nonce nonce = new Nonce(random.nextLong(), random.nextLong());
            int features = SessionMessage.Hello.FEATURE_SEALED; // so that it is let in whatever the port asks for
            return new SessionMessage.Hello(
                    Header.VERSION, Header.VERSION, features, Wake.POWER_ON, nonce, device.value(), null);
        }

        private void awaitReceived(long epoch, long sequence, @Nullable SealedChannel sealed) throws IOException {
            while (true) {
                ByteBuffer plain = sealed == null ? ByteBuffer.wrap(next()) : sealed.open(next());
                Decoded decoded = plain == null ? Malformed.of(Reason.SEALED) : MessageDecoder.decode(plain);
                if (decoded instanceof NativeMessage(var _, Message message, var _)
                        && message instanceof Downward.Received received
                        && received.ofEpoch() == epoch
                        && received.ofSequence() == sequence) {
                    return;
                }
            }
        }

        private void send(byte[] message) throws IOException {
            socket.getOutputStream().write(writer.frame(message));
        }

        private byte[] next() throws IOException {
            byte[] chunk = new byte[1024];
            while (arrived.isEmpty()) {
                int read = in.read(chunk);
                if (read < 0 || broken) {
                    throw new IOException("the gateway closed the connection");
                }
                reader.feed(ByteBuffer.wrap(chunk, 0, read), new Keep());
            }
            return arrived.removeFirst();
        }

        private final class Keep implements FrameSink {
            @Override
            public void message(ByteBuffer buffer, int offset, int length) {
                byte[] copy = new byte[length];
                buffer.get(offset, copy);
                arrived.add(copy);
            }

            @Override
            public void broken(Reason reason) {
                broken = true;
            }
        }
    }
}
