package care.convoy.ingest.watch;

import care.convoy.fuzz.FuzzTarget;
import java.util.List;

/** A stream of a watch, cut in two, whose frames are read to the last field. */
public final class WatchFuzz implements FuzzTarget {
    public static List<byte[]> seeds() {
        return Samples.all().stream().map(Samples.Sample::bytes).toList();
    }

    @Override
    public void feed(byte[] input) {
        FrameReader reader = new FrameReader();
        FrameSink sink = new FrameSink() {
            @Override
            public void frame(Frame frame) {
                Strangers.of(frame, MessageReader.read(frame), "192.0.2.1");
            }

            @Override
            public void skipped(int bytes) {
                // counted where it matters
            }

            @Override
            public void tooLarge() {
                // nothing more is read
            }
        };
        int cut = input.length / 2;
        reader.feed(input, 0, cut, sink);
        reader.feed(input, cut, input.length - cut, sink);
        reader.quiet(sink);
        if (reader.pendingBytes() > Frame.MAX_MEDIA + 64) {
            throw new IllegalStateException("holds " + reader.pendingBytes() + " bytes");
        }
    }
}
