package care.convoy.console.wire;

import care.convoy.console.Warnings.Block;
import care.convoy.console.Warnings.Warning;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Warnings of weather and disasters as JSON. Stateless. */
public final class WarningJson {
    /** What is shown of a text on one line. */
    private static final int LINE = 200;

    private static final int MOST_AREAS = 20;

    private WarningJson() {}

    /** {@code Warning} of the contract: what fits a line. */
    public static JsonObject brief(Warning warning) {
        JsonArray texts = new JsonArray();
        warning.blocks()
                .forEach(block -> texts.add(new JsonObject()
                        .put("language", block.language())
                        .put("event", line(block.event()))
                        .put("headline", line(block.headline()))));
        JsonObject json = new JsonObject()
                .put("id", warning.id())
                .put("status", warning.status())
                .put("severity", warning.severity())
                .put("residents", warning.residents())
                .put("sender", line(warning.sender()))
                .put("sentAt", Times.text(warning.sentAt()))
                .put(
                        "expiresAt",
                        Times.text(warning.blocks().stream()
                                .map(Block::expiresAt)
                                .max(java.time.Instant::compareTo)
                                .orElse(warning.sentAt())))
                .put("texts", texts);
        return warning.colour() == null ? json : json.put("colour", warning.colour());
    }

    /** {@code WarningDetail} of the contract. @param residents ids, the first of them */
    public static JsonObject detail(Warning warning, List<String> residents) {
        JsonArray blocks = new JsonArray();
        warning.blocks().forEach(block -> blocks.add(block(block)));
        return brief(warning).put("blocks", blocks).put("residentIds", new JsonArray(residents));
    }

    private static JsonObject block(Block block) {
        JsonObject json = new JsonObject()
                .put("language", block.language())
                .put("event", block.event())
                .put("headline", block.headline())
                .put("description", block.description())
                .put("instruction", block.instruction())
                .put("senderName", block.senderName())
                .put("severity", block.severity())
                .put("urgency", block.urgency())
                .put("certainty", block.certainty())
                .put("effectiveAt", Times.text(block.effectiveAt()))
                .put("expiresAt", Times.text(block.expiresAt()))
                .put(
                        "areas",
                        new JsonArray(block.areas().stream().limit(MOST_AREAS).toList()));
        if (block.onsetAt() != null) {
            json.put("onsetAt", Times.text(block.onsetAt()));
        }
        return block.colour() == null ? json : json.put("colour", block.colour());
    }

    private static String line(String text) {
        int[] characters = text.codePoints().limit(LINE + 1).toArray();
        return characters.length <= LINE ? text : new String(characters, 0, LINE - 1) + "…";
    }
}
