package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.Header;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.NativeMessage;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** A device on a real socket. */
public final class Device implements AutoCloseable {
    private final Socket socket;
    private final FrameReader reader = new FrameReader();
    private final ArrayDeque<NativeMessage> heard = new ArrayDeque<>();
    private long epoch;
    private long sequence;

    /** The secret that it logs in with. */
    public static byte[] key() {
        return Frames.KEY.clone();
    }

    public Device(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Device(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
    }

    public Device logIn(String id) throws IOException {
        DeviceLogin login = Frames.login(id, 0, 1);
        send(Frames.hello(login));
        NativeMessage challenge = next();
        send(Frames.proof(login, challenge.message(), challenge.header()));
        NativeMessage welcome = next();
        assertThat(login.open(MessageEncoder.encode(welcome.header(), welcome.message())))
                .isInstanceOf(LoginStep.Open.class);
        epoch = login.sessionEpoch();
        sequence = login.nextSequence();
        return this;
    }

    public void say(Message message) throws IOException {
        send(Frames.frame(Header.of(epoch, sequence++, 0), message));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public NativeMessage next() throws IOException {
        while (heard.isEmpty()) {
            byte[] bytes = new byte[1_024];
            int length = socket.getInputStream().read(bytes);
            if (length < 0) {
                throw new EOFException("closed");
            }
            reader.feed(
                    ByteBuffer.wrap(bytes, 0, length),
                    FrameSink.decoding(decoded -> heard.add((NativeMessage) decoded)));
        }
        return heard.remove();
    }

    boolean isClosed() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
