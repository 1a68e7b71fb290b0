package care.convoy.console.feed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An event id: which run of the server, and how far. */
record FeedPosition(String epoch, long sequence) {
    private static final Pattern SHAPE = Pattern.compile("([0-9a-f]{16})-(\\d{1,18})");

    /** Null if it is not of that shape. */
    static @Nullable FeedPosition parse(String id) {
        Matcher matcher = SHAPE.matcher(id);
        return matcher.matches() ? new FeedPosition(matcher.group(1), Long.parseLong(matcher.group(2))) : null;
    }

    @Override
    public String toString() {
        return epoch + '-' + sequence;
    }
}
