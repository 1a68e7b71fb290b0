package care.convoy.alert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** The next deadline of each open alert, earliest first, equal ones by alert id; one entry per alert. */
final class Deadlines {
    private record Deadline(long atMillis, AlertId alert) {}

    private final TreeSet<Deadline> order =
            new TreeSet<>(Comparator.comparingLong(Deadline::atMillis).thenComparing(Deadline::alert));
    private final Map<AlertId, Deadline> byAlert = new HashMap<>();

    void set(AlertId alert, long atMillis) {
        remove(alert);
        Deadline deadline = new Deadline(atMillis, alert);
        byAlert.put(alert, deadline);
        order.add(deadline);
    }

    void remove(AlertId alert) {
        Deadline former = byAlert.remove(alert);
        if (former != null) {
            order.remove(former);
        }
    }

    /** The earliest deadline, or {@code Long.MAX_VALUE}. */
    long nextMillis() {
        return order.isEmpty() ? Long.MAX_VALUE : order.first().atMillis();
    }

    /** Whose it is. */
    AlertId nextAlert() {
        return order.first().alert();
    }
}
