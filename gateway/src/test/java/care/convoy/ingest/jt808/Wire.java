package care.convoy.ingest.jt808;

import care.convoy.ingest.jt808.Frame.Form;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Frames as devices write them, and what a reader finds in bytes. */
final class Wire {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss").withZone(ZoneOffset.ofHours(8));

    private Wire() {}

    /** What a reader found. */
    static final class Heard implements FrameSink {
        final List<Frame> frames = new ArrayList<>();
        int skipped;

        @Override
        public void frame(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void skipped(int bytes) {
            skipped += bytes;
        }

        static Heard in(byte[] bytes, int pieces) {
            Heard heard = new Heard();
            FrameReader reader = new FrameReader();
            for (int at = 0; at < bytes.length; at += pieces) {
                reader.feed(bytes, at, Math.min(pieces, bytes.length - at), heard);
            }
            return heard;
        }
    }

    /** A frame between its flags, escaped. @param plain the same unescaped, flags included */
    static byte[] escaped(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain[0]);
        for (int i = 1; i < plain.length - 1; i++) {
            switch (plain[i]) {
                case FrameReader.FLAG -> out.writeBytes(new byte[] {0x7D, 0x02});
                case FrameReader.ESCAPE -> out.writeBytes(new byte[] {0x7D, 0x01});
                default -> out.write(plain[i]);
            }
        }
        out.write(plain[plain.length - 1]);
        return out.toByteArray();
    }

    /** A frame of a device that numbers its messages by itself. */
    static byte[] frame(Form form, String number, int serial, int id, byte[] body) {
        Frame to =
                new Frame(new Frame.Header(id, form, padded(form, number), serial, 0), null, body, Frame.Wrong.NOTHING);
        ByteBuf out = Unpooled.buffer();
        DownWriter writer = new DownWriter();
        for (int i = 0; i < serial; i++) {
            writer.write(to, id, body, Unpooled.buffer());
        }
        writer.write(to, id, body, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static String padded(Form form, String number) {
        return "0".repeat(form.terminalBytes * 2 - number.length()) + number;
    }

    /** A position report in Beijing. */
    static byte[] location(long alarms, Instant time, String items) {
        return HexFormat.of()
                .parseHex("%08x%08x%08x%08x002800000000%s%s"
                        .formatted(alarms, 2, 39_904_200, 116_407_400, TIME.format(time), items));
    }
}
