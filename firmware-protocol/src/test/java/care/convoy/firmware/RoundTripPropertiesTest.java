package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripPropertiesTest {

    private static RandomGenerator seeded(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void whatIsEncodedDecodesToTheSame(MessageType type) {
        RandomMessages random = new RandomMessages(seeded(type.code()));
        for (int i = 0; i < 2_000; i++) {
            NativeMessage message = new NativeMessage(random.header(), random.message(type));
            byte[] bytes = MessageEncoder.encode(message.header(), message.message());

            assertThat(MessageDecoder.decode(bytes)).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyCutOfTheStreamDecodesAlike(long seed) {
        RandomGenerator random = seeded(seed);
        List<Decoded> expected = new ArrayList<>();
        byte[] stream = stream(new RandomMessages(random), 200, expected);

        assertThat(Heard.wholeStream(stream).results()).isEqualTo(expected);
        for (int most : new int[] {1, 2, 3, 7, 31, 64, 1_000, 5_000}) {
            for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                assertThat(cut(stream, most, random, order, false)).isEqualTo(expected);
                assertThat(cut(stream, most, random, order, true)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream-two-frames",
                "stream-bad-crc-goes-on",
                "stream-bad-magic",
                "stream-bad-second-magic",
                "stream-length-1",
                "stream-length-1017",
                "stream-length-65535",
                "stream-truncated",
                "stream-refused-goes-on",
                "stream-smallest-press",
                "stream-largest-frame"
            })
    void everyCutInTwoOfAVectorDecodesAlike(String name) {
        byte[] stream = Vector.named(name).bytes();
        List<Decoded> expected = Heard.wholeStream(stream).results();

        for (int at = 0; at <= stream.length; at++) {
            Heard heard = new Heard();
            FrameReader reader = new FrameReader();
            reader.feed(ByteBuffer.wrap(stream, 0, at), heard.sink());
            reader.feed(ByteBuffer.wrap(stream, at, stream.length - at), heard.sink());
            reader.finish(heard.sink());

            assertThat(heard.results()).as("cut at %d", at).isEqualTo(expected);
        }
    }

    private static byte[] stream(RandomMessages random, int count, List<Decoded> expected) {
        FrameWriter writer = new FrameWriter();
        ByteBuffer out = ByteBuffer.allocate(count * Frame.MAX_BYTES);
        for (int i = 0; i < count; i++) {
            NativeMessage message = new NativeMessage(random.header(), random.message());
            out.order(i % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            writer.write(message.header(), message.message(), out);
            expected.add(message);
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    private static List<Decoded> cut(byte[] stream, int most, RandomGenerator random, ByteOrder order, boolean direct) {
        Heard heard = new Heard();
        FrameReader reader = new FrameReader();
        int at = 0;
        while (at < stream.length) {
            int size = Math.min(1 + random.nextInt(most), stream.length - at);
            ByteBuffer part = direct ? ByteBuffer.allocateDirect(size + 3) : ByteBuffer.allocate(size + 3);
            part.position(3).put(stream, at, size).flip().position(3);
            reader.feed(part.order(order), heard.sink());
            assertThat(part.hasRemaining()).isFalse();
            at += size;
        }
        reader.finish(heard.sink());
        return heard.results();
    }
}
