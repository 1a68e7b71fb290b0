package care.convoy.observation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether alarms can be taken and made durable, from named checks. Not the database, not the console: they are not on
 * the way of an alarm. Thread-safe.
 */
public final class Health {
    private final Map<String, Supplier<@Nullable String>> checks = new LinkedHashMap<>();
    private final Map<String, Supplier<@Nullable String>> remarks = new LinkedHashMap<>();

    /** @param check says what is wrong, or null if nothing is; must not block */
    public synchronized void require(String name, Supplier<@Nullable String> check) {
        checks.put(name, check);
    }

    /** @param remark says what is out of the ordinary although alarms can be taken, or null; must not block */
    public synchronized void remark(String name, Supplier<@Nullable String> remark) {
        remarks.put(name, remark);
    }

    /** What is wrong now, by name of the check; empty means ready. */
    public synchronized Map<String, String> complaints() {
        return said(checks);
    }

    /** What is out of the ordinary now, by name; ready all the same. */
    public synchronized Map<String, String> remarks() {
        return said(remarks);
    }

    private static Map<String, String> said(Map<String, Supplier<@Nullable String>> by) {
        Map<String, String> words = new LinkedHashMap<>();
        by.forEach((name, supplier) -> {
            String word = supplier.get();
            if (word != null) {
                words.put(name, word);
            }
        });
        return words;
    }

    public synchronized int size() {
        return checks.size();
    }
}
