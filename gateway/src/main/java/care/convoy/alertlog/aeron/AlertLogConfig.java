package care.convoy.alertlog.aeron;

import care.convoy.alert.CoreLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How this node's alert log runs.
 *
 * @param directory of everything that must survive; not on the database's disk
 * @param membership who forms the log
 * @param profile how its threads rest
 * @param limits of the core; the same on all members
 * @param snapshots when they are taken
 * @param maxOutstanding commands that may wait for their answer at once; one more is refused with {@code Unavailable}
 * @param answerWithin how long a command may take before it fails with {@code Unavailable}
 */
public record AlertLogConfig(
        Path directory,
        Membership membership,
        Profile profile,
        CoreLimits limits,
        SnapshotPolicy snapshots,
        int maxOutstanding,
        Duration answerWithin) {
    /** The first of the ports of a member. */
    public static final int DEFAULT_PORT_BASE = 7800;

    public AlertLogConfig {
        directory = directory.toAbsolutePath().normalize();
        if (maxOutstanding < 1 || maxOutstanding > 65_536) {
            throw new IllegalArgumentException("alert log: 1 to 65,536 outstanding commands");
        }
        if (answerWithin.toMillis() < 50 || answerWithin.toMillis() > 60_000) {
            throw new IllegalArgumentException("alert log: an answer within 50 ms to 60 s");
        }
    }

    /** One member, in this process. */
    public static AlertLogConfig single(Path directory, int portBase) {
        return of(directory, Membership.single(portBase));
    }

    /** The usual, for these members. */
    public static AlertLogConfig of(Path directory, Membership membership) {
        return new AlertLogConfig(
                directory,
                membership,
                Profile.DEFAULT,
                CoreLimits.standard(),
                SnapshotPolicy.standard(),
                8_192,
                Duration.ofMillis(800));
    }

    public AlertLogConfig with(Profile newProfile) {
        return new AlertLogConfig(directory, membership, newProfile, limits, snapshots, maxOutstanding, answerWithin);
    }

    public AlertLogConfig with(SnapshotPolicy newSnapshots) {
        return new AlertLogConfig(directory, membership, profile, limits, newSnapshots, maxOutstanding, answerWithin);
    }

    public AlertLogConfig withMaxOutstanding(int newMaxOutstanding) {
        return new AlertLogConfig(directory, membership, profile, limits, snapshots, newMaxOutstanding, answerWithin);
    }

    /** How the log's threads rest while there is nothing to do. */
    public enum Profile {
        /** Short rests while a command is under way; a few per cent of a core when idle. */
        DEFAULT(20_000, 50_000, 2_000_000),
        /** Longer rests: later answers, less processor time. */
        ECO(100_000, 200_000, 8_000_000);

        final long busyParkNanos;
        final long minParkNanos;
        final long maxParkNanos;

        Profile(long busyParkNanos, long minParkNanos, long maxParkNanos) {
            this.busyParkNanos = busyParkNanos;
            this.minParkNanos = minParkNanos;
            this.maxParkNanos = maxParkNanos;
        }
    }

    /**
     * When a snapshot is taken, always only if commands came since the last one.
     *
     * @param every after this time
     * @param everyLogBytes or when the log grew by this much
     */
    public record SnapshotPolicy(Duration every, long everyLogBytes) {
        public SnapshotPolicy {
            if (every.toMillis() < 100 || everyLogBytes < 65_536) {
                throw new IllegalArgumentException("snapshots: not more often than each 100 ms or 64 KB");
            }
        }

        /** Each ten minutes or 64 MB. */
        public static SnapshotPolicy standard() {
            return new SnapshotPolicy(Duration.ofMinutes(10), 64L << 20);
        }
    }
}
