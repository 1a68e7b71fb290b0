package care.convoy.console.feed;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A browser's end of a feed, as FEED.md tells it to behave; its reading can be stopped. */
final class Reader implements WriteStream<Buffer> {
    record Message(String event, @Nullable String id, JsonObject data) {}

    private final List<Message> messages = new ArrayList<>();
    private final Map<String, JsonObject> rows = new HashMap<>();
    private final Map<String, JsonObject> parts = new HashMap<>();
    private @Nullable Handler<@Nullable Void> drain;
    private @Nullable String lastId;
    private boolean stalled;
    private boolean ended;
    private boolean aborted;
    private int unreadBytes;
    private int roomBytes = Integer.MAX_VALUE;

    /** Takes over what a former connection of the same browser knew. */
    void takeOver(Reader former) {
        rows.putAll(former.rows);
        lastId = former.lastId;
    }

    @Nullable
    String lastId() {
        return lastId;
    }

    Map<String, JsonObject> rows() {
        return rows;
    }

    List<Message> messages() {
        return messages;
    }

    List<Message> named(String event) {
        return messages.stream()
                .filter(message -> message.event().equals(event))
                .toList();
    }

    boolean ended() {
        return ended;
    }

    boolean aborted() {
        return aborted;
    }

    void abort() {
        aborted = true;
    }

    /** From now on only so many bytes fit before the stream is full. */
    void stall(int room) {
        stalled = true;
        roomBytes = room;
    }

    /** Reads what came and goes on. */
    void drain() {
        stalled = false;
        unreadBytes = 0;
        roomBytes = Integer.MAX_VALUE;
        if (drain != null) {
            drain.handle(null);
        }
    }

    /** Reads what came, once; then there is room for as much again. */
    void sip(int room) {
        unreadBytes = 0;
        roomBytes = room;
        if (drain != null) {
            drain.handle(null);
        }
    }

    /** There is room again, but nobody has said so yet: a real stream says it later, when it is half empty. */
    void makeRoom() {
        unreadBytes = 0;
    }

    @Override
    public Future<Void> write(Buffer frame) {
        if (stalled) {
            unreadBytes += frame.length();
        }
        String text = frame.toString();
        if (!text.endsWith("\n\n")) {
            throw new AssertionError("a frame that does not end: " + text);
        }
        read(text);
        return Future.succeededFuture();
    }

    private void read(String text) {
        String event = "";
        String id = null;
        String data = null;
        for (String line : text.strip().split("\n")) {
            int colon = line.indexOf(": ");
            String value = line.substring(colon + 2);
            switch (line.substring(0, colon)) {
                case "event" -> event = value;
                case "id" -> id = value;
                case "data" -> data = value;
                case "retry" -> {}
                default -> throw new AssertionError("unknown field in " + line);
            }
        }
        if (data == null) {
            return;
        }
        Message message = new Message(event, id, new JsonObject(data));
        messages.add(message);
        apply(message);
        lastId = id == null ? lastId : id;
    }

    private void apply(Message message) {
        switch (message.event()) {
            case "snapshot" -> {
                if (message.data().getInteger("part") == 1) {
                    parts.clear();
                }
                each(message.data(), "alerts").forEach(row -> parts.put(row.getString("id"), row));
                if (message.data().getBoolean("last")) {
                    rows.clear();
                    rows.putAll(parts);
                }
            }
            case "alerts" -> {
                for (JsonObject row : each(message.data(), "upsert")) {
                    // while a snapshot comes in parts, a change may come between its parts
                    JsonObject shown = rows.get(row.getString("id"));
                    if (shown == null
                            || isLocal(shown) != isLocal(row)
                            || shown.getLong("version") <= row.getLong("version")) {
                        rows.put(row.getString("id"), row);
                    }
                }
                for (JsonObject gone : each(message.data(), "remove")) {
                    JsonObject shown = rows.get(gone.getString("id"));
                    if (shown != null && (isLocal(shown) || shown.getLong("version") <= gone.getLong("version"))) {
                        rows.remove(gone.getString("id"));
                    }
                }
            }
            default -> {}
        }
    }

    private static boolean isLocal(JsonObject row) {
        return "LOCAL".equals(row.getString("durability"));
    }

    private static List<JsonObject> each(JsonObject data, String member) {
        JsonArray array = data.getJsonArray(member, new JsonArray());
        return array.stream().map(JsonObject.class::cast).toList();
    }

    @Override
    public Future<Void> end() {
        ended = true;
        return Future.succeededFuture();
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return unreadBytes >= roomBytes;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<@Nullable Void> handler) {
        drain = handler;
        return this;
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }
}
