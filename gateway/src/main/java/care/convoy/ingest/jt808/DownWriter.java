package care.convoy.ingest.jt808;

import care.convoy.ingest.jt808.Frame.Form;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames on their way down, in the form that the device speaks and numbered from 0 on. One connection, one thread. */
final class DownWriter {
    private static final int LONG_BIT = 1 << 14;
    private static final int VERSION = 1;
    private static final int FLAGS_CHECK = 3;

    private int serial;

    /** @return the number of the message, 0 to 65535 */
    int write(Frame to, int id, byte[] body, ByteBuf out) {
        boolean longForm = to.form() == Form.LONG;
        ByteBuffer plain = ByteBuffer.allocate(2 + 2 + 1 + to.form().terminalBytes + 2 + body.length + FLAGS_CHECK);
        plain.putShort((short) id).putShort((short) (body.length | (longForm ? LONG_BIT : 0)));
        if (longForm) {
            plain.put((byte) VERSION);
        }
        int number = serial;
        serial = serial + 1 & 0xFFFF;
        plain.put(HexFormat.of().parseHex(to.terminal()))
                .putShort((short) number)
                .put(body);
        plain.put(FrameReader.check(plain.array(), plain.position())).flip();
        out.writeByte(FrameReader.FLAG);
        while (plain.hasRemaining()) {
            escape(plain.get(), out);
        }
        out.writeByte(FrameReader.FLAG);
        return number;
    }

    private static void escape(byte each, ByteBuf out) {
        switch (each) {
            case FrameReader.FLAG -> out.writeByte(FrameReader.ESCAPE).writeByte(FrameReader.ESCAPED_FLAG);
            case FrameReader.ESCAPE -> out.writeByte(FrameReader.ESCAPE).writeByte(FrameReader.ESCAPED_ESCAPE);
            default -> out.writeByte(each);
        }
    }
}
