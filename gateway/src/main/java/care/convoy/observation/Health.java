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

    /** @param check says what is wrong, or null if nothing is; must not block */
    public synchronized void require(String name, Supplier<@Nullable String> check) {
        checks.put(name, check);
    }

    /** What is wrong now, by name of the check; empty means ready. */
    public synchronized Map<String, String> complaints() {
        Map<String, String> complaints = new LinkedHashMap<>();
        checks.forEach((name, check) -> {
            String complaint = check.get();
            if (complaint != null) {
                complaints.put(name, complaint);
            }
        });
        return complaints;
    }

    public synchronized int size() {
        return checks.size();
    }
}
