package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainHeartbeatTest {

    private static final int ROUNDS = 300_000;
    private static final int OFFSET = 5;

    @Test
    void readsInPlaceExactlyWhatTheDecoderReads() {
        Random random = new Random(23);
        int inPlace = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = heartbeat(random);
            ByteBuffer buffer = ByteBuffer.allocate(message.length + 2 * OFFSET);
            buffer.order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            buffer.put(OFFSET, message);
            Decoded decoded = MessageDecoder.decode(buffer, OFFSET, message.length);
            boolean taken = decoded instanceof NativeMessage(var _, Upward.Heartbeat _, var _);
            boolean plain = PlainHeartbeat.isAt(buffer, OFFSET, message.length);
            assertThat(plain).as("round %d", round).isEqualTo(taken && message.length == PlainHeartbeat.BYTES);
            if (plain) {
                inPlace++;
                same((NativeMessage) decoded, buffer);
            }
        }
        assertThat(inPlace).isGreaterThan(ROUNDS / 10).isLessThan(ROUNDS);
    }

    private static void same(NativeMessage decoded, ByteBuffer buffer) {
        Header header = decoded.header();
        Upward.Heartbeat beat = (Upward.Heartbeat) decoded.message();
        assertThat(PlainHeartbeat.epoch(buffer, OFFSET)).isEqualTo(header.epoch());
        assertThat(PlainHeartbeat.sequence(buffer, OFFSET)).isEqualTo(header.sequence());
        assertThat(PlainHeartbeat.timeMillis(buffer, OFFSET)).isEqualTo(header.timeMillis());
        assertThat(PlainHeartbeat.hasUtcTime(buffer, OFFSET)).isEqualTo(header.hasUtcTime());
        assertThat(PlainHeartbeat.batteryPercent(buffer, OFFSET)).isEqualTo(beat.batteryPercent());
        assertThat(PlainHeartbeat.signalPercent(buffer, OFFSET)).isEqualTo(beat.signalPercent());
        assertThat(PlainHeartbeat.worn(buffer, OFFSET)).isEqualTo(beat.worn());
        assertThat(PlainHeartbeat.steps(buffer, OFFSET)).isEqualTo(beat.steps());
        assertThat(buffer.position()).isZero();
    }

    /** A heartbeat, mostly whole, sometimes with a byte changed, cut, or with something behind it. */
    private static byte[] heartbeat(Random random) {
        Header header = new Header(
                Header.VERSION,
                random.nextInt(2),
                random.nextLong(Header.MAX_U32 + 1),
                random.nextLong(Header.MAX_U32 + 1),
                random.nextInt(5) == 0 ? 0 : random.nextLong(Header.MAX_U48 + 1));
        var beat = new Upward.Heartbeat(
                random.nextInt(-1, 101),
                random.nextInt(-1, 101),
                YesNo.values()[random.nextInt(3)],
                random.nextInt(-1, 1_000_000));
        byte[] whole = MessageEncoder.encode(header, beat);
        if (random.nextInt(2) == 0) {
            whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
        }
        int length = random.nextInt(8) == 0 ? random.nextInt(whole.length + 4) : whole.length;
        byte[] message = new byte[length];
        System.arraycopy(whole, 0, message, 0, Math.min(length, whole.length));
        return message;
    }
}
