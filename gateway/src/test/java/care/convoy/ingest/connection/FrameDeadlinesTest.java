package care.convoy.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.connection.FrameDeadlines.Missed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ten nanoseconds for a frame, a hundred without one. */
class FrameDeadlinesTest {
    private static final long START = Long.MAX_VALUE - 50;

    private final FrameDeadlines deadlines = new FrameDeadlines(Duration.ofNanos(10), Duration.ofNanos(100));

    FrameDeadlinesTest() {
        deadlines.alive(START);
    }

    @Test
    void whoSendsNoWholeFrameIsSilent() {
        assertThat(deadlines.next()).isEqualTo(START + 100);
        assertThat(deadlines.missed(START + 99)).isEqualTo(Missed.NOTHING);
        assertThat(deadlines.missed(START + 100)).isEqualTo(Missed.SILENCE);
        assertThat(deadlines.read(true, false, START + 50)).isFalse();
        assertThat(deadlines.missed(START + 149)).isEqualTo(Missed.NOTHING);
        assertThat(deadlines.missed(START + 150)).isEqualTo(Missed.SILENCE);
    }

    @Test
    void aFrameIsTimedFromItsFirstByteHoweverOftenMoreComes() {
        assertThat(deadlines.read(false, true, START + 20)).isTrue();
        assertThat(deadlines.next()).isEqualTo(START + 30);
        assertThat(deadlines.read(false, true, START + 25)).isFalse();
        assertThat(deadlines.missed(START + 29)).isEqualTo(Missed.NOTHING);
        assertThat(deadlines.missed(START + 30)).isEqualTo(Missed.FRAME);
    }

    @Test
    void theNextFrameHasItsOwnTime() {
        assertThat(deadlines.read(false, true, START + 20)).isTrue();
        assertThat(deadlines.read(true, true, START + 28)).isTrue();
        assertThat(deadlines.missed(START + 37)).isEqualTo(Missed.NOTHING);
        assertThat(deadlines.missed(START + 38)).isEqualTo(Missed.FRAME);
        assertThat(deadlines.read(true, false, START + 37)).isFalse();
        assertThat(deadlines.missed(START + 38)).isEqualTo(Missed.NOTHING);
    }

    @Test
    void silenceComesFirstWhereItIsNearer() {
        assertThat(deadlines.read(false, true, START + 95)).isTrue();
        assertThat(deadlines.next()).isEqualTo(START + 100);
        assertThat(deadlines.missed(START + 100)).isEqualTo(Missed.SILENCE);
    }
}
