package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private final Heard heard = new Heard();
    private final FrameReader reader = new FrameReader();

    private void feed(int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int each : bytes) {
            buffer.put((byte) each);
        }
        reader.feed(buffer.flip(), heard.sink());
    }

    @Test
    void idleConnectionHoldsNoMemory() {
        reader.feed(ByteBuffer.wrap(Vector.named("heartbeat-full").bytes()), heard.sink());

        assertThat(heard.words()).containsExactly("HEARTBEAT");
        assertThat(reader.retainedBytes()).isZero();
        assertThat(reader.pendingBytes()).isZero();
    }

    @Test
    void announcedLengthCostsNothingUntilItComes() {
        feed(Frame.MAGIC_FIRST, Frame.MAGIC_SECOND, 0x03, 0xF8, 1);

        assertThat(reader.retainedBytes()).isEqualTo(64);
        assertThat(reader.pendingBytes()).isEqualTo(5);
        assertThat(heard.results()).isEmpty();
    }

    @Test
    void cutFrameIsLetGoWhenItIsDone() {
        byte[] frame = Vector.named("stream-largest-frame").bytes();
        reader.feed(ByteBuffer.wrap(frame, 0, 900), heard.sink());
        assertThat(reader.retainedBytes()).isBetween(900, Frame.MAX_BYTES);
        reader.feed(ByteBuffer.wrap(frame, 900, frame.length - 900), heard.sink());

        assertThat(heard.words()).containsExactly("HEARTBEAT");
        assertThat(reader.retainedBytes()).isZero();
    }

    @Test
    void firstByteIsEnoughToSeeAnotherProtocol() {
        feed(0x16);

        assertThat(heard.words()).containsExactly("BAD_MAGIC");
        assertThat(reader.isEnded()).isTrue();
    }

    @Test
    void nothingIsReadAfterTheEnd() {
        feed(0x16);
        reader.feed(ByteBuffer.wrap(Vector.named("sos-bare").bytes()), heard.sink());
        reader.finish(heard.sink());

        assertThat(heard.words()).containsExactly("BAD_MAGIC");
    }

    @Test
    void emptyReadChangesNothing() {
        feed();
        reader.finish(heard.sink());

        assertThat(heard.results()).isEmpty();
    }

    @Test
    void writerRefusesWhatDoesNotFit() {
        FrameWriter writer = new FrameWriter();
        Setting longest = new Setting.ServerAddress(2, "h".repeat(96));
        var tooLong = new Downward.Configure(1, Collections.nCopies(11, longest));

        assertThatThrownBy(() -> writer.write(Header.of(1, 1, 1), tooLong, ByteBuffer.allocate(4096)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.write(Header.of(1, 1, 1), new Upward.Test(), ByteBuffer.allocate(20)))
                .isInstanceOf(BufferOverflowException.class);
    }

    @Test
    void decoderLeavesTheBufferAsItWas() {
        ByteBuffer buffer = ByteBuffer.wrap(Vector.named("salvaged-sos-no-body").bytes());
        buffer.position(3).limit(9);

        assertThat(MessageDecoder.decode(buffer, 0, 9)).isInstanceOf(NativeMessage.class);
        assertThat(buffer.position()).isEqualTo(3);
        assertThat(buffer.limit()).isEqualTo(9);
        assertThatThrownBy(() -> MessageDecoder.decode(buffer, 4, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void typeCanBeSeenWithoutDecoding() {
        byte[] frame = Vector.named("sos-bare").bytes();

        assertThat(Frame.typeCodeAt(ByteBuffer.wrap(frame), Frame.PREFIX_BYTES)).isEqualTo(MessageType.SOS.code());
    }

    @Test
    void reasonsSayWhetherTheStreamGoesOn() {
        assertThat(List.of(Reason.values()).stream().filter(Reason::endsStream))
                .containsExactly(Reason.BAD_MAGIC, Reason.BAD_LENGTH, Reason.BAD_VERSION, Reason.OUT_OF_ORDER);
    }
}
