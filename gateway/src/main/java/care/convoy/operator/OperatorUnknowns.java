package care.convoy.operator;

import care.convoy.console.UnknownDevices;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The quarantine as the console sees it. Thread-safe. */
final class OperatorUnknowns implements UnknownDevices {
    private static final long SHOWN_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Quarantine quarantine;
    private final InstantSource clock;
    private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();

    OperatorUnknowns(Quarantine quarantine, InstantSource clock) {
        this.quarantine = quarantine;
        this.clock = clock;
        quarantine.addListener(call -> watchers.forEach(Runnable::run));
    }

    @Override
    public List<Call> recentCalls() {
        long since = clock.millis() - SHOWN_MILLIS;
        return quarantine.recentCalls().stream()
                .filter(call -> call.atMillis() > since)
                .map(call -> new Call(
                        name(call.protocol()),
                        call.id(),
                        call.address(),
                        call.kind(),
                        Instant.ofEpochMilli(call.atMillis())))
                .toList();
    }

    @Override
    public List<Quarantined> quarantine() {
        return quarantine.entries().stream()
                .map(entry -> new Quarantined(
                        switch (entry.reason()) {
                            case UNKNOWN -> "unknown";
                            case WRONG_SECRET -> "wrongSecret";
                            case USED_TWICE -> "usedTwice";
                        },
                        name(entry.protocol()),
                        entry.id(),
                        entry.address(),
                        Instant.ofEpochMilli(entry.firstSeenMillis()),
                        Instant.ofEpochMilli(entry.lastSeenMillis()),
                        entry.count(),
                        entry.lastKind(),
                        entry.vendor(),
                        entry.calls()))
                .toList();
    }

    @Override
    public AutoCloseable watch(Runnable changed) {
        watchers.add(changed);
        return () -> watchers.remove(changed);
    }

    private static String name(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }
}
