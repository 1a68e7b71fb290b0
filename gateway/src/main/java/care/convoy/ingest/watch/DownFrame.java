package care.convoy.ingest.watch;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes frames down. Pure. */
final class DownFrame {
    private DownFrame() {}

    /**
     * Whom a frame is for.
     *
     * @param index echoed in an answer; null for a device that counts nothing
     */
    record Address(String vendor, String id, @Nullable String index) {
        static Address of(Frame frame) {
            return new Address(frame.vendor(), frame.id(), frame.index());
        }
    }

    /** The whole frame; its length in lower-case hexadecimal digits. */
    static byte[] write(Address to, Reply reply) {
        String body = reply.body();
        StringBuilder frame = new StringBuilder(body.length() + 40)
                .append('[')
                .append(to.vendor())
                .append('*')
                .append(to.id())
                .append('*');
        if (to.index() != null) {
            frame.append(to.index()).append('*');
        }
        frame.append(String.format(Locale.ROOT, "%04x", body.length()))
                .append('*')
                .append(body);
        return frame.append(']').toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
