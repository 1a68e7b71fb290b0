package care.convoy.alertlog;

import care.convoy.alert.Command;
import java.util.concurrent.CompletionStage;

/**
 * The one ordered, durable log of commands, with the alert core behind it. Thread-safe.
 *
 * <p>{@link #submit} never blocks. Its stage completes only when the command is on disk on a majority of the members and
 * the core has answered; it fails with {@link Unavailable} when that did not happen in time, and then the command may or
 * may not take effect later: send it again with the same key.
 */
public interface AlertLog extends AutoCloseable {
    /** Orders, makes durable, applies. The stage completes on the log's own thread: do little there. */
    CompletionStage<Receipt> submit(Command command);

    /** Whether the log takes commands now. */
    Health health();

    /** Whether this node carries out what the core decided. False while it is not known. */
    boolean leads();

    @Override
    void close();

    /** How the log is. */
    enum Health {
        STARTING,
        READY,
        NO_QUORUM,
        /** The log does not answer; what is taken is safe in this gateway's emergency journal only. */
        DEGRADED,
        STOPPED
    }

    /** The log did not answer in time, is full or is stopped. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Unavailable(String message) {
            super(message, null, false, false);
        }
    }
}
