package care.convoy.ingest.jt808;

import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What is peculiar to JT/T 808, counted since start. Thread-safe. */
public final class Jt808Counters {
    private final EnumMap<Count, LongAdder> adders = new EnumMap<>(Count.class);

    /** What is counted. */
    public enum Count {
        /** Connections closed at once because of their network. */
        FOREIGN_NETWORK,
        /** Frames whose check byte was wrong and whose length was right; they are taken. */
        CHECK_WRONG,
        /** Frames whose length was wrong and whose check byte was right; they are taken. */
        LENGTH_WRONG,
        /** Frames of which neither was right; only a call for help is taken from them. */
        DAMAGED,
        /** Bytes between frames that were no frame. */
        BYTES_SKIPPED,
        /** Codes given to devices that registered. */
        REGISTERED,
        /** Alarms answered. */
        ALARMS_ANSWERED,
        /** Reports with an alarm that is in the log already. */
        ALARMS_HELD,
        /** Alarms whose time could not be right. */
        CLOCK_WRONG,
        /** Messages that mean nothing to this gateway. */
        MESSAGES_IGNORED,
        /** Commands sent. */
        COMMANDS_SENT,
        /** Commands that the device said it carried out. */
        COMMANDS_DONE
    }

    Jt808Counters() {
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
