package care.convoy.ingest.watch;

import care.convoy.ingest.EventCounts;

/** What is peculiar to watches, counted since start. Thread-safe. */
public final class WatchCounters extends EventCounts<WatchCounters.Count> {
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
        /** Lines of an id that gave way because it was on too many connections. */
        CROWDED_OUT,
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
        super(Count.class);
    }
}
