package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.Receipt;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same code with three members, here in one process. */
class ThreeMembersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BULK = 11_520;

    private final int portBase = 20_000 + 30 * ThreadLocalRandom.current().nextInt(300);

    @TempDir
    private Path directory;

    private final List<AeronAlertLog> logs = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();

    @AfterEach
    void close() {
        logs.forEach(AeronAlertLog::close);
    }

    /** A new log begins only when all three are there, so none can be started alone. */
    private void startAll() throws Exception {
        List<Future<AeronAlertLog>> starting = new ArrayList<>();
        try (ExecutorService starters = Executors.newFixedThreadPool(3)) {
            for (int id = 0; id < 3; id++) {
                int memberId = id;
                Heard listener = new Heard();
                heard.add(listener);
                starting.add(starters.submit(() -> start(memberId, listener)));
            }
        }
        for (Future<AeronAlertLog> each : starting) {
            logs.add(each.get());
        }
    }

    private Membership membership(int memberId) {
        return new Membership(
                memberId,
                List.of(
                        new Membership.Member("localhost", portBase),
                        new Membership.Member("localhost", portBase + 10),
                        new Membership.Member("localhost", portBase + 20)));
    }

    private Path directory(int memberId) {
        return directory.resolve("member-" + memberId);
    }

    private AeronAlertLog start(int memberId, CommittedListener listener) throws Exception {
        AlertLogConfig config = AlertLogConfig.of(directory(memberId), membership(memberId));
        return AeronAlertLog.start(
                new AlertLogConfig(
                        config.directory(),
                        config.membership(),
                        config.profile(),
                        config.limits(),
                        config.snapshots(),
                        config.maxOutstanding(),
                        Duration.ofSeconds(30)),
                List.of(listener));
    }

    private void awaitAllReady() throws Exception {
        for (AeronAlertLog log : logs) {
            assertThat(log.awaitReady(PATIENCE)).as("ready").isTrue();
        }
    }

    @Test
    void membersCompareTheirStates() throws Exception {
        startAll();
        awaitAllReady();
        submit(logs.getFirst(), "band-1");

        Map<Integer, Long> hashes = logs.get(1).compareNow(PATIENCE);

        assertThat(hashes).hasSize(3);
        assertThat(Set.copyOf(hashes.values())).hasSize(1);
        assertThat(logs).allSatisfy(log -> assertThat(log.difference()).isEmpty());
    }

    @Test
    void aWipedMemberIsRefusedUntilItIsSeededAndThenKnowsAll() throws Exception {
        startAll();
        awaitAllReady();
        for (int i = 0; i < 20; i++) {
            submit(logs.getFirst(), "band-" + i);
        }
        logs.getFirst().snapshotSoon();
        logs.get(1).snapshotSoon();
        submit(logs.get(1), "after-the-snapshot");
        logs.remove(2).close();
        try (Stream<Path> files = Files.walk(directory(2))) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        submit(logs.get(1), "while-away");

        assertThatThrownBy(() -> start(2, new Heard()))
                .isInstanceOf(MembershipConflict.class)
                .hasMessageContaining("member seed");
        MemberSeed.Copied copied = MemberSeed.copy(directory(2), membership(2));
        assertThatThrownBy(() -> MemberSeed.copy(directory(2), membership(2))).hasMessageContaining("not empty");
        Heard again = new Heard();
        logs.add(start(2, again));
        awaitAllReady();

        assertThat(copied.position()).isPositive();
        assertThat(again.views()).isEqualTo(heard.getFirst().views()).hasSize(22);
        assertThat(Set.copyOf(logs.get(2).compareNow(PATIENCE).values())).hasSize(1);
    }

    /** More than a segment of the log, then two snapshots: the first segment is deleted. */
    @Test
    void aMemberThatWasAwayForTooLongStopsAndAtItsNextStartSeedsItself() throws Exception {
        startAll();
        awaitAllReady();
        submit(logs.get(2), "before");
        logs.remove(2).close();
        List<CompletableFuture<Receipt>> bulk = new ArrayList<>();
        for (int number = 0; number < BULK; number++) {
            bulk.add(logs.getFirst().submit(Presses.bulk(number)).toCompletableFuture());
            // as many as the log takes of an operator however busy it is
            if (bulk.size() == Admission.LEAST / 2) {
                CompletableFuture.allOf(bulk.toArray(CompletableFuture[]::new)).join();
                bulk.clear();
            }
        }
        for (int snapshot = 0; snapshot < 2; snapshot++) {
            submit(logs.getFirst(), "before-snapshot-" + snapshot);
            takeSnapshot();
        }
        logs.forEach(AeronAlertLog::close);
        logs.clear();

        // it begins alone, and finds out when the others come
        AeronAlertLog behind = start(2, new Heard());
        logs.add(start(0, new Heard()));
        logs.add(start(1, new Heard()));
        awaitAllReady();
        submit(logs.getFirst(), "while-left-behind");
        while (behind.health() != AlertLog.Health.STOPPED) {
            LockSupport.parkNanos(1_000_000);
        }
        behind.close();
        Heard again = new Heard();
        logs.add(start(2, again));
        awaitAllReady();

        assertThat(again.views()).hasSize(4);
        assertThat(Set.copyOf(logs.get(2).compareNow(PATIENCE).values())).hasSize(1);
        try (Stream<Path> aside = Files.list(directory(2))) {
            assertThat(aside.filter(path -> path.getFileName().toString().startsWith("left-behind-")))
                    .singleElement()
                    .satisfies(former -> assertThat(former.resolve("archive").resolve("archive.catalog"))
                            .isNotEmptyFile());
        }
    }

    private void takeSnapshot() {
        List<Long> before = logs.stream()
                .map(log -> log.counters().get(AlertLogCounters.Count.SNAPSHOTS))
                .toList();
        AeronAlertLog leader =
                logs.stream().filter(AeronAlertLog::leads).findFirst().orElseThrow();
        leader.snapshotSoon();
        int of = logs.indexOf(leader);
        while (leader.counters().get(AlertLogCounters.Count.SNAPSHOTS) == before.get(of)) {
            LockSupport.parkNanos(1_000_000);
        }
        for (int id = 0; id < logs.size(); id++) {
            if (id != of) {
                logs.get(id).snapshotSoon();
                while (logs.get(id).counters().get(AlertLogCounters.Count.SNAPSHOTS) == before.get(id)) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }

    @Test
    void memberWithAnotherKeyIsRefused() throws Exception {
        startAll();
        awaitAllReady();
        logs.remove(2).close();
        Membership other = membership(2).withKeyMark(4_711);

        assertThatThrownBy(() -> AeronAlertLog.start(AlertLogConfig.of(directory(2), other), List.of()))
                .isInstanceOf(MembershipConflict.class)
                .hasMessageContaining("vault.key");
    }

    @Test
    void oneOfThreeIsNotStartedAloneNorTheReverse() throws Exception {
        startAll();
        awaitAllReady();
        logs.remove(2).close();

        assertThatThrownBy(() -> AeronAlertLog.start(AlertLogConfig.single(directory(2), portBase + 20), List.of()))
                .isInstanceOf(MembershipConflict.class)
                .hasMessageContaining("member 2 of three");
        assertThatThrownBy(() -> AeronAlertLog.start(AlertLogConfig.of(directory(2), membership(1)), List.of()))
                .isInstanceOf(MembershipConflict.class)
                .hasMessageContaining("of member 2, not of member 1");
    }

    @Test
    void aSingleMembersLogBecomesThatOfThree() throws Exception {
        AlertLogConfig single = AlertLogConfig.single(directory(0), portBase);
        try (AeronAlertLog log = AeronAlertLog.start(single, List.of())) {
            assertThat(log.awaitReady(PATIENCE)).isTrue();
            submit(log, "band-of-the-single");
        }
        assertThatThrownBy(() -> start(0, new Heard())).hasMessageContaining("of a single member");

        for (int id = 1; id < 3; id++) {
            copy(directory(0), directory(id));
        }
        for (int id = 0; id < 3; id++) {
            MemberSeed.convert(directory(id), membership(id));
        }
        startAll();
        awaitAllReady();
        submit(logs.get(1), "band-of-the-three");

        assertThat(heard).allSatisfy(each -> {
            while (each.views().size() < 2) {
                each.await(Event.Raised.class);
            }
        });
        assertThat(Set.copyOf(logs.getFirst().compareNow(PATIENCE).values())).hasSize(1);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    private static Receipt submit(AeronAlertLog log, String device) {
        return log.submit(Presses.of(device))
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void whatOneMemberTakesAllMembersKnow() throws Exception {
        startAll();
        awaitAllReady();
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
