package care.convoy.firmware;

/**
 * The two kinds of text on the wire: printable ASCII without the space (0x21..0x7E), one length byte before it; and what is
 * shown to people, 16 bits a character, their number before it.
 */
final class Text {

    static final int MAX_DEVICE_ID = 64;
    static final int MAX_FIRMWARE = 32;
    static final int MAX_HOST_PORT = 96;
    static final int MAX_NUMBER = 20;

    static final int MAX_SHOWN = 60;

    private Text() {}

    /** A character of the basic plane that is no control character (Unicode's Cc) and no half of a surrogate pair. */
    static boolean isShown(int character) {
        return character >= 0x20
                && !(character >= 0x7F && character <= 0x9F)
                && !(character >= 0xD800 && character <= 0xDFFF);
    }

    static void requireShown(String member, String text) {
        Range.requireWithin("length of " + member, text.length(), 1, MAX_SHOWN);
        if (!text.chars().allMatch(Text::isShown)) {
            throw new IllegalArgumentException(member + " has a character that no device can show");
        }
    }

    static boolean isPrintable(int character) {
        return character >= 0x21 && character <= 0x7E;
    }

    static void requirePrintable(String member, String text, int longest) {
        Range.requireWithin("length of " + member, text.length(), 1, longest);
        requirePrintableOrEmpty(member, text, longest);
    }

    static void requirePrintableOrEmpty(String member, String text, int longest) {
        Range.requireWithin("length of " + member, text.length(), 0, longest);
        if (!text.chars().allMatch(Text::isPrintable)) {
            throw new IllegalArgumentException(member + " has a character that is not printable ASCII");
        }
    }
}
