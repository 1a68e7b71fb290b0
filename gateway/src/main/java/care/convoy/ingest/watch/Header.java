package care.convoy.ingest.watch;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the body of a frame.
 *
 * @param length what the length field says, or {@link #NO_LENGTH} if it cannot be read
 * @param bytes from the opening bracket to the body
 */
record Header(String vendor, String id, @Nullable String index, int length, int bytes) {
    static final int NO_LENGTH = -1;

    private static final int MOST_DIGITS = 20;
    private static final int MOST_IN_GROUP = 8;
    private static final int GROUP = 4;
    private static final int SHORT = -1;
    private static final int WRONG = -2;

    /** What comes of looking for a header. */
    sealed interface Found {}

    /** It is there. */
    record Whole(Header header) implements Found {}

    /** As far as the bytes go. */
    record Unfinished() implements Found {}

    /** This is none. */
    record None() implements Found {}

    private static final Found UNFINISHED = new Unfinished();
    private static final Found NONE = new None();

    /** Reads the header that begins with the bracket at {@code from}; never reads at or beyond {@code to}. */
    static Found read(byte[] bytes, int from, int to) {
        int vendor = from + 1;
        int star = vendor + 2;
        for (int at = vendor; at < star; at++) {
            if (at >= to) {
                return UNFINISHED;
            }
            if (!isVendor(bytes[at])) {
                return NONE;
            }
        }
        if (star >= to) {
            return UNFINISHED;
        }
        if (bytes[star] != '*') {
            return NONE;
        }
        int idEnd = run(bytes, star + 1, to, MOST_DIGITS, true);
        if (idEnd < 0) {
            return idEnd == SHORT ? UNFINISHED : NONE;
        }
        int groupEnd = run(bytes, idEnd + 1, to, MOST_IN_GROUP, false);
        if (groupEnd < 0) {
            return groupEnd == SHORT ? UNFINISHED : NONE;
        }
        String id = text(bytes, star + 1, idEnd);
        String group = text(bytes, idEnd + 1, groupEnd);
        return indexed(bytes, from, groupEnd + 1, to, new Header(text(bytes, vendor, star), id, group, 0, 0));
    }

    /** The first group is an index if another of four hexadecimal digits follows it. */
    private static Found indexed(byte[] bytes, int from, int next, int to, Header begun) {
        String group = begun.index == null ? "" : begun.index;
        boolean mayBe = group.length() == GROUP && lengthOf(group) != NO_LENGTH;
        for (int i = 0; mayBe && i <= GROUP; i++) {
            if (next + i >= to) {
                return UNFINISHED;
            }
            byte each = bytes[next + i];
            mayBe = i < GROUP ? Character.digit(each, 16) >= 0 : each == '*';
        }
        if (mayBe) {
            int length = lengthOf(text(bytes, next, next + GROUP));
            return new Whole(new Header(begun.vendor, begun.id, group, length, next + GROUP + 1 - from));
        }
        return new Whole(new Header(begun.vendor, begun.id, null, lengthOf(group), next - from));
    }

    /** Where the asterisk after at least one and at most {@code most} characters is, or {@link #SHORT} or {@link #WRONG}. */
    private static int run(byte[] bytes, int from, int to, int most, boolean digits) {
        for (int at = from; at < to; at++) {
            byte each = bytes[at];
            if (each == '*') {
                return at > from ? at : WRONG;
            }
            boolean fits = digits ? each >= '0' && each <= '9' : isVendor(each);
            if (!fits || at - from >= most) {
                return WRONG;
            }
        }
        return SHORT;
    }

    private static boolean isVendor(byte each) {
        return each > ' ' && each < 0x7F && each != '*' && each != '[' && each != ']' && each != ',';
    }

    private static int lengthOf(String group) {
        int length = 0;
        for (int i = 0; i < group.length(); i++) {
            int digit = Character.digit(group.charAt(i), 16);
            if (digit < 0 || length > Frame.MAX_MEDIA) {
                return NO_LENGTH;
            }
            length = length * 16 + digit;
        }
        return length;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
