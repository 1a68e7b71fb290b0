package care.convoy.ingest.mqtt;

import io.netty.buffer.ByteBufUtil;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A device on a real socket that sends whatever bytes a test wants. */
final class WireClient implements AutoCloseable {
    private static final int READ_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;

    WireClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** @param connected which this closes in the end */
    WireClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    WireClient send(byte[]... packets) throws IOException {
        socket.getOutputStream().write(Wire.join(packets));
        return this;
    }

    /** The next packet as hex. */
    String next() throws IOException {
        int first = in.readUnsignedByte();
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            shift += 7;
        } while (digit >= 0x80);
        byte[] body = new byte[length];
        in.readFully(body);
        return ByteBufUtil.hexDump(Wire.packet(first, body));
    }

    /** Whether the server closes without another word, waiting for it. */
    boolean isClosed() throws IOException {
        return bytesUntilClosed() == 0;
    }

    /** Waits until the server closes; how many bytes came before that. */
    int bytesUntilClosed() throws IOException {
        int bytes = 0;
        try {
            while (true) {
                in.readUnsignedByte();
                bytes++;
            }
        } catch (EOFException | SocketException closed) {
            return bytes;
        }
    }

    /** Sends until the other end has no socket any more; a half-closed one would take it all. */
    boolean isResetWhenItSends() {
        try {
            while (true) {
                socket.getOutputStream().write(new byte[1024]);
                Thread.onSpinWait();
            }
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
