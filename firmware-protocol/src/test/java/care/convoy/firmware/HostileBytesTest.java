package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** A million random and mutated frames: nothing is thrown, nothing is kept, and every kind of fault was met. */
class HostileBytesTest {

    private static final long SEED = 20260101;
    private static final int FRAMES = 1_000_000;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private final RandomMessages messages = new RandomMessages(random);
    private final FrameWriter writer = new FrameWriter();
    private final ByteBuffer bytes = ByteBuffer.allocate(2 * Frame.MAX_BYTES);
    private final Map<Reason, Integer> faults = new EnumMap<>(Reason.class);
    private int whole;
    private int salvaged;

    private final FrameSink sink = FrameSink.decoding(this::count);

    @Test
    void aMillionHostileFramesAreValuesAndLeaveNothingBehind() {
        FrameReader reader = new FrameReader();
        int mostRetained = 0;
        for (int i = 0; i < FRAMES; i++) {
            prepare(i % 8);
            feedInParts(reader);
            mostRetained = Math.max(mostRetained, reader.retainedBytes());
            if (reader.isEnded()) {
                assertThat(reader.retainedBytes()).isZero();
                reader = new FrameReader();
            } else if (i % 64 == 63) {
                reader.finish(sink);
                reader = new FrameReader();
            }
        }

        assertThat(mostRetained).as("seed %d", SEED).isBetween(1, Frame.MAX_BYTES);
        assertThat(whole).isGreaterThan(FRAMES / 20);
        assertThat(salvaged).isGreaterThan(1_000);
        assertThat(faults)
                .containsKeys(
                        Reason.TRUNCATED,
                        Reason.BAD_MAGIC,
                        Reason.BAD_LENGTH,
                        Reason.BAD_CRC,
                        Reason.BAD_VERSION,
                        Reason.UNKNOWN_TYPE,
                        Reason.BAD_BODY,
                        Reason.OUT_OF_RANGE,
                        Reason.SEALED);
    }

    @Test
    void aCallForHelpWithAnyMembersIsACallForHelp() {
        for (int i = 0; i < 200_000; i++) {
            byte[] message = new byte[2 + random.nextInt(120)];
            random.nextBytes(message);
            message[0] = (byte) (1 + random.nextInt(15));
            MessageType type = random.nextBoolean() ? MessageType.SOS : MessageType.FALL;
            message[1] = (byte) type.code();

            NativeMessage decoded = (NativeMessage) MessageDecoder.decode(message);

            assertThat(decoded.message().type()).isEqualTo(type);
        }
    }

    private void prepare(int kind) {
        bytes.clear();
        switch (kind) {
            case 0 -> {
                byte[] noise = new byte[1 + random.nextInt(200)];
                random.nextBytes(noise);
                bytes.put(noise);
            }
            case 1 -> {
                bytes.put((byte) Frame.MAGIC_FIRST).put((byte) Frame.MAGIC_SECOND);
                bytes.putShort((short) random.nextInt());
                bytes.putLong(random.nextLong());
            }
            case 2, 3 -> mutatedMessageInAGoodFrame();
            case 4, 5, 6 -> mutatedFrame();
            default -> writer.write(messages.header(), messages.message(), bytes);
        }
        bytes.flip();
    }

    private void mutatedFrame() {
        writer.write(messages.header(), messages.message(), bytes);
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
            // mostly behind magic and length, so that the checksum has to find it
            int at = random.nextInt(8) == 0 ? random.nextInt(4) : random.nextInt(bytes.position());
            bytes.put(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
        }
        if (random.nextInt(16) == 0) {
            bytes.position(1 + random.nextInt(bytes.position()));
        }
    }

    private void mutatedMessageInAGoodFrame() {
        byte[] message = MessageEncoder.encode(messages.header(), messages.message());
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int reach = random.nextInt(4) == 0 ? Math.min(3, message.length) : message.length;
            message[random.nextInt(reach)] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) {
            message = Arrays.copyOf(message, 2 + random.nextInt(message.length + 8));
        }
        writer.write(message, bytes);
    }

    private void feedInParts(FrameReader reader) {
        while (bytes.hasRemaining()) {
            int end = bytes.limit();
            int part = random.nextInt(3) == 0 ? 1 + random.nextInt(bytes.remaining()) : bytes.remaining();
            bytes.limit(bytes.position() + part);
            reader.feed(bytes, sink);
            bytes.limit(end);
        }
    }

    private void count(Decoded decoded) {
        switch (decoded) {
            case NativeMessage message -> {
                whole++;
                salvaged += message.isSalvaged() ? 1 : 0;
            }
            case Malformed malformed -> faults.merge(malformed.reason(), 1, Integer::sum);
        }
    }
}
