package care.convoy.app;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.Quarantine.Kept;
import care.convoy.ingest.UnknownCaller;
import care.convoy.ingest.UnknownCallers;
import care.convoy.resident.StorageUnavailable;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Archive archive;
    private final DeviceRegistry registry;
    private final Quarantine quarantine;
    private final boolean oneOfSeveral;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("device-keeper").daemon().factory());
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean merged;
    private boolean callersTaken;

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
        // who called is in the database as soon as that can be: else it would be forgotten with this process
        quarantine.callers().watch(() -> {
            if (woken.compareAndSet(false, true)) {
                thread.execute(this::keepCallersNow);
            }
        });
        return this;
    }

    private void keepCallersNow() {
        woken.set(false);
        unharmed(() -> {
            if (archive.isUp()) {
                keepCallers();
            }
        });
    }

    private void look() {
        unharmed(() -> {
            registry.dismissOverdue(clock.millis());
            if (archive.isUp()) {
                keepFirstUses();
                keepQuarantine();
                expireCallers();
                keepCallers();
                takeCallers();
            }
        });
    }

    private static void unharmed(Runnable work) {
        try {
            work.run();
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
            quarantine.merge(archive.quarantine().loadAll());
            merged = true;
        }
    }

    /** Brings to the database who called and who was dismissed, and takes over what others know of them. */
    void keepCallers() {
        UnknownCallers callers = quarantine.callers();
        List<UnknownCaller> news = callers.drainNew();
        if (news.isEmpty()) {
            return;
        }
        try {
            callers.merge(archive.callers().keep(news), clock.millis());
        } catch (StorageUnavailable away) {
            callers.giveBack(news);
            throw away;
        }
    }

    private void expireCallers() {
        List<UnknownCaller> gone = quarantine.callers().expire(clock.millis());
        if (!gone.isEmpty()) {
            archive.callers().remove(gone);
        }
    }

    private void takeCallers() {
        if (oneOfSeveral || !callersTaken || quarantine.callers().hasMoreKept()) {
            quarantine.callers().mergeAll(archive.callers().loadAll(), clock.millis());
            callersTaken = true;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
