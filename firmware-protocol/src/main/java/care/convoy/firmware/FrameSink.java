package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Where a {@link FrameReader} delivers what it found, in the order of the stream, on the feeding thread. */
public interface FrameSink {

    /**
     * One message whose checksum is right. The bytes are valid during this call only; the buffer's position and limit must
     * be left as they are.
     *
     * @param offset absolute index of the message's first byte
     * @param length 2..{@link Frame#MAX_MESSAGE_BYTES}
     */
    void message(ByteBuffer buffer, int offset, int length);

    /** Bytes that are no frame. If {@link Reason#endsStream()}, nothing more will come. */
    void broken(Reason reason);

    /** A sink that decodes each message, and passes everything on as values. */
    static FrameSink decoding(Consumer<Decoded> consumer) {
        return new FrameSink() {
            @Override
            public void message(ByteBuffer buffer, int offset, int length) {
                consumer.accept(MessageDecoder.decode(buffer, offset, length));
            }

            @Override
            public void broken(Reason reason) {
                consumer.accept(Malformed.of(reason));
            }
        };
    }
}
