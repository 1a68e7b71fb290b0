package care.convoy.powercut;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code strace -f -y -xx}: a call whole, a call that another thread interrupted, or its end.
 *
 * @param thread that made it
 * @param name of the call; {@code ---} for a signal
 * @param text what stands behind the name
 */
record CallLine(int thread, String name, Kind kind, String text) {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)", Pattern.DOTALL);
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)", Pattern.DOTALL);
    private static final Pattern RESULT = Pattern.compile(".*\\) += (-?\\w+)(?:<(.*)>)?.*", Pattern.DOTALL);
    private static final String UNFINISHED = "<unfinished ...>";

    enum Kind {
        WHOLE,
        BEGUN,
        ENDED,
        OTHER
    }

    static CallLine of(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a line of strace: " + line);
        }
        int thread = Integer.parseInt(parts.group(1));
        String rest = parts.group(2);
        Matcher resumed = RESUMED.matcher(rest);
        if (resumed.matches()) {
            return new CallLine(thread, resumed.group(1), Kind.ENDED, resumed.group(2));
        }
        int open = rest.indexOf('(');
        if (open <= 0 || rest.startsWith("---") || rest.startsWith("+++")) {
            return new CallLine(thread, rest.substring(0, 3), Kind.OTHER, rest);
        }
        boolean begun = rest.endsWith(UNFINISHED);
        String text = rest.substring(open + 1, rest.length() - (begun ? UNFINISHED.length() : 0));
        return new CallLine(thread, rest.substring(0, open), begun ? Kind.BEGUN : Kind.WHOLE, text);
    }

    /** What the call returned; empty if the line does not say. */
    String result() {
        int close = text.lastIndexOf(") ");
        Matcher result = RESULT.matcher(close < 0 ? "" : text.substring(close));
        return result.matches() ? result.group(1) : "";
    }

    boolean failed() {
        String result = result();
        return result.isEmpty() || result.startsWith("-") || result.equals("?");
    }

    /** The n-th argument as it stands there; arguments of a call hold no comma outside quotes in what is traced here. */
    String argument(int index) {
        String[] arguments = text.split(", ", -1);
        String argument = index < arguments.length ? arguments[index] : "";
        int close = argument.lastIndexOf(") ");
        return (close < 0 ? argument : argument.substring(0, close)).strip();
    }

    /** A number in the n-th argument. */
    long number(int index) {
        return Long.decode(argument(index));
    }

    /** The text in quotes in the n-th argument. */
    byte[] quoted(int index) {
        String argument = argument(index);
        int from = argument.indexOf('"');
        int to = argument.lastIndexOf('"');
        if (from < 0 || to <= from || argument.endsWith("...")) {
            throw new IllegalArgumentException("not a whole text: " + name + ' ' + argument);
        }
        return unescape(argument.substring(from + 1, to));
    }

    String path(int index) {
        return new String(quoted(index), StandardCharsets.UTF_8);
    }

    /** The path that {@code -y} adds to a file descriptor, or null if there is none. */
    @Nullable
    String pathOfDescriptor(int index) {
        String argument = argument(index);
        int from = argument.indexOf('<');
        if (from < 0 || !argument.endsWith(">")) {
            return null;
        }
        return new String(unescape(argument.substring(from + 1, argument.length() - 1)), StandardCharsets.UTF_8);
    }

    private static byte[] unescape(String hex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(hex.length() / 4);
        int at = 0;
        while (at < hex.length()) {
            if (hex.charAt(at) == '\\' && hex.charAt(at + 1) == 'x') {
                bytes.write(Integer.parseInt(hex, at + 2, at + 4, 16));
                at += 4;
            } else {
                bytes.write(hex.charAt(at));
                at++;
            }
        }
        return bytes.toByteArray();
    }
}
