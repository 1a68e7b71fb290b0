package care.convoy.ingest.jt808;

import care.convoy.ingest.jt808.Frame.Split;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A message that comes in parts, one after the other. One at a time, at most {@link #MOST_PARTS}: a part that is not the next
 * one begins anew or is nothing.
 */
final class SplitMessage {
    static final int MOST_PARTS = 64;

    private int id;
    private int next = 1;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    /** @return the whole message, or null until the last part has come */
    @Nullable
    Frame add(Frame part, Split split) {
        if (split.part() == 1) {
            forget();
            id = part.id();
        }
        if (split.part() != next || part.id() != id || split.total() > MOST_PARTS) {
            return null;
        }
        next++;
        held.writeBytes(part.body());
        if (split.part() < split.total()) {
            return null;
        }
        // kept until the next message begins: the last part comes again if it is not answered
        next--;
        byte[] body = held.toByteArray();
        held.reset();
        held.write(body, 0, body.length - part.body().length);
        return part.whole(body);
    }

    /** Whether the part was kept: one that did not come after its first has to be sent again, with all that it is a part of. */
    boolean holds(Frame part, Split split) {
        return part.id() == id && split.part() > 0 && split.part() < next;
    }

    /** Bytes that wait for the rest. */
    int heldBytes() {
        return held.size();
    }

    private void forget() {
        held.reset();
        next = 1;
    }
}
