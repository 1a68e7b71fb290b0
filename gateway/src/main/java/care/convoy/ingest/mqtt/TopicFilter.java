package care.convoy.ingest.mqtt;

/** Topic filters (MQTT 3.1.1 and 5.0 §4.7). Pure. */
final class TopicFilter {
    static final String SHARED = "$share/";

    private TopicFilter() {}

    /** Whether it is well formed (§4.7.1). */
    static boolean isValid(String filter) {
        if (filter.isEmpty()) {
            return false;
        }
        for (int i = 0; i < filter.length(); i++) {
            char each = filter.charAt(i);
            if (each == '#' || each == '+') {
                boolean opens = i == 0 || filter.charAt(i - 1) == '/';
                boolean last = i == filter.length() - 1;
                boolean closes = last || (each == '+' && filter.charAt(i + 1) == '/');
                if (!opens || !closes) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean isShared(String filter) {
        return filter.startsWith(SHARED);
    }

    /** Whether a shared filter names a group and a filter (MQTT 5.0 §4.8.2). */
    static boolean isWellShared(String filter) {
        int slash = filter.indexOf('/', SHARED.length());
        String group = slash < 0 ? "" : filter.substring(SHARED.length(), slash);
        return !group.isEmpty() && group.indexOf('#') < 0 && group.indexOf('+') < 0 && isValid(withoutGroup(filter));
    }

    /** Of a shared filter what is behind the group's name. */
    static String withoutGroup(String filter) {
        return filter.substring(filter.indexOf('/', SHARED.length()) + 1);
    }

    /** Whether a topic name matches a valid filter; a wildcard in front does not match a name that begins with $ (§4.7.2). */
    static boolean matches(String filter, String topic) {
        boolean wild = filter.charAt(0) == '#' || filter.charAt(0) == '+';
        if (wild && topic.startsWith("$")) {
            return false;
        }
        int f = 0;
        int t = 0;
        while (f < filter.length()) {
            char each = filter.charAt(f);
            if (each == '#') {
                return true;
            }
            if (each == '+') {
                while (t < topic.length() && topic.charAt(t) != '/') {
                    t++;
                }
                f++;
            } else if (t < topic.length() && topic.charAt(t) == each) {
                f++;
                t++;
            } else {
                // "a/#" also matches its parent "a"
                return t == topic.length() && filter.length() - f == 2 && filter.endsWith("/#");
            }
        }
        return t == topic.length();
    }
}
