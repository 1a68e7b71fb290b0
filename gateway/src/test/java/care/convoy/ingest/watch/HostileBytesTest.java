package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes: nothing is thrown, nothing grows. {@code -Dwatch.hostile=1000000} for more of them. */
class HostileBytesTest {
    private static final int ROUNDS = Integer.getInteger("watch.hostile", 20_000);
    private static final String SPECIAL = "[]*,}\u0001\u0002ALUDKTG30159afAF\u0000\u007d";

    private final Random random = new Random(7_710);
    private final List<Samples.Sample> samples = Samples.all();

    @Test
    void mutatedSamplesAreReadAsSomethingInAnyPieces() {
        FrameReader reader = new FrameReader();
        long frames = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Heard heard = new Heard();
            byte[] bytes = mutated(samples.get(random.nextInt(samples.size())).bytes());
            int at = random.nextInt(bytes.length + 1);
            reader.feed(bytes, 0, at, heard);
            reader.feed(bytes, at, bytes.length - at, heard);
            if (random.nextInt(4) == 0) {
                reader.quiet(heard);
            }
            heard.frames.forEach(HostileBytesTest::look);
            frames += heard.frames.size();
            assertThat(reader.pendingBytes()).isLessThanOrEqualTo(Frame.MAX_MEDIA + 64);
            if (heard.tooLarge) {
                reader = new FrameReader();
            }
        }
        assertThat(frames).as("most survive").isGreaterThan(ROUNDS / 4);
    }

    @Test
    void randomBytesAreSurvivedAndCutAlike() {
        for (int round = 0; round < ROUNDS / 4; round++) {
            byte[] bytes = special(1 + random.nextInt(120));
            List<Frame> whole = Heard.in(bytes);
            whole.forEach(HostileBytesTest::look);
            assertThat(Heard.single(bytes).frames).isEqualTo(whole);
        }
    }

    @Test
    void randomBodiesAreReadAsSomething() {
        for (int round = 0; round < ROUNDS; round++) {
            String body = new String(special(random.nextInt(200)), StandardCharsets.ISO_8859_1);
            String word = List.of("AL,", "UD,", "LK,", "bphrt,", "oxygen,", "btemp2,", "TK,", "")
                    .get(random.nextInt(8));
            look(new Frame("3G", "8800000015", null, word + body, true));
        }
    }

    private byte[] mutated(byte[] original) {
        byte[] bytes = random.nextInt(8) == 0
                ? java.util.Arrays.copyOf(original, random.nextInt(original.length) + 1)
                : original.clone();
        for (int change = random.nextInt(4); change > 0; change--) {
            bytes[random.nextInt(bytes.length)] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) SPECIAL.charAt(random.nextInt(SPECIAL.length()));
        }
        return bytes;
    }

    private byte[] special(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = random.nextInt(20) == 0
                    ? (byte) random.nextInt(256)
                    : (byte) SPECIAL.charAt(random.nextInt(SPECIAL.length()));
        }
        return random.nextBoolean() ? bytes : framed(bytes);
    }

    private byte[] framed(byte[] body) {
        String head = "[3G*8800000015*" + String.format("%04x", Math.max(0, body.length + random.nextInt(5) - 2)) + "*";
        return Heard.bytes(head + new String(body, StandardCharsets.ISO_8859_1) + "]");
    }

    private static void look(Frame frame) {
        WatchMessage message = MessageReader.read(frame);
        Strangers.of(frame, message, "");
        if (message instanceof PositionReport report) {
            assertThat(report.status().wrong(false)).isNotNull();
            Positions.missing(report);
            if (report.fix().isReadable()) {
                assertThat(Positions.of(report, 1_800_000_000_000L).latitude()).isBetween(-90.0, 90.0);
            }
        }
    }
}
