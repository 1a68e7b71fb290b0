package care.convoy.operator;

import care.convoy.console.UnknownDevices;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.UnknownCaller;
import care.convoy.ingest.UnknownCallers;
import care.convoy.resident.Resident;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The quarantine as the console sees it. Thread-safe. */
final class OperatorUnknowns implements UnknownDevices {
    private final Quarantine quarantine;
    private final Function<String, @Nullable Resident> wearer;
    private final InstantSource clock;

    /** @param wearer of a registered device, by its id; null if it is not registered, or has none */
    OperatorUnknowns(Quarantine quarantine, Function<String, @Nullable Resident> wearer, InstantSource clock) {
        this.quarantine = quarantine;
        this.wearer = wearer;
        this.clock = clock;
    }

    @Override
    public Calls calls() {
        UnknownCallers.View view = quarantine.callers().view();
        return new Calls(view.open().stream().map(this::call).toList(), view.beyond());
    }

    private Call call(UnknownCaller caller) {
        Resident resident = wearer.apply(caller.id());
        return new Call(
                name(caller.protocol()),
                caller.id(),
                caller.address(),
                caller.kind(),
                Instant.ofEpochMilli(caller.openedMillis()),
                caller.rangMillis() == 0 ? null : Instant.ofEpochMilli(caller.rangMillis()),
                Instant.ofEpochMilli(caller.lastMillis()),
                caller.times(),
                resident == null ? null : new Registered(resident.regionCode(), resident.name()));
    }

    @Override
    public boolean dismiss(String protocol, String id, Instant openedAt, String by) {
        Protocol named = Protocol.named(protocol);
        return named != null && quarantine.callers().dismiss(named, id, openedAt.toEpochMilli(), by, clock.millis());
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
        return quarantine.callers().watch(changed);
    }

    private static String name(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }
}
