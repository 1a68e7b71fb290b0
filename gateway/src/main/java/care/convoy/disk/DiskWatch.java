package care.convoy.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the room on the disks each second: says so once when it gets low, has what is no alarm refused when it is tight,
 * and takes the alert log out of use before the disk under it is full. Everything comes back by itself when there is room.
 *
 * <p>A disk that cannot be asked stays at its former level and is counted. {@link #level} and {@link #describe} may be called
 * on any thread, {@link #look} on one.
 */
public final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final Duration EACH = Duration.ofSeconds(1);

    private final List<DiskPlace> places;
    private final LongFunction<DiskThresholds> thresholds;
    private final Consequences consequences;
    private final Map<DiskLevel, LongAdder> reached = new EnumMap<>(DiskLevel.class);
    private final LongAdder failures = new LongAdder();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("disk-watch").daemon().unstarted(this::run);
    private volatile Map<String, Finding> findings = Map.of();
    private boolean tight;
    private boolean full;

    /** What is done; called once at each change, on the watch's thread. */
    public interface Consequences {
        /** Whether what is no alarm is to be refused from now on. */
        void refuseAllButAlarms(boolean refuse);

        /** The alert log is not to be written any more. @param why for people */
        void leaveLog(String why);

        /** It may be written again. */
        void returnToLog();
    }

    /** How it is with one place. */
    public record Finding(DiskPlace place, DiskLevel level, long freeBytes) {}

    /** @param thresholds by the size of the disk; {@link DiskThresholds#of} unless somebody wants others */
    public DiskWatch(List<DiskPlace> places, LongFunction<DiskThresholds> thresholds, Consequences consequences) {
        this.places = List.copyOf(places);
        this.thresholds = thresholds;
        this.consequences = consequences;
        for (DiskLevel level : DiskLevel.values()) {
            reached.put(level, new LongAdder());
        }
    }

    /** Looks once at once, then each second. */
    public void start() {
        look();
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(EACH.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at every disk and does what follows. */
    void look() {
        Map<String, Finding> now = new LinkedHashMap<>();
        for (DiskPlace place : places) {
            Finding found = look(place, findings.get(place.name()));
            if (found != null) {
                now.put(place.name(), found);
            }
        }
        findings = Map.copyOf(now);
        follow();
    }

    private @Nullable Finding look(DiskPlace place, @Nullable Finding former) {
        DiskLevel before = former == null ? DiskLevel.OK : former.level();
        try {
            DiskPlace.Room room = place.probe().look();
            DiskLevel level = thresholds.apply(room.totalBytes()).level(room.freeBytes(), before);
            if (level != before) {
                reached(level).increment();
                LOG.warn("disk.level place={} level={} freeBytes={}", place.name(), level, room.freeBytes());
            }
            return new Finding(place, level, room.freeBytes());
        } catch (IOException unreadable) {
            failures.increment();
            LOG.debug("disk.unreadable place={}", place.name(), unreadable);
            return former;
        }
    }

    private void follow() {
        boolean tightNow = level().compareTo(DiskLevel.TIGHT) >= 0;
        if (tightNow != tight) {
            tight = tightNow;
            consequences.refuseAllButAlarms(tightNow);
        }
        Finding fullNow = findings.values().stream()
                .filter(found -> found.place().carriesLog() && found.level() == DiskLevel.FULL)
                .findFirst()
                .orElse(null);
        if (fullNow != null && !full) {
            full = true;
            consequences.leaveLog("the disk of the " + fullNow.place().name() + " directory is full: "
                    + fullNow.freeBytes() + " bytes are free");
        } else if (fullNow == null && full) {
            full = false;
            consequences.returnToLog();
        }
    }

    /** The worst of all. */
    public DiskLevel level() {
        return findings.values().stream()
                .map(Finding::level)
                .max(DiskLevel::compareTo)
                .orElse(DiskLevel.OK);
    }

    /** By place. */
    public Map<String, Finding> findings() {
        return findings;
    }

    /** How often a level was reached, from above or below. */
    public long reachedCount(DiskLevel level) {
        return reached(level).sum();
    }

    /** How often a disk could not be asked. */
    public long failures() {
        return failures.sum();
    }

    private LongAdder reached(DiskLevel level) {
        LongAdder count = reached.get(level);
        if (count == null) {
            throw new IllegalStateException("every level is counted");
        }
        return count;
    }

    /** For people: each place with its free megabytes, and its level if that is not OK. */
    public String describe() {
        StringBuilder words = new StringBuilder();
        for (DiskPlace place : places) {
            Finding found = findings.get(place.name());
            words.append(words.isEmpty() ? "" : ", ").append(place.name());
            words.append(found == null ? " CANNOT BE ASKED" : " " + (found.freeBytes() >> 20) + " MB free");
            if (found != null && found.level() != DiskLevel.OK) {
                words.append(' ').append(found.level());
            }
        }
        return words.toString();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}
