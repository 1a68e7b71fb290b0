package care.convoy.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What people do to alerts and to devices. Thread-safe. */
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

    /** A command of one operator. */
    sealed interface Command {
        Key key();

        /** A command to one alert. */
        sealed interface OnAlert extends Command {
            String alert();
        }

        /** A command to one device. */
        sealed interface OnDevice extends Command {
            String device();
        }

        /** Takes it, or acknowledges that it asked again. */
        record Claim(Key key, String alert, long expectedVersion) implements OnAlert {}

        /** Keeps the lease. */
        record Renew(Key key, String alert) implements OnAlert {}

        /** Gives it back to the queue. */
        record Release(Key key, String alert) implements OnAlert {}

        /** Adds words. @param text 1 to 900 characters, at most 2,800 bytes */
        record Note(Key key, String alert, String text) implements OnAlert {}

        /** Ends the case. @param note as of {@link Note}, or null */
        record Resolve(
                Key key,
                String alert,
                long expectedVersion,
                Disposition disposition,
                @Nullable String note) implements OnAlert {}

        /** Takes it from whoever holds it; the caller is a supervisor. */
        record TakeOver(Key key, String alert, long expectedVersion) implements OnAlert {}

        /** Puts it off. @param reason as in the contract ({@code DeferralReason}) @param note as of {@link Note}, or null */
        record Defer(
                Key key,
                String alert,
                long expectedVersion,
                Duration time,
                String reason,
                @Nullable String note) implements OnAlert {}

        /** How far help has come. @param to from CONTACTING to HANDED_OVER */
        record Progress(Key key, String alert, AlertRow.State to) implements OnAlert {}

        /** Sends for help, all at once. @param actions as in the contract ({@code StepAction}), at least one */
        record Summon(Key key, String alert, List<String> actions) implements OnAlert {
            public Summon {
                actions = List.copyOf(actions);
            }
        }

        /**
         * Sends the card to the ambulance service, which is requested if it is not under way.
         *
         * @param content the card as JSON, opaque here; sealed it has at most 3,000 bytes, so at most 2,800 before
         */
        record SendCard(Key key, String alert, String content) implements OnAlert {}

        /** Opens a case again that has ended. */
        record Reopen(Key key, String alert, @Nullable String note) implements OnAlert {}

        /** Closes a case for good that has ended. */
        record Close(Key key, String alert, @Nullable String note) implements OnAlert {}

        /** A device is being tried out for a time: its alerts are held. */
        record BeginTest(Key key, String device, Duration time) implements OnDevice {}

        /** The trial is over. */
        record EndTest(Key key, String device) implements OnDevice {}

        /**
         * A device is to do something because of a case.
         *
         * @param device another device of somebody whom the case is about; null for the one that opened it
         * @param order one of those that {@link DeviceOrder#isForCase}
         */
        record OrderForCase(Key key, String alert, @Nullable String device, DeviceOrder order) implements OnAlert {}

        /** A device is to do something; without a case. */
        record OrderForDevice(Key key, String device, DeviceOrder order) implements OnDevice {}
    }

    /** What may be ordered of a device. */
    sealed interface DeviceOrder {
        /** Whether it may be ordered for a case; the rest sets a device up. */
        default boolean isForCase() {
            return switch (this) {
                case Locate _, Measure _, Ring _, Message _, CallBack _ -> true;
                case Configure _, SosNumbers _, FallAlarm _ -> false;
            };
        }

        /** Its name in the contract: {@code what} of {@code orderForDevice}. */
        default String what() {
            return switch (this) {
                case Locate _ -> "locate";
                case Measure _ -> "measure";
                case Ring _ -> "ring";
                case CallBack _ -> "callBack";
                case Message _ -> "message";
                case Configure _ -> "configure";
                case SosNumbers _ -> "sosNumbers";
                case FallAlarm _ -> "fallAlarm";
            };
        }

        /** Tell where you are. */
        record Locate() implements DeviceOrder {}

        /** Measure now. */
        record Measure() implements DeviceOrder {}

        /** Sound, to be found or noticed. */
        record Ring() implements DeviceOrder {}

        /** Call the centre, as a call that the wearer hears. */
        record CallBack() implements DeviceOrder {}

        /** Show a text. @param text 1 to 60 characters */
        record Message(String text) implements DeviceOrder {}

        /** Report as often as this, in seconds; null is unchanged, at least one is given. */
        record Configure(
                @Nullable Integer heartbeat,
                @Nullable Integer vitals,
                @Nullable Integer location) implements DeviceOrder {}

        /** Whom the device calls by itself. @param numbers none to three, as dialled */
        record SosNumbers(List<String> numbers) implements DeviceOrder {
            public SosNumbers {
                numbers = List.copyOf(numbers);
            }
        }

        /** Whether falls are alarms. */
        record FallAlarm(boolean on) implements DeviceOrder {}
    }

    /** What became of a command. */
    sealed interface Result {
        /**
         * It took effect and is durable.
         *
         * @param version of the alert; 0 for a device
         * @param duplicate it already had, with the same key
         */
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
        /** A later signal asks for attention and was seen; it is acknowledged first, by a claim. */
        ATTENTION_PENDING,
        NOT_OWNER,
        WRONG_STATE,
        NOT_VERIFIED,
        COSIGNER_MISSING,
        TOO_MANY_NOTES,
        /** The key was used for another command. */
        KEY_REUSED,
        /** A P1 is never put off. */
        P1_NEVER_WAITS,
        /** Longer than an alert may be put off or a device tried out. */
        TOO_LONG,
        /** The resident has another open alert. */
        OTHER_ALERT_OPEN,
        /** The log holds as much as it may. */
        FULL,
        /** The log does not answer; this waits until it does. */
        LOG_AWAY
    }
}
