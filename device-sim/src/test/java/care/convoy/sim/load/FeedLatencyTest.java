package care.convoy.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.sim.console.OpenAlert;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FeedLatencyTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private final FeedLatency feed = new FeedLatency();

    private static OpenAlert row(String id, int presses) {
        return new OpenAlert(id, "r1", "d1", presses);
    }

    @Test
    void anAlertsFirstRowShowsItsFirstPress() {
        feed.due("r1", 0);
        feed.seen(row("a", 1), 7 * MILLI);

        assertThat(feed.unseen()).isZero();
        assertThat(feed.latency().count()).isEqualTo(1);
        assertThat(feed.latency().maxMillis()).isBetween(7.0, 7.1);
    }

    @Test
    void aRowThatCountsNoFurtherPressShowsNothing() {
        feed.due("r1", 0);
        feed.seen(row("a", 1), MILLI);
        feed.due("r1", 2 * MILLI);
        feed.seen(row("a", 1), 3 * MILLI);

        assertThat(feed.unseen()).isEqualTo(1);
    }

    @Test
    void oneRowMayShowSeveralPresses() {
        feed.due("r1", 0);
        feed.due("r1", MILLI);
        feed.due("r1", 2 * MILLI);
        feed.seen(row("a", 3), 5 * MILLI);

        assertThat(feed.unseen()).isZero();
        assertThat(feed.latency().count()).isEqualTo(3);
    }

    @Test
    void whatWasHeardBeforeTheWatchIsNotCounted() {
        feed.seen(row("a", 4), 0);
        feed.due("r1", MILLI);
        feed.seen(row("a", 4), 2 * MILLI);
        assertThat(feed.unseen()).isEqualTo(1);

        feed.seen(row("a", 5), 3 * MILLI);
        assertThat(feed.unseen()).isZero();
    }

    @Test
    void anotherResidentsAlertShowsNothingOfThisOne() {
        feed.due("r1", 0);
        feed.seen(new OpenAlert("b", "r2", "d2", 1), MILLI);

        assertThat(feed.unseen()).isEqualTo(1);
    }
}
