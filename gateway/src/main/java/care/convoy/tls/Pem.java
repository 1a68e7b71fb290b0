package care.convoy.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Textual encodings (RFC 7468): the blocks of a PEM file; what stands between them is comment. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    private Pem() {}

    /** @param label as {@code CERTIFICATE}; @param der decoded */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(String label, byte[] der) {}

    static List<Block> read(String file, byte[] content) throws TlsRefused {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(matcher.group(2).strip());
                blocks.add(new Block(matcher.group(1), der));
            } catch (IllegalArgumentException damaged) {
                throw new TlsRefused(file + ": block " + (blocks.size() + 1) + " (" + matcher.group(1)
                        + ") is not whole: copy the file again");
            }
        }
        return blocks;
    }
}
