package care.convoy.ingest.jt808;

import care.convoy.ingest.EventCounts;

/** What is peculiar to JT/T 808, counted since start. Thread-safe. */
public final class Jt808Counters extends EventCounts<Jt808Counters.Count> {
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
        super(Count.class);
    }
}
