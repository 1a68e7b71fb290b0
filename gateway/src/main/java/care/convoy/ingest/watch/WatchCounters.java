package care.convoy.ingest.watch;

import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What is peculiar to watches, counted since start. Thread-safe. */
public final class WatchCounters {
    private final EnumMap<Count, LongAdder> adders = new EnumMap<>(Count.class);

    /** What is counted. */
    public enum Count {
        /** Connections closed at once because of their network. */
        FOREIGN_NETWORK,
        /** Frames whose length field was wrong, found by their brackets. */
        LENGTH_WRONG,
        /** Bytes between frames that were no frame. */
        BYTES_SKIPPED,
        /** Frames of ids that nobody provisioned. */
        UNKNOWN_ID,
        /** A device found on two connections at once. */
        USED_TWICE,
        /** Ids that a connection forgot because it carried too many. */
        IDS_DROPPED,
        /** Alarms answered. */
        ALARMS_ANSWERED,
        /** Alarms whose time could not be right. */
        CLOCK_WRONG,
        /** Voice messages and photos, which are not kept. */
        MEDIA_DROPPED,
        /** Words that mean nothing to this gateway. */
        WORDS_IGNORED,
        /** Commands sent to watches. */
        COMMANDS_SENT,
        /** Commands whose word the watch repeated. */
        COMMANDS_DONE
    }

    WatchCounters() {
        for (Count count : Count.values()) {
            adders.put(count, new LongAdder());
        }
    }

    void add(Count count) {
        add(count, 1);
    }

    void add(Count count, long more) {
        Objects.requireNonNull(adders.get(count)).add(more);
    }

    /** How often since start. */
    public long get(Count count) {
        return Objects.requireNonNull(adders.get(count)).sum();
    }
}
