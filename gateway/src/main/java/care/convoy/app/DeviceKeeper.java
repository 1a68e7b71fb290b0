package care.convoy.app;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.Quarantine.Kept;
import care.convoy.resident.StorageUnavailable;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every five seconds, on a thread of its own: brings to the database what the listeners learnt of devices, takes over what other
 * gateways on the same database have in quarantine, and ends connections that stand on a secret whose time is over. Best
 * effort: while the database is away the quarantine is in memory only.
 */
final class DeviceKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceKeeper.class);
    private static final long EVERY_SECONDS = 5;
    /** A call is shown for an hour. */
    private static final long CALLS_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Archive archive;
    private final DeviceRegistry registry;
    private final Quarantine quarantine;
    private final boolean oneOfSeveral;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("device-keeper").daemon().factory());
    private boolean merged;

    /** @param oneOfSeveral whether other gateways work on the same database */
    DeviceKeeper(
            Archive archive,
            DeviceRegistry registry,
            Quarantine quarantine,
            boolean oneOfSeveral,
            InstantSource clock) {
        this.archive = archive;
        this.registry = registry;
        this.quarantine = quarantine;
        this.oneOfSeveral = oneOfSeveral;
        this.clock = clock;
    }

    DeviceKeeper start() {
        var _ = thread.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    private void look() {
        try {
            registry.dismissOverdue(clock.millis());
            if (archive.isUp()) {
                keepFirstUses();
                keepQuarantine();
            }
        } catch (StorageUnavailable away) {
            LOG.debug("devices not kept: {}", away.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("what was learnt of devices cannot be kept", broken);
        }
    }

    /** @throws StorageUnavailable if the database is away; it is tried again */
    void keepFirstUses() {
        Map<DeviceId, Long> uses = registry.drainFirstUses();
        if (uses.isEmpty()) {
            return;
        }
        try {
            archive.noteFirstUses(uses);
        } catch (StorageUnavailable away) {
            registry.giveBack(uses);
            throw away;
        }
    }

    /** What the database refuses for another reason than being away is dropped: it would be refused for ever. */
    void keepQuarantine() {
        List<Kept> news = quarantine.drainNew();
        if (!news.isEmpty()) {
            try {
                archive.quarantine().add(news);
            } catch (StorageUnavailable away) {
                quarantine.giveBack(news);
                throw away;
            }
        }
        if (oneOfSeveral || !merged) {
            quarantine.merge(archive.quarantine().loadAll(), clock.millis() - CALLS_MILLIS);
            merged = true;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
