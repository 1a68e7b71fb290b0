package care.convoy.alertlog.aeron;

import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.SnapshotMarkerDecoder;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/** Damages the consensus module's half of a snapshot while nothing runs on it. */
final class ModuleDamage {
    private static final int FIRST_FRAME_LENGTH_BYTES = 32;
    private static final int UNKNOWN_TEMPLATE = 9_999;

    private ModuleDamage() {}

    /** As if all but the first sector's beginning had been lost. */
    static void zero(Path recording) throws IOException {
        byte[] bytes = Files.readAllBytes(recording);
        for (int at = FIRST_FRAME_LENGTH_BYTES; at < 8_000; at++) {
            bytes[at] = 0;
        }
        Files.write(recording, bytes, StandardOpenOption.WRITE);
    }

    /** All messages stay whole, but the last mark is no mark any more. */
    static void takeEndAway(Path recording) throws IOException {
        byte[] bytes = Files.readAllBytes(recording);
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        MessageHeaderDecoder head = new MessageHeaderDecoder();
        int last = -1;
        int frame = 0;
        for (int length = buffer.getInt(0); length > 0; length = buffer.getInt(frame)) {
            head.wrap(buffer, frame + DataHeaderFlyweight.HEADER_LENGTH);
            if (head.templateId() == SnapshotMarkerDecoder.TEMPLATE_ID) {
                last = frame + DataHeaderFlyweight.HEADER_LENGTH;
            }
            frame += (length + 31) & ~31;
        }
        new MessageHeaderEncoder().wrap(buffer, last).templateId(UNKNOWN_TEMPLATE);
        Files.write(recording, bytes, StandardOpenOption.WRITE);
    }
}
