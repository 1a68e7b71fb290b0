package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.Sealed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that a device is to be told or to do: kept by the core until it has come to one of its ends.
 *
 * <pre>
 *   PENDING ----> SENT ----> ACKNOWLEDGED                       the device has it, or has done it
 *      |            |------> UNSUPPORTED, REFUSED, FAILED       the device says that it has not
 *      '------------+------> EXPIRED, SUPERSEDED                told no longer
 * </pre>
 *
 * @param id the device's command id, 1 to {@link #MOST_IDS}, the same in every repeat
 * @param alert on whose time line it is; null if it was ordered without a case
 * @param by who ordered it; null if the alert's life did
 * @param expiresAtMillis core time from which on it is not told any more
 * @param sent whether it was sent at least once
 */
public record Intent(
        long id,
        DeviceId device,
        @Nullable AlertId alert,
        What what,
        @Nullable OperatorId by,
        long expiresAtMillis,
        boolean sent) {
    /** The highest command id: 2^32 - 1. */
    public static final long MOST_IDS = 0xFFFF_FFFFL;

    /** What is wanted. */
    public sealed interface What {
        /** Of which kind. */
        default Kind kind() {
            return switch (this) {
                case Accepted _ -> Kind.ACCEPTED;
                case Resolved _ -> Kind.RESOLVED;
                case Locate _ -> Kind.LOCATE;
                case Measure _ -> Kind.MEASURE;
                case Ring _ -> Kind.RING;
                case Show _ -> Kind.MESSAGE;
                case Configure _ -> Kind.CONFIGURE;
                case SosNumbers _ -> Kind.SOS_NUMBERS;
                case FallAlarm _ -> Kind.FALL_ALARM;
                case CallBack _ -> Kind.CALL_BACK;
            };
        }
    }

    /** Help is on the way. */
    public record Accepted(By by) implements What {}

    /** The case has ended. */
    public record Resolved() implements What {}

    /** Send a fresh position. */
    public record Locate() implements What {}

    /** Measure now and send the values. */
    public record Measure() implements What {}

    /** Sound and vibrate, to be found or noticed. */
    public record Ring() implements What {}

    /** Show a text. @param text encrypted UTF-8, at most {@link #MAX_SEALED_BYTES} */
    public record Show(Sealed text) implements What {
        public Show {
            requireShort(text);
        }
    }

    /**
     * Report as often as this; seconds, or {@link #UNCHANGED}.
     *
     * @param heartbeatSeconds 10 to 3,600
     * @param vitalsSeconds 0 (off) to 65,535
     * @param locationSeconds 0 (off) to 65,535
     */
    public record Configure(int heartbeatSeconds, int vitalsSeconds, int locationSeconds) implements What {
        /** This interval stays as it is. */
        public static final int UNCHANGED = -1;

        private static final int MOST_SECONDS = 65_535;

        public Configure {
            require("heartbeatSeconds", heartbeatSeconds, 10, 3_600);
            require("vitalsSeconds", vitalsSeconds, 0, MOST_SECONDS);
            require("locationSeconds", locationSeconds, 0, MOST_SECONDS);
        }

        private static void require(String what, int seconds, int least, int most) {
            if (seconds != UNCHANGED && (seconds < least || seconds > most)) {
                throw new IllegalArgumentException(what + ": " + least + " to " + most + " seconds");
            }
        }
    }

    /** Whom the device calls by itself. @param numbers encrypted, at most {@link #MAX_SEALED_BYTES} */
    public record SosNumbers(Sealed numbers) implements What {
        public SosNumbers {
            requireShort(numbers);
        }
    }

    /** Whether the device raises an alarm for a fall. */
    public record FallAlarm(boolean on) implements What {}

    /** Call the centre by itself, as a call that the wearer hears. The number is each gateway's setting and not in the log. */
    public record CallBack() implements What {}

    /** Most bytes of a sealed text or list of numbers. */
    public static final int MAX_SEALED_BYTES = 600;

    private static void requireShort(Sealed words) {
        if (words.length() > MAX_SEALED_BYTES) {
            throw new IllegalArgumentException("sealed words for a device: at most " + MAX_SEALED_BYTES + " bytes");
        }
    }

    /** Who helps. */
    public enum By {
        OPERATOR,
        CONTACT,
        AMBULANCE
    }

    /** Of one kind a device has at most one that is pending: a newer one takes its place. */
    public enum Kind {
        ACCEPTED(TimeUnit.MINUTES.toMillis(30)),
        RESOLVED(TimeUnit.HOURS.toMillis(24)),
        LOCATE(TimeUnit.MINUTES.toMillis(5)),
        MEASURE(TimeUnit.MINUTES.toMillis(5)),
        RING(TimeUnit.MINUTES.toMillis(2)),
        MESSAGE(TimeUnit.HOURS.toMillis(1)),
        CONFIGURE(TimeUnit.DAYS.toMillis(7)),
        SOS_NUMBERS(TimeUnit.DAYS.toMillis(7)),
        FALL_ALARM(TimeUnit.DAYS.toMillis(7)),
        CALL_BACK(TimeUnit.MINUTES.toMillis(2));

        private final long lastsMillis;

        Kind(long lastsMillis) {
            this.lastsMillis = lastsMillis;
        }

        /** How long after it was asked for it is told at the latest. */
        public long lastsMillis() {
            return lastsMillis;
        }

        /** Whether the alert's own life makes it, and nobody may order it. */
        public boolean isOfAlert() {
            return this == ACCEPTED || this == RESOLVED;
        }
    }

    /** How far it has come. */
    public enum State {
        PENDING,
        /** It went out; whether it arrived is not known. */
        SENT,
        /** The device has it, or has done it. */
        ACKNOWLEDGED,
        /** The device cannot do this. */
        UNSUPPORTED,
        /** The device does not want to. */
        REFUSED,
        /** The device tried in vain. */
        FAILED,
        /** Its time was over, or there were too many. */
        EXPIRED,
        /** A newer one took its place, or it was true no longer. */
        SUPERSEDED;

        /** Whether nothing follows. */
        public boolean isEnd() {
            return this != PENDING && this != SENT;
        }

        /** Whether a device, or the gateway that holds its connection, can say so. */
        public boolean isReport() {
            return switch (this) {
                case SENT, ACKNOWLEDGED, UNSUPPORTED, REFUSED, FAILED -> true;
                case PENDING, EXPIRED, SUPERSEDED -> false;
            };
        }
    }

    /** Of which kind it is. */
    public Kind kind() {
        return what.kind();
    }

    Intent asSent() {
        return new Intent(id, device, alert, what, by, expiresAtMillis, true);
    }
}
