package care.convoy.notify.sms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text as short messages in UCS-2: 70 characters in one, or 67 in each of several with a concatenation header of an 8-bit
 * reference (3GPP TS 23.040 clause 9.2.3.24.1). A character beyond the basic plane is not cut in two.
 */
final class Parts {
    static final int IN_ONE = 70;
    static final int IN_EACH = 67;
    private static final int MOST = 255;

    private Parts() {}

    /** The user data of each part. @param reference the same for all parts of a text, 0 to 255 */
    static List<byte[]> of(String text, int reference) {
        if (text.length() <= IN_ONE) {
            return List.of(text.getBytes(StandardCharsets.UTF_16BE));
        }
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length() && pieces.size() < MOST) {
            int to = Math.min(from + IN_EACH, text.length());
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        List<byte[]> parts = new ArrayList<>();
        for (int number = 1; number <= pieces.size(); number++) {
            byte[] words = pieces.get(number - 1).getBytes(StandardCharsets.UTF_16BE);
            byte[] part = new byte[6 + words.length];
            part[0] = 5;
            part[1] = 0;
            part[2] = 3;
            part[3] = (byte) reference;
            part[4] = (byte) pieces.size();
            part[5] = (byte) number;
            System.arraycopy(words, 0, part, 6, words.length);
            parts.add(part);
        }
        return parts;
    }
}
