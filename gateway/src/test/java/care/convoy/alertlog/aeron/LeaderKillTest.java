package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three members as processes of their own; the leader is killed with SIGKILL under load. See {@code trials/members}. */
class LeaderKillTest {
    private static final int PRESSES_PER_SECOND = 90;

    private final int portBase = 20_000 + 30 * ThreadLocalRandom.current().nextInt(300);

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostOrDoubledWhenTheLeaderDies() throws Exception {
        try (MembersTrial trial = new MembersTrial(directory, PRESSES_PER_SECOND, 700, portBase, System.out)) {
            trial.startAll(1_000);
            trial.leaderKills(1);

            assertThat(trial.verdict())
                    .as("nothing lost, nothing doubled, all agree")
                    .isTrue();
            assertThat(trial.acknowledgedCount()).isGreaterThan(PRESSES_PER_SECOND);
        }
    }
}
