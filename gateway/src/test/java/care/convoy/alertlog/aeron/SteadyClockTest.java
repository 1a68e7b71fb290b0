package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final long START_MILLIS = 1_800_000_000_000L;

    private long nanos = 5_000;
    private long wallMillis = START_MILLIS;
    private int jumps;
    private final SteadyClock clock = new SteadyClock(() -> nanos, () -> wallMillis, () -> jumps++);

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        wallMillis += millis;
    }

    @Test
    void itFollowsAWallClockThatRunsWell() {
        for (int second = 0; second < 100; second++) {
            pass(1_000);
            assertThat(clock.time()).isEqualTo(wallMillis);
        }
        assertThat(jumps).isZero();
    }

    @Test
    void aJumpIsCountedOnceAndFollowedSlowly() {
        pass(1_000);
        clock.time();
        wallMillis += TimeUnit.DAYS.toMillis(1);

        for (int second = 2; second <= 100; second++) {
            pass(1_000);
            long before = START_MILLIS + second * 1_000L;
            assertThat(clock.time()).isBetween(before, before + second * 5L);
        }

        assertThat(jumps).isEqualTo(1);
    }

    @Test
    void aJumpBackNeverTurnsItBack() {
        pass(1_000);
        long last = clock.time();
        wallMillis -= TimeUnit.DAYS.toMillis(1);

        for (int tenth = 0; tenth < 100; tenth++) {
            pass(100);
            long now = clock.time();
            assertThat(now - last).isBetween(90L, 100L);
            last = now;
        }

        assertThat(jumps).isEqualTo(1);
    }

    @Test
    void aSmallDriftIsMadeGood() {
        wallMillis += 40;
        for (int second = 0; second < 20; second++) {
            pass(1_000);
            clock.time();
        }

        assertThat(clock.time()).isEqualTo(wallMillis);
        assertThat(jumps).isZero();
    }
}
