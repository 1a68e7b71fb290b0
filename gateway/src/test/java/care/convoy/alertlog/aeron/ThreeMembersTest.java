package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same code with three members, here in one process. */
class ThreeMembersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int portBase = 20_000 + 30 * ThreadLocalRandom.current().nextInt(300);

    @TempDir
    private Path directory;

    private final List<AeronAlertLog> logs = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();

    @AfterEach
    void close() {
        logs.forEach(AeronAlertLog::close);
    }

    private AeronAlertLog start(int memberId) throws Exception {
        List<Membership.Member> members = List.of(
                new Membership.Member("localhost", portBase),
                new Membership.Member("localhost", portBase + 10),
                new Membership.Member("localhost", portBase + 20));
        AlertLogConfig single = AlertLogConfig.single(directory.resolve("member-" + memberId), portBase);
        Heard listener = new Heard();
        AeronAlertLog log = AeronAlertLog.start(
                new AlertLogConfig(
                        single.directory(),
                        new Membership(memberId, members),
                        single.profile(),
                        single.limits(),
                        single.snapshots(),
                        single.maxOutstanding(),
                        Duration.ofSeconds(30)),
                List.of(listener));
        heard.add(listener);
        logs.add(log);
        return log;
    }

    private static Receipt submit(AeronAlertLog log, String device) {
        return log.submit(Presses.of(device))
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void whatOneMemberTakesAllMembersKnow() throws Exception {
        for (int id = 0; id < 3; id++) {
            start(id);
        }
        for (AeronAlertLog log : logs) {
            assertThat(log.awaitReady(PATIENCE)).as("ready").isTrue();
        }
        for (int i = 0; i < 30; i++) {
            assertThat(submit(logs.get(i % 3), "band-" + i).outcome()).isInstanceOf(Outcome.Done.class);
        }
        for (Heard each : heard) {
            while (each.views().size() < 30) {
                each.await(Event.Raised.class);
            }
        }

        Map<AlertId, AlertView> views = heard.getFirst().views();
        assertThat(heard.get(1).views()).isEqualTo(views);
        assertThat(heard.get(2).views()).isEqualTo(views);
        assertThat(logs)
                .extracting(log -> log.history().logId())
                .containsOnly(logs.getFirst().history().logId());
    }
}
