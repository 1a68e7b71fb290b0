package care.convoy.ingest.bridge;

import care.convoy.ingest.connection.LineBudget;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How much of quality 0 is let in, which no receive maximum bounds. On a topic with alarms a message has one of
 * {@value #AT_ONCE} places until it is durable, and none while half of the intake's room is taken: <i>it waits, and the connection
 * is not read meanwhile</i>. Anything else is taken up to {@value #ORDINARY_PER_SECOND} a second while nothing has to wait:
 * <i>more is dropped first</i>. For all connections of a bridge together, for what an earlier one brought may be on its way still.
 * Thread-safe.
 */
final class QualityZero {
    static final int AT_ONCE = 64;
    static final int ORDINARY_PER_SECOND = 1_000;
    private static final long LOOK_MILLIS = 10;

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final LineBudget ordinary;
    private final BooleanSupplier room;

    /** @param room whether the intake has room for those who can wait */
    QualityZero(BooleanSupplier room, LongSupplier nanos) {
        this.room = room;
        ordinary = new LineBudget(ORDINARY_PER_SECOND, nanos);
    }

    /** Whether what calls nobody is taken now. */
    boolean takesOrdinary() {
        return places.availablePermits() > 0 && room.getAsBoolean() && ordinary.allows();
    }

    /**
     * Waits for a place.
     *
     * @param wanted whether it still makes sense to wait; asked a hundred times a second
     * @return false if it does not, and there is no place to be given back
     */
    boolean take(BooleanSupplier wanted) {
        try {
            while (wanted.getAsBoolean()) {
                if (room.getAsBoolean() && places.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
                if (!room.getAsBoolean()) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    void giveBack() {
        places.release();
    }
}
