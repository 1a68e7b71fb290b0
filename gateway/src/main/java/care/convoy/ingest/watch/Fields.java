package care.convoy.ingest.watch;

import java.util.ArrayList;
import java.util.List;

/** The comma separated fields of a body, one after the other. What is not there is empty. */
final class Fields {
    private final String text;
    private int at;
    private boolean more;

    Fields(String text) {
        this.text = text;
        more = !text.isEmpty();
    }

    boolean hasNext() {
        return more;
    }

    String next() {
        if (!more) {
            return "";
        }
        int comma = text.indexOf(',', at);
        String field = comma < 0 ? text.substring(at) : text.substring(at, comma);
        more = comma >= 0;
        at = comma + 1;
        return field;
    }

    /** All that are left, at most {@code most}. */
    List<String> rest(int most) {
        List<String> rest = new ArrayList<>();
        while (more && rest.size() < most) {
            rest.add(next());
        }
        return rest;
    }
}
