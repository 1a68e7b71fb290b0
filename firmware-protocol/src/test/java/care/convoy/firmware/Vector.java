package care.convoy.firmware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One golden vector of {@code firmware-protocol/vectors}; the format is in the module's README. */
record Vector(String name, Map<String, List<String>> facts, byte[] bytes) {

    static List<Vector> all() {
        try (Stream<Path> files = Files.list(Path.of("vectors"))) {
            return files.filter(file -> file.toString().endsWith(".hex"))
                    .sorted()
                    .map(Vector::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Vector> ofKind(String... kinds) {
        return all().stream()
                .filter(vector -> List.of(kinds).contains(vector.one("kind")))
                .toList();
    }

    static Vector named(String name) {
        return read(Path.of("vectors", name + ".hex"));
    }

    private static Vector read(Path file) {
        try {
            Map<String, List<String>> facts = new TreeMap<>();
            StringBuilder hex = new StringBuilder();
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                if (line.startsWith("@")) {
                    String[] fact = line.substring(1).split(" ", 2);
                    facts.computeIfAbsent(fact[0], _ -> new ArrayList<>()).add(fact.length > 1 ? fact[1] : "");
                } else {
                    hex.append(line.replaceAll("#.*|\\s", ""));
                }
            }
            String name = file.getFileName().toString().replace(".hex", "");
            return new Vector(name, facts, HexFormat.of().parseHex(hex));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String one(String key) {
        return facts.getOrDefault(key, List.of("")).getFirst();
    }

    boolean isCanonical() {
        return !one("canonical").equals("no");
    }

    /** Facts whose key begins so, in the shape of {@link Flattened}. */
    Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        facts.forEach((key, values) -> {
            if (key.startsWith("header.") || key.startsWith("body.")) {
                expected.put(key, values.getFirst());
            }
        });
        return expected;
    }

    @Override
    public String toString() {
        return name;
    }
}
