package care.convoy.ingest.watch;

import java.util.List;
import java.util.Locale;

/** Bodies that carry sound or a picture, and how their bytes are escaped: 7D stands before 01 to 05. Pure. */
final class Media {
    private static final char ESCAPE = 0x7D;
    private static final String PLAIN = "}[],*";
    private static final List<String> WORDS = List.of("tk,", "tk2,", "jxtk,", "img,");
    private static final int LONGEST_WORD = 5;

    private Media() {}

    /** Whether the body that begins at {@code from} is one, as far as it has come. */
    static boolean isMedia(byte[] bytes, int from, int to) {
        int length = Math.min(LONGEST_WORD, to - from);
        if (length < 1) {
            return false;
        }
        StringBuilder begin = new StringBuilder(LONGEST_WORD);
        for (int i = 0; i < length; i++) {
            begin.append((char) (bytes[from + i] & 0xFF));
        }
        String word = begin.toString().toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(word::startsWith);
    }

    /** How many bytes an escaped text stands for, or -1 if it is damaged. */
    static int length(String escaped) {
        int length = 0;
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == ESCAPE) {
                i++;
                if (i == escaped.length() || escaped.charAt(i) < 1 || escaped.charAt(i) > PLAIN.length()) {
                    return -1;
                }
            }
            length++;
        }
        return length;
    }

    /** The bytes that an intact escaped text stands for, a character each. */
    static String unescape(String escaped) {
        StringBuilder plain = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char each = escaped.charAt(i);
            boolean pair = each == ESCAPE && i + 1 < escaped.length();
            plain.append(pair ? PLAIN.charAt(escaped.charAt(++i) - 1) : each);
        }
        return plain.toString();
    }

    /** Escapes bytes, a character each, for a body. */
    static String escape(String plain) {
        StringBuilder escaped = new StringBuilder(plain.length() + 8);
        for (int i = 0; i < plain.length(); i++) {
            int special = PLAIN.indexOf(plain.charAt(i));
            if (special < 0) {
                escaped.append(plain.charAt(i));
            } else {
                escaped.append(ESCAPE).append((char) (special + 1));
            }
        }
        return escaped.toString();
    }
}
