package care.convoy.effect;

import care.convoy.alert.Intent;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far this node has come with telling an intent. Guarded by {@link DeliveryBook}. Times are its own milliseconds. */
final class PendingIntent {
    /** A device that searches or measures says nothing before it is done. */
    private static final long SLOW_MILLIS = 75_000;

    private static final long USUAL_MILLIS = 15_000;
    private static final long LONGEST_MILLIS = 300_000;

    final Intent intent;

    /** When it is looked at next; meaningful while it is scheduled. */
    long dueMillis;

    boolean scheduled;

    /** When it is sent again if nothing is heard of it. */
    long repeatMillis;

    /** It is out, and the device will say that it has it. */
    boolean awaited;

    /** It went out on the present connection, and nothing will be heard of it. */
    boolean sentHere;

    /** The device was told something newer of its case while the log was away; not sent before the log is back. */
    boolean outrun;

    /** The log knows that it was sent. */
    boolean saidSent;

    /** What the log is to be told. */
    Intent.@Nullable State report;

    boolean reporting;
    private int tries;

    /** Milliseconds of this process. */
    static LongSupplier elapsed() {
        long origin = System.nanoTime();
        return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - origin);
    }

    PendingIntent(Intent intent) {
        this.intent = intent;
        saidSent = intent.sent();
    }

    /** Nothing more is to be sent: the device has said its word. */
    boolean hasEnded() {
        return report != null && report.isEnd();
    }

    /** The device is there anew: what was sent before may have been lost. */
    void beginConnection() {
        awaited = false;
        sentHere = false;
        tries = 0;
        repeatMillis = 0;
    }

    /** It is sent now. @return whether for the first time on this connection */
    boolean send(long nowMillis) {
        long first = switch (intent.kind()) {
            case LOCATE, MEASURE -> SLOW_MILLIS;
            case ACCEPTED, RESOLVED, RING, MESSAGE, CONFIGURE, SOS_NUMBERS, FALL_ALARM, CALL_BACK -> USUAL_MILLIS;
        };
        repeatMillis = nowMillis + Math.min(LONGEST_MILLIS, first << Math.min(tries, 8));
        tries++;
        return tries == 1;
    }
}
