package care.convoy.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Good CBOR maps: the JSON seeds in CBOR, and what only CBOR has. */
final class CborSeeds {
    /** Of no stated length; a text in pieces; a float of two bytes; a tag; undefined; a name that is a number. */
    private static final List<String> ONLY_CBOR = List.of(
            "bf64747970656373 6f7363736571 01ff",
            "a1647479706 57f617361 6f6173ff",
            "a2647479706568 6c6f636174696f6e 636c6174f95000",
            "d9d9f7a164747970656373 6f73",
            "a2647479706563736f73 63736571f7",
            "a264747970656373 6f730102");

    private CborSeeds() {}

    static List<byte[]> of(List<byte[]> jsons) {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] json : jsons) {
            seeds.add(cbor(json));
        }
        for (String hex : ONLY_CBOR) {
            seeds.add(HexFormat.of().parseHex(hex.replace(" ", "")));
        }
        return seeds;
    }

    private static byte[] cbor(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonParser from = new JsonFactory().createParser(json);
                JsonGenerator to = new CBORFactory().createGenerator(out)) {
            from.nextToken();
            to.copyCurrentStructure(from);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
        return out.toByteArray();
    }
}
