package care.convoy.ingest.watch;

import org.jspecify.annotations.Nullable;

/**
 * One frame {@code [MM*ID*IIII*LLLL*BODY]}, taken apart.
 *
 * @param vendor two ASCII characters
 * @param id 1 to 20 digits as the device wrote them
 * @param index four hexadecimal digits, or null if the device counts nothing
 * @param body between the last asterisk and the closing bracket, a character for each byte (ISO 8859-1), still escaped
 * @param lengthRight whether the length field told where the body ends; else its brackets did
 */
record Frame(String vendor, String id, @Nullable String index, String body, boolean lengthRight) {
    /** Largest body of words, in bytes. */
    static final int MAX_TEXT = 64 * 1024;

    /** Largest body that carries sound or a picture, in bytes. */
    static final int MAX_MEDIA = 256 * 1024;

    /** What the body begins with, up to the first comma. */
    String word() {
        int comma = body.indexOf(',');
        return comma < 0 ? body : body.substring(0, comma);
    }

    /** What follows the word and its comma; empty if nothing does. */
    String fields() {
        int comma = body.indexOf(',');
        return comma < 0 ? "" : body.substring(comma + 1);
    }
}
