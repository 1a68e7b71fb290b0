package care.convoy.monitoring;

import care.convoy.device.ResidentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what was learned of persons and keeps it, on a thread of its own ({@code learned}), so that the rules never wait for the
 * database. {@link #want}, {@link #offer} and {@link #poll} never block; what finds no room is refused, and the caller comes again.
 * While the database is away what is at hand waits, and is tried again each {@value #AGAIN_MILLIS} ms.
 */
final class LearnedKeeper implements AutoCloseable {
    static final int MOST_WAITING = 4_096;
    private static final int BATCH = 256;
    private static final long AGAIN_MILLIS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(LearnedKeeper.class);

    /** Of one person; null bytes if nothing was kept. */
    private static final class Learned {
        final ResidentId resident;
        final byte @Nullable [] bytes;

        Learned(ResidentId resident, byte @Nullable [] bytes) {
            this.resident = resident;
            this.bytes = bytes;
        }
    }

    private final HealthMonitor.Shelf shelf;
    private final ArrayBlockingQueue<ResidentId> wanted = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ArrayBlockingQueue<Learned> found = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ArrayBlockingQueue<Learned> toKeep = new ArrayBlockingQueue<>(MOST_WAITING);
    private final List<ResidentId> finding = new ArrayList<>();
    private final Map<ResidentId, byte[]> keeping = new HashMap<>();
    private final LongAdder failures = new LongAdder();
    private final Thread thread = Thread.ofPlatform().name("learned").daemon().unstarted(this::runForEver);

    LearnedKeeper(HealthMonitor.Shelf shelf) {
        this.shelf = shelf;
    }

    void start() {
        thread.start();
    }

    /** False if there is no room now. */
    boolean want(ResidentId resident) {
        return wanted.offer(resident);
    }

    /** False if there is no room now. */
    boolean offer(ResidentId resident, byte[] learned) {
        return toKeep.offer(new Learned(resident, learned));
    }

    /** Gives what was found, with null for those of whom nothing was kept. */
    void poll(BiConsumer<ResidentId, byte @Nullable []> to) {
        for (Learned each = found.poll(); each != null; each = found.poll()) {
            to.accept(each.resident, each.bytes);
        }
    }

    /** Tries of the database that failed. */
    long failures() {
        return failures.sum();
    }

    private void runForEver() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!turn()) {
                    TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** One turn, of a second at most if there is nothing to do. False if the database is away. */
    boolean turn() throws InterruptedException {
        try {
            if (finding.isEmpty() && found.remainingCapacity() >= BATCH) {
                ResidentId first = wanted.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    finding.add(first);
                    wanted.drainTo(finding, BATCH - 1);
                }
            }
            find();
            keep();
            return true;
        } catch (RuntimeException away) {
            failures.increment();
            LOG.debug("what is usual for persons is not read or kept: {}", away.getMessage());
            return false;
        }
    }

    private void find() {
        if (finding.isEmpty()) {
            return;
        }
        Map<ResidentId, byte[]> kept = shelf.find(finding);
        for (ResidentId each : finding) {
            found.add(new Learned(each, kept.get(each)));
        }
        finding.clear();
    }

    private void keep() {
        if (keeping.isEmpty()) {
            List<Learned> batch = new ArrayList<>();
            toKeep.drainTo(batch, BATCH);
            for (Learned each : batch) {
                if (each.bytes != null) {
                    keeping.put(each.resident, each.bytes);
                }
            }
        }
        if (!keeping.isEmpty()) {
            shelf.keep(keeping);
            keeping.clear();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
