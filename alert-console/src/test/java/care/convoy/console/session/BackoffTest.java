package care.convoy.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.stage.StagedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final StagedClock clock = new StagedClock();
    private final Backoff backoff = new Backoff(clock.console());

    @Test
    void thirdFailureWaitsAndEachFurtherOneTwiceAsLong() {
        assertThat(backoff.begin("li", "a")).isZero();
        assertThat(backoff.begin("li", "a")).isZero();
        assertThat(backoff.begin("li", "a")).isZero();
        assertThat(backoff.begin("li", "a")).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(backoff.begin("li", "a")).isZero();
        assertThat(backoff.begin("li", "a")).isEqualTo(2);
    }

    @Test
    void waitIsNeverLongerThanFiveMinutes() {
        long longest = 0;
        for (int i = 0; i < 40; i++) {
            long wait = backoff.begin("li", "a");
            longest = Math.max(longest, wait);
            clock.advance(Duration.ofSeconds(wait));
        }
        assertThat(longest).isEqualTo(300);
    }

    @Test
    void successForgetsTheFailures() {
        for (int round = 0; round < 10; round++) {
            assertThat(backoff.begin("li", "a")).isZero();
            assertThat(backoff.begin("li", "a")).isZero();
            backoff.succeeded("li", "a");
        }
    }

    @Test
    void guessingFromElsewhereDoesNotLockTheOperatorOut() {
        assertThat(backoff.begin("li", "desk")).isZero();
        backoff.succeeded("li", "desk");
        for (int i = 0; i < 1_000; i++) {
            backoff.begin("li", "attacker" + i);
        }
        assertThat(backoff.begin("li", "attacker-new")).isPositive();
        assertThat(backoff.begin("li", "desk")).isZero();
    }

    @Test
    void guessingManyLoginsFromOneAddressIsSlowedButNotTheColleaguesWhoWorkThere() {
        assertThat(backoff.begin("liu", "desk")).isZero();
        backoff.succeeded("liu", "desk");
        for (int i = 0; i < 30; i++) {
            backoff.begin("guess" + i, "desk");
        }
        assertThat(backoff.begin("another", "desk")).isPositive();
        assertThat(backoff.begin("liu", "desk")).isZero();
    }

    @Test
    void attemptThatWasNeverMadeDoesNotCount() {
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.begin("li", "a")).isZero();
            backoff.notMade("li", "a");
        }
    }

    @Test
    void failuresAreForgottenAfterAQuietQuarterOfAnHour() {
        for (int i = 0; i < 3; i++) {
            assertThat(backoff.begin("li", "a")).isZero();
        }
        clock.advance(Duration.ofMinutes(16));
        assertThat(backoff.begin("li", "a")).isZero();
        assertThat(backoff.begin("li", "a")).isZero();
    }
}
