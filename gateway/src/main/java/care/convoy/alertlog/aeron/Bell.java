package care.convoy.alertlog.aeron;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Lets the log's threads rest for long while nothing is under way, and wakes them all as soon as a command is submitted:
 * one command passes through five threads, so each one's rest would add to its way.
 *
 * <p>{@link #ring} and {@link #hush} may be called on any thread.
 */
final class Bell {
    private final AlertLogConfig.Profile profile;
    private final List<Rest> rests = new CopyOnWriteArrayList<>();
    private volatile boolean ringing;

    Bell(AlertLogConfig.Profile profile) {
        this.profile = profile;
    }

    /** Something is under way: whoever sleeps long is woken, and nobody sleeps long. */
    void ring() {
        if (!ringing) {
            ringing = true;
            for (Rest rest : rests) {
                rest.wake();
            }
        }
    }

    /** Nothing is under way any more. */
    void hush() {
        ringing = false;
    }

    /** A way to rest for one more thread. */
    IdleStrategy newRest() {
        Rest rest = new Rest();
        rests.add(rest);
        return rest;
    }

    private final class Rest implements IdleStrategy {
        private volatile @Nullable Thread sleeping;
        private long parkNanos = profile.minParkNanos;

        void wake() {
            Thread thread = sleeping;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void idle(int workCount) {
            if (workCount > 0) {
                reset();
            } else {
                idle();
            }
        }

        @Override
        public void idle() {
            if (ringing) {
                parkNanos = profile.minParkNanos;
                LockSupport.parkNanos(profile.busyParkNanos);
                return;
            }
            sleeping = Thread.currentThread();
            if (!ringing) {
                LockSupport.parkNanos(parkNanos);
            }
            sleeping = null;
            parkNanos = Math.min(parkNanos * 2, profile.maxParkNanos);
        }

        @Override
        public void reset() {
            parkNanos = profile.minParkNanos;
        }
    }
}
