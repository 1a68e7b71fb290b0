package care.convoy.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.sim.load.OpenLoop.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long START = Long.MAX_VALUE - 2_500;
    private static final Pace EVERY_MICROSECOND = new Pace(START, 1e6, 5, 0);

    private final AtomicLong clock = new AtomicLong(START);
    private final List<Long> due = new ArrayList<>();
    private final OpenLoop loop = new OpenLoop(EVERY_MICROSECOND, (index, at) -> due.add(at - START), clock::get);

    @Test
    void firesWhatIsDueAndNotMore() {
        boolean more = loop.fireDue();

        assertThat(due).containsExactly(0L);
        assertThat(more).isTrue();
    }

    @Test
    void aStallIsMadeUpForWithTheDueTimesThatWereMissedAlsoAcrossTheClocksOverflow() {
        clock.addAndGet(3_999);
        loop.fireDue();

        assertThat(due).containsExactly(0L, 1_000L, 2_000L, 3_000L);
    }

    @Test
    void endsWithItsCount() {
        clock.addAndGet(1_000_000);
        boolean more = loop.fireDue();

        assertThat(due).hasSize(5);
        assertThat(more).isFalse();
    }

    @Test
    void firesNothingOnceStopped() {
        clock.addAndGet(1_000_000);
        loop.stop();

        assertThat(loop.fireDue()).isFalse();
        assertThat(due).isEmpty();
    }
}
