package care.convoy.ingest.jt808;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.jt808.Wire.Heard;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes: nothing is thrown, nothing grows. {@code -Djt808.hostile=1000000} for more of them. */
class HostileBytesTest {
    private static final int ROUNDS = Integer.getInteger("jt808.hostile", 20_000);
    private static final byte[] SPECIAL = {0x7E, 0x7D, 0x01, 0x02, 0x00, (byte) 0xFF, (byte) 0xEB, 0x40, 0x20};

    private final Random random = new Random(7_711);
    private final List<Samples.Sample> samples = SamplesTest.up();

    @Test
    void mutatedSamplesAreReadAsSomethingInAnyPieces() {
        FrameReader reader = new FrameReader();
        SplitMessage split = new SplitMessage();
        long frames = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Heard heard = new Heard();
            byte[] bytes = mutated(samples.get(random.nextInt(samples.size())).wire());
            int at = random.nextInt(bytes.length + 1);
            reader.feed(bytes, 0, at, heard);
            reader.feed(bytes, at, bytes.length - at, heard);
            for (Frame frame : heard.frames) {
                look(frame);
                Frame.Split part = frame.split();
                if (part != null) {
                    split.add(frame, part);
                }
            }
            frames += heard.frames.size();
            assertThat(reader.pendingBytes()).isLessThanOrEqualTo(FrameReader.MAX_BYTES);
            assertThat(split.heldBytes()).isLessThanOrEqualTo(SplitMessage.MOST_PARTS * FrameReader.MAX_BYTES);
        }
        assertThat(frames).as("most survive").isGreaterThan(ROUNDS / 4);
    }

    @Test
    void randomBodiesAreReadAsSomething() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = new byte[random.nextInt(120)];
            random.nextBytes(body);
            look(new Frame(
                    new Frame.Header(0x0200, Frame.Form.SHORT, "013912345678", 1, 0), null, body, Frame.Wrong.NOTHING));
        }
    }

    private byte[] mutated(byte[] original) {
        byte[] bytes = random.nextInt(8) == 0
                ? java.util.Arrays.copyOf(original, random.nextInt(original.length) + 1)
                : original.clone();
        for (int change = random.nextInt(4); change > 0; change--) {
            bytes[random.nextInt(bytes.length)] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : SPECIAL[random.nextInt(SPECIAL.length)];
        }
        return bytes;
    }

    private static void look(Frame frame) {
        Location location = Location.read(new Body(frame.body()));
        Alarms.wrong(location);
        Alarms.heartbeat(location);
        Alarms.missing(location);
        Alarms.position(location, 1_790_000_000_000L);
        Alarms.of(location).forEach(bit -> Alarms.message(bit, location, 1_790_000_000_000L));
        Batch batch = Batch.read(new Body(frame.body()));
        assertThat(batch.locations().size()).isLessThanOrEqualTo(frame.body().length);
        assertThat(frame.number()).isNotEmpty();
    }
}
