package care.convoy.ingest.watch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a reader found. */
final class Heard implements FrameSink {
    final List<Frame> frames = new ArrayList<>();
    int skipped;
    boolean tooLarge;

    @Override
    public void frame(Frame frame) {
        frames.add(frame);
    }

    @Override
    public void skipped(int bytes) {
        skipped += bytes;
    }

    @Override
    public void tooLarge() {
        tooLarge = true;
    }

    /** All frames in these bytes, given at once. */
    static List<Frame> in(byte[] bytes) {
        return cut(bytes, bytes.length).frames;
    }

    /** What is heard when the bytes come in two pieces. */
    static Heard cut(byte[] bytes, int at) {
        Heard heard = new Heard();
        FrameReader reader = new FrameReader();
        reader.feed(bytes, 0, at, heard);
        reader.feed(bytes, at, bytes.length - at, heard);
        reader.quiet(heard);
        return heard;
    }

    /** What is heard when they come one by one. */
    static Heard single(byte[] bytes) {
        Heard heard = new Heard();
        FrameReader reader = new FrameReader();
        for (int i = 0; i < bytes.length; i++) {
            reader.feed(bytes, i, 1, heard);
        }
        reader.quiet(heard);
        return heard;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
