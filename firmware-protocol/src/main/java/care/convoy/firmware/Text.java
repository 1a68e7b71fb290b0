package care.convoy.firmware;

/** The one kind of text on the wire: printable ASCII without the space (0x21..0x7E), one length byte before it. */
final class Text {

    static final int MAX_DEVICE_ID = 64;
    static final int MAX_FIRMWARE = 32;
    static final int MAX_HOST_PORT = 96;
    static final int MAX_NUMBER = 20;

    private Text() {}

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
