package care.convoy.alertlog;

import java.util.List;

/**
 * The committed events of one log, in order, kept on this node until they have reached the database. One reader at a
 * time; the writer is the log's service thread. Any method may throw {@link Away}.
 */
public interface EventHistory {
    /** Drawn when the log was created; part of every event's key. */
    long logId();

    /**
     * The events after (position, ordinal), oldest first; empty if there are none yet.
     *
     * @param position of the last event already taken, or -1 for the beginning
     * @param max most events to return; the events of one command are never torn apart, so there may be a few more
     * @throws Gap if events after that place were already trimmed, or the place lies beyond the end
     */
    List<CommittedEvent> read(long position, int ordinal, int max);

    /** Waits until there is an event after the place, at most {@code waitMillis}; says whether there is. */
    boolean await(long position, int ordinal, long waitMillis) throws InterruptedException;

    /**
     * After which position reading can go on for a reader that is at {@code position} and met a {@link Gap}: what lies
     * between is not kept here.
     *
     * @param position of the reader, or -1 for one that never read this log
     */
    long resumeAfter(long position);

    /** Everything up to this position is in the database and may be deleted here. */
    void trimTo(long position);

    /**
     * Another number once the log was started anew in this process: its replay may have brought back what a reader met as a
     * {@link Gap}.
     */
    default long life() {
        return 0;
    }

    /** It cannot be read now: the log is being started, or its files are not there. Later it may be. */
    final class Away extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Away(String message) {
            super(message);
        }

        public Away(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The reader's place is not in this history: another log, a restored database, or lost files. */
    final class Gap extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Gap(String message) {
            super(message);
        }
    }
}
