package care.convoy.alertlog.emergency;

import java.util.concurrent.TimeUnit;

/** The two clocks of a gateway. Any thread. */
public interface EmergencyClock {
    /** Never set; only differences mean something. */
    long nanos();

    /** Epoch milliseconds; may jump. */
    long wallMillis();

    /** Those of this machine. */
    static EmergencyClock system() {
        return new EmergencyClock() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }
        };
    }

    /** Core time of the emergency: from a beginning on, by the clock that nobody sets. */
    final class CoreTime {
        private final EmergencyClock clock;
        private final long beginMillis;
        private final long beginNanos;

        CoreTime(EmergencyClock clock, long beginMillis) {
            this.clock = clock;
            this.beginMillis = beginMillis;
            this.beginNanos = clock.nanos();
        }

        long millis() {
            return beginMillis + TimeUnit.NANOSECONDS.toMillis(clock.nanos() - beginNanos);
        }
    }
}
