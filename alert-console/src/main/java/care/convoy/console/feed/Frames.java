package care.convoy.console.feed;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes messages of FEED.md as server-sent events (WHATWG HTML 9.2.6): one {@code data} line each. Pure. */
final class Frames {
    private Frames() {}

    /** A message that moves no event id. */
    static Buffer message(String event, JsonObject data) {
        return Buffer.buffer("event: " + event + "\ndata: ")
                .appendBuffer(data.toBuffer())
                .appendString("\n\n");
    }

    /** One part of a snapshot. @param id null unless it is the last */
    static Buffer snapshot(@Nullable String id, int part, List<Buffer> rows) {
        Buffer frame = head("snapshot", id).appendString("{\"part\":" + part + ",\"last\":" + (id != null));
        frame.appendString(",\"alerts\":[");
        append(frame, rows);
        return frame.appendString("]}\n\n");
    }

    /** Changes. @param id null unless it makes the reader complete */
    static Buffer alerts(@Nullable String id, List<Buffer> upserts, List<Buffer> removals) {
        Buffer frame = head("alerts", id).appendString("{");
        if (!upserts.isEmpty()) {
            frame.appendString("\"upsert\":[");
            append(frame, upserts);
            frame.appendString(removals.isEmpty() ? "]" : "],");
        }
        if (!removals.isEmpty()) {
            frame.appendString("\"remove\":[");
            append(frame, removals);
            frame.appendString("]");
        }
        return frame.appendString("}\n\n");
    }

    static Buffer removal(String id, long version) {
        return new JsonObject().put("id", id).put("version", version).toBuffer();
    }

    private static Buffer head(String event, @Nullable String id) {
        return Buffer.buffer("event: " + event + (id == null ? "" : "\nid: " + id) + "\ndata: ");
    }

    private static void append(Buffer frame, List<Buffer> values) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                frame.appendString(",");
            }
            frame.appendBuffer(values.get(i));
        }
    }
}
