package care.convoy.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(DeadlineWheel.TICK_MILLIS);

    private long now = 12_345;
    private final DeadlineWheel wheel = new DeadlineWheel(() -> now);
    private final List<Probe> fired = new ArrayList<>();

    private final class Probe extends DeadlineWheel.Deadline {
        long wantedNanos;
        long firedNanos = -1;

        @Override
        protected void due(long nowNanos) {
            firedNanos = nowNanos;
            fired.add(this);
        }

        Probe at(long nanos) {
            wantedNanos = nanos;
            wheel.set(this, nanos);
            return this;
        }
    }

    private void advanceTo(long nanos) {
        while (now < nanos) {
            now = Math.min(now + TICK, nanos);
            wheel.advance();
        }
    }

    @Test
    void firesOnceNeverEarlyAndAtMostATickLate() {
        Random random = new Random(42);
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            probes.add(new Probe().at(now + random.nextLong(200 * 512 * TICK / 100)));
        }
        advanceTo(now + 3 * 512 * TICK);
        assertThat(fired).hasSize(2_000).containsExactlyInAnyOrderElementsOf(probes);
        for (Probe probe : probes) {
            assertThat(probe.firedNanos).isBetween(probe.wantedNanos, probe.wantedNanos + 2 * TICK);
        }
    }

    @Test
    void aMovedDeadlineFiresAtItsNewTimeOnlyAndACancelledOneNever() {
        Probe moved = new Probe().at(now + 10 * TICK);
        Probe cancelled = new Probe().at(now + 10 * TICK);
        Probe neighbour = new Probe().at(now + 10 * TICK);
        wheel.set(moved, now + 1_000 * TICK);
        wheel.cancel(cancelled);
        advanceTo(now + 20 * TICK);
        assertThat(fired).containsExactly(neighbour);
        advanceTo(now + 1_000 * TICK);
        assertThat(fired).containsExactly(neighbour, moved);
    }

    @Test
    void catchesUpAfterALongPauseOfTheLoop() {
        Probe near = new Probe().at(now + 3 * TICK);
        Probe far = new Probe().at(now + 5_000 * TICK);
        now += 10_000 * TICK;
        wheel.advance();
        assertThat(fired).contains(near);
        advanceTo(now + 600 * TICK);
        assertThat(fired).containsExactlyInAnyOrder(near, far);
    }

    @Test
    void aDeadlineInThePastFiresAtTheNextTick() {
        Probe past = new Probe().at(now - 50 * TICK);
        advanceTo(now + 2 * TICK);
        assertThat(fired).containsExactly(past);
    }

    @Test
    void aDeadlineThatThrowsDoesNotStopTheOthers() {
        wheel.set(
                new DeadlineWheel.Deadline() {
                    @Override
                    protected void due(long nowNanos) {
                        throw new IllegalStateException("broken on purpose");
                    }
                },
                now + 2 * TICK);
        Probe other = new Probe().at(now + 2 * TICK);
        advanceTo(now + 5 * TICK);
        assertThat(fired).containsExactly(other);
    }
}
