package care.convoy.storage;

import care.convoy.resident.StorageUnavailable;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls the series up, repairs latest values after a crash and deletes what is old, on a thread of its own. Survives an absent database. Several gateways on one
 * database may each run it.
 */
public final class SeriesUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesUpkeep.class);
    private static final long TURN_SECONDS = 15;
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private final StorageCounters counters;
    private final Rollups rollups;
    private final LatestRepair latest;
    private final List<Kept> kept;
    private final Database database;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("series-upkeep").daemon().unstarted(this::run);
    private boolean failing;

    /** What is kept for how long. */
    private record Kept(VitalsPartitions partitions, Period howLong) {}

    public SeriesUpkeep(Database database, SeriesRetention retention, StorageCounters counters) {
        this.database = database;
        this.counters = counters;
        rollups = new Rollups(database, counters);
        latest = new LatestRepair(database);
        kept = List.of(
                new Kept(new VitalsPartitions(database, VitalsPartitions.Series.VITALS), retention.vitals()),
                new Kept(new VitalsPartitions(database, VitalsPartitions.Series.LOCATIONS), retention.locations()),
                new Kept(new VitalsPartitions(database, VitalsPartitions.Series.FIVE_MINUTES), retention.rollups()),
                new Kept(new VitalsPartitions(database, VitalsPartitions.Series.DAILY), retention.rollups()));
    }

    /** Starts the thread; the migrations have to be done. */
    public void start() {
        thread.start();
    }

    private void run() {
        long deleteDueNanos = System.nanoTime();
        try {
            do {
                Instant now = Instant.now();
                turn("repair of latest values", latest::run);
                turn("roll-ups", () -> rollups.run(now));
                if (System.nanoTime() - deleteDueNanos >= 0) {
                    deleteDueNanos = System.nanoTime() + HOUR_NANOS;
                    turn("deletion of old measurements", () -> deleteOld(now));
                }
            } while (!closing.await(TURN_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn(String what, Runnable work) {
        try {
            work.run();
            failing = false;
        } catch (StorageUnavailable away) {
            LOG.debug("{} not done: {}", what, away.getMessage());
        } catch (IllegalStateException fault) {
            if (!failing) {
                LOG.error("{} not done, tried again: {}", what, fault.getMessage());
            }
            failing = true;
        }
    }

    /** Deletes what is older than it is kept, series by series, as well as such rows of the quarantine. */
    void deleteOld(Instant now) {
        for (Kept each : kept) {
            int dropped = each.partitions().dropBefore(SeriesRetention.before(now, each.howLong()));
            counters.chunksDropped.add(dropped);
            if (dropped > 0) {
                LOG.info("{} chunks of a series deleted, older than {}", dropped, each.howLong());
            }
        }
        Period longest = kept.getFirst().howLong();
        database.series(connection -> {
            try (var delete = connection.prepareStatement("delete from vitals_quarantine where received_at < ?")) {
                delete.setObject(
                        1, Rows.time(SeriesRetention.before(now, longest).toEpochMilli()));
                return delete.executeUpdate();
            }
        });
    }

    /** Ends after the portion under way. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
