package care.convoy.ingest.jt808;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.jt808.Frame.Form;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A device on a real socket. */
final class Tracker implements AutoCloseable {
    private final Socket socket;
    private final Form form;
    private final String number;
    private int serial;

    Tracker(int port, Form form, String number) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        this.form = form;
        this.number = number;
    }

    Tracker send(int id, byte[] body) throws IOException {
        return raw(Wire.frame(form, number, serial++, id, body));
    }

    /** One part of a position report in several, in the short form. */
    Tracker part(int total, int part, byte[] body) throws IOException {
        byte[] plain = HexFormat.of()
                .parseHex("7e0200%04x0%s%04x%04x%04x%s007e"
                        .formatted(
                                1 << 13 | body.length,
                                number,
                                serial++,
                                total,
                                part,
                                HexFormat.of().formatHex(body)));
        for (int i = 1; i < plain.length - 2; i++) {
            plain[plain.length - 2] ^= plain[i];
        }
        return raw(Wire.escaped(plain));
    }

    Tracker raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Frame next() throws IOException {
        Wire.Heard heard = new Wire.Heard();
        FrameReader reader = new FrameReader();
        while (heard.frames.isEmpty()) {
            int each = socket.getInputStream().read();
            if (each < 0) {
                throw new EOFException("closed");
            }
            reader.feed(new byte[] {(byte) each}, 0, 1, heard);
        }
        Frame frame = heard.frames.getFirst();
        assertThat(frame.wrong()).isEqualTo(Frame.Wrong.NOTHING);
        assertThat(frame.form()).isEqualTo(form);
        assertThat(frame.number()).isEqualTo(number);
        return frame;
    }

    /** What the next answer says of the message sent last. */
    int result() throws IOException {
        Frame frame = next();
        assertThat(frame.id()).isEqualTo(MessageId.PLATFORM_ANSWER);
        Body body = new Body(frame.body());
        assertThat(body.u16()).isEqualTo(serial - 1);
        body.u16();
        return body.u8();
    }

    byte[] read(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    boolean isClosed() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    Tracker logIn(String code) throws IOException {
        byte[] text = code.getBytes(StandardCharsets.US_ASCII);
        byte[] body = text;
        if (form == Form.LONG) {
            body = new byte[1 + text.length + 35];
            body[0] = (byte) text.length;
            System.arraycopy(text, 0, body, 1, text.length);
        }
        return send(MessageId.AUTHENTICATE, body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
