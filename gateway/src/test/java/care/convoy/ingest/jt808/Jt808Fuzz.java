package care.convoy.ingest.jt808;

import care.convoy.fuzz.FuzzTarget;
import java.util.List;

/** A stream of JT/T 808, cut in two, whose messages are put together and read to the last field, down to what they call for. */
public final class Jt808Fuzz implements FuzzTarget {
    private static final long NOW = 1_780_000_000_000L;

    public static List<byte[]> seeds() {
        return SamplesTest.up().stream().map(Samples.Sample::wire).toList();
    }

    @Override
    public void feed(byte[] input) {
        FrameReader reader = new FrameReader();
        SplitMessage split = new SplitMessage();
        FrameSink sink = new FrameSink() {
            @Override
            public void frame(Frame frame) {
                look(frame);
                Frame.Split part = frame.split();
                Frame whole = part == null ? null : split.add(frame, part);
                if (whole != null) {
                    look(whole);
                }
            }

            @Override
            public void skipped(int bytes) {
                // counted where it matters
            }
        };
        int cut = input.length / 2;
        reader.feed(input, 0, cut, sink);
        reader.feed(input, cut, input.length - cut, sink);
        int held = reader.pendingBytes() + split.heldBytes();
        if (reader.pendingBytes() > FrameReader.MAX_BYTES || held > input.length) {
            throw new IllegalStateException("holds " + held + " bytes of " + input.length);
        }
    }

    /** Whatever its id says, for ids are changed by few inputs. */
    private static void look(Frame frame) {
        if (frame.number().isEmpty()) {
            throw new IllegalStateException("of nobody");
        }
        read(Location.read(new Body(frame.body())));
        Batch batch = Batch.read(new Body(frame.body()));
        if (batch.locations().size() > frame.body().length) {
            throw new IllegalStateException("more reports than bytes");
        }
        batch.locations().forEach(Jt808Fuzz::read);
        Items.read(new Body(frame.body()));
    }

    private static void read(Location location) {
        List<Integer> bits = Alarms.of(location);
        bits.forEach(bit -> Alarms.message(bit, location, NOW));
        if (bits.isEmpty() != Alarms.wrong(location).isEmpty()) {
            throw new IllegalStateException("an alarm vanished");
        }
        Alarms.heartbeat(location);
        Alarms.missing(location);
        Alarms.position(location, NOW);
    }
}
