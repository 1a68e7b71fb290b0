package care.convoy.console;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What people do to alerts. Thread-safe. */
public interface AlertCommands {
    /**
     * Orders a command. Never blocks and never throws; called on the console's event loop. The stage may complete on any
     * thread, normally with a {@link Result}; a failure counts as {@link Result.Unavailable}. The {@link Alerts.Watcher} is
     * told of the change before the stage completes, so that who was answered reads what was done.
     */
    CompletionStage<Result> submit(Command command);

    /**
     * Who commands, and what makes the command known again when it is sent twice.
     *
     * @param id from the request's {@code Idempotency-Key}, the operator, the alert and the operation
     */
    record Key(Operator operator, UUID id) {}

    /** A command of one operator to one alert. */
    sealed interface Command {
        Key key();

        String alert();

        /** Takes it, or acknowledges that it asked again. */
        record Claim(Key key, String alert, long expectedVersion) implements Command {}

        /** Keeps the lease. */
        record Renew(Key key, String alert) implements Command {}

        /** Gives it back to the queue. */
        record Release(Key key, String alert) implements Command {}

        /** Adds words. @param text 1 to 900 characters, at most 2,800 bytes */
        record Note(Key key, String alert, String text) implements Command {}

        /** Ends the case. @param note as of {@link Note}, or null */
        record Resolve(
                Key key,
                String alert,
                long expectedVersion,
                Disposition disposition,
                @Nullable String note) implements Command {}
    }

    /** What became of a command. */
    sealed interface Result {
        /** It took effect and is durable. @param duplicate it already had, with the same key */
        record Done(long version, AlertRow.Durability durability, boolean duplicate) implements Result {}

        /**
         * It changed nothing.
         *
         * @param owner who holds the alert now, or null
         * @param since since when, or null
         * @param version of the alert now; 0 if it is unknown
         */
        record Refused(
                Reason reason,
                @Nullable Operator owner,
                @Nullable Instant since,
                long version) implements Result {}

        /** The log did not answer: it may or may not take effect. The same key may be sent again. */
        record Unavailable() implements Result {}
    }

    /** Why a command was refused. */
    enum Reason {
        UNKNOWN_ALERT,
        OWNED_BY_OTHER,
        VERSION_MISMATCH,
        NOT_OWNER,
        WRONG_STATE,
        NOT_VERIFIED,
        COSIGNER_MISSING,
        TOO_MANY_NOTES
    }
}
