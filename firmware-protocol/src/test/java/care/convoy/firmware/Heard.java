package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a reader said about a stream, in order; equal for equal streams however they are cut. */
final class Heard {

    private final List<Decoded> results = new ArrayList<>();
    private final FrameSink sink = FrameSink.decoding(results::add);

    FrameSink sink() {
        return sink;
    }

    List<Decoded> results() {
        return results;
    }

    /** Type names of messages, reasons of the rest. */
    List<String> words() {
        return results.stream().map(Heard::word).toList();
    }

    static String word(Decoded result) {
        return switch (result) {
            case NativeMessage message -> message.message().type().name();
            case Malformed malformed -> malformed.reason().name();
        };
    }

    static Heard wholeStream(byte[] bytes) {
        Heard heard = new Heard();
        FrameReader reader = new FrameReader();
        reader.feed(ByteBuffer.wrap(bytes), heard.sink());
        reader.finish(heard.sink());
        return heard;
    }
}
