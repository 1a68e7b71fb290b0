package care.convoy.ingest.watch;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The body of a frame down.
 *
 * @param spelled the word as the watch spelled it; only in its case, and in what follows {@code AL} and {@code UD}, may it
 *     differ from {@code word}
 * @param arguments what follows the word and a comma: printable characters without brackets; empty for nothing
 */
record Reply(DownWord word, String spelled, String arguments) {
    private static final Pattern TAIL = Pattern.compile("[A-Za-z0-9_]{0,16}");
    private static final Pattern ARGUMENTS = Pattern.compile("[0-9A-Za-z,._+:-]{0,4096}");

    Reply {
        if (!isSpelling(word, spelled) || !ARGUMENTS.matcher(arguments).matches()) {
            throw new IllegalArgumentException(
                    "watch: not a spelling of " + word + ", or arguments that cannot be sent");
        }
    }

    /** A word alone, as the watch spelled it; as it should be spelled if that cannot be sent back. */
    static Reply echo(DownWord word, String received) {
        return new Reply(word, isSpelling(word, received) ? received : word.text(), "");
    }

    static Reply of(DownWord word, String arguments) {
        return new Reply(word, word.text(), arguments);
    }

    private static boolean isSpelling(DownWord word, String spelled) {
        int length = word.text().length();
        boolean begins = spelled.toLowerCase(Locale.ROOT).startsWith(word.text().toLowerCase(Locale.ROOT));
        return begins
                && (spelled.length() == length
                        || (word.isFamily()
                                && TAIL.matcher(spelled.substring(length)).matches()));
    }

    String body() {
        return arguments.isEmpty() ? spelled : spelled + "," + arguments;
    }
}
