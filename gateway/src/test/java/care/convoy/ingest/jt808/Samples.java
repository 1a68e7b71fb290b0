package care.convoy.ingest.jt808;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Messages of real trackers, from the tests of Traccar (see NOTICE), with what that server reads in them. */
final class Samples {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT_FRAME = "28";

    private Samples() {}

    /** One of them, as it stands in the file. */
    record Sample(String id, JsonNode node) {
        /** What stands in the file; of messages up it is what follows after unescaping, flags included. */
        byte[] bytes() {
            JsonNode at = node.path("frame").has("hex")
                    ? node.path("frame")
                    : node.path("encoded").has("hex") ? node.path("encoded") : node;
            return HexFormat.of().parseHex(at.get("hex").asText());
        }

        /** As it goes over the wire. */
        byte[] wire() {
            return Wire.escaped(bytes());
        }

        /** Whether it is of another protocol that the peer's server takes on the same port. */
        boolean isText() {
            return HexFormat.of().formatHex(bytes()).startsWith(TEXT_FRAME);
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
        try (InputStream file = Objects.requireNonNull(Samples.class.getResourceAsStream("jt808-samples.jsonl"))) {
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
