package care.convoy.ingest.bridge;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A subscription (MQTT 5.0 §4.7, §4.8) and which topics it matches. Pure. */
record TopicPattern(String filter) {
    private static final Pattern SHARED = Pattern.compile("\\$share/[^/+#]+/(.+)");
    private static final int LONGEST = 1_024;

    /** Why a filter cannot be subscribed to; null if it can. */
    static @Nullable String fault(String filter) {
        if (filter.length() > LONGEST || filter.indexOf('\0') >= 0) {
            return "too long";
        }
        if (filter.startsWith("$share/") && !SHARED.matcher(filter).matches()) {
            return "a shared subscription is $share/GROUP/FILTER";
        }
        String[] levels = new TopicPattern(filter).levels();
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            if (level.length() > 1 && (level.contains("+") || level.contains("#"))) {
                return "+ and # stand alone between slashes";
            }
            if (level.equals("#") && i < levels.length - 1) {
                return "# stands at the end only";
            }
        }
        return null;
    }

    /** Without the group of a shared subscription. */
    private String pattern() {
        var shared = SHARED.matcher(filter);
        return shared.matches() ? shared.group(1) : filter;
    }

    boolean isShared() {
        return SHARED.matcher(filter).matches();
    }

    /** Its levels, without the group of a shared subscription. */
    String[] levels() {
        return pattern().split("/", -1);
    }

    /** How many levels every topic that matches has at least. */
    int leastLevels() {
        String[] levels = levels();
        return levels[levels.length - 1].equals("#") ? levels.length - 1 : levels.length;
    }

    boolean matches(String topic) {
        String[] wanted = levels();
        String[] given = topic.split("/", -1);
        if (topic.startsWith("$") && (wanted[0].equals("+") || wanted[0].equals("#"))) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= given.length || !(wanted[i].equals("+") || wanted[i].equals(given[i]))) {
                return false;
            }
        }
        return wanted.length == given.length;
    }
}
