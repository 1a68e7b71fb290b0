package care.convoy.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Messages of real watches, from the tests of Traccar (see NOTICE), with what that server reads in them. */
final class Samples {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    /** One of them, as it stands in the file. */
    record Sample(String id, JsonNode node) {
        /** The bytes on the wire. */
        byte[] bytes() {
            JsonNode at = node.path("frame").has("hex")
                    ? node.path("frame")
                    : node.path("encoded").has("hex") ? node.path("encoded") : node;
            return HexFormat.of().parseHex(at.get("hex").asText());
        }

        JsonNode expected() {
            return node.path("expected");
        }

        @Override
        public String toString() {
            return id;
        }
    }

    static List<Sample> all() {
        try (InputStream file = Objects.requireNonNull(Samples.class.getResourceAsStream("watch-samples.jsonl"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Samples::parse)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Sample parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return new Sample(node.get("id").asText(), node);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Sample> ofKind(String prefix) {
        return all().stream().filter(sample -> sample.id().startsWith(prefix)).toList();
    }
}
