package care.convoy.ingest;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How often each kind of event happened since start. Thread-safe and never waits. */
public abstract class EventCounts<K extends Enum<K>> {
    private final Map<K, LongAdder> adders;

    /** @param kinds what is counted */
    protected EventCounts(Class<K> kinds) {
        adders = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            adders.put(kind, new LongAdder());
        }
    }

    /** One more. */
    public final void add(K kind) {
        add(kind, 1);
    }

    public final void add(K kind, long more) {
        Objects.requireNonNull(adders.get(kind)).add(more);
    }

    /** How often since start. */
    public final long get(K kind) {
        return Objects.requireNonNull(adders.get(kind)).sum();
    }
}
