package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertView;
import care.convoy.alertlog.AlertLog;
import care.convoy.powercut.CutDisk;
import care.convoy.powercut.DiskCall;
import care.convoy.powercut.DiskTrace;
import care.convoy.powercut.Survival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power of all three members goes at once, each disk with another part of its unsynced bytes and names: every press that
 * was acknowledged before is open on all of them after they were started again, once, and they agree. {@code
 * -Dconvoy.powercut.trio.cuts=N} cuts at so many calls after the first acknowledgement, each in every {@link Survival.Way}; {@code trials/power-cut --members} does.
 */
@EnabledIfSystemProperty(named = "convoy.powercut.trio.cuts", matches = "[1-9][0-9]*", disabledReason = "takes minutes")
class PowerCutOfThreeTest {
    private static final int CUTS = Integer.getInteger("convoy.powercut.trio.cuts", 1);
    private static final long SEED = Long.getLong("convoy.powercut.seed", 7);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One that finds its last snapshot damaged stops, and takes the one before at its next start. */
    private static final int MOST_STARTS = 3;

    private final int portBase = 20_000 + 30 * ThreadLocalRandom.current().nextInt(300);
    private final List<String> failures = new ArrayList<>();
    private int starts;

    @TempDir
    private Path scratch;

    @Test
    void whateverTheThreeDisksHaveNoAcknowledgedPressIsLost() throws Exception {
        Path root = Files.createDirectories(scratch.resolve("data"));
        DiskTrace trace = new DiskTrace(root, scratch.resolve("trace"));
        trace.run(victim(root), 250);
        List<DiskCall> calls = trace.calls();
        Set<Integer> cuts = choose(calls);

        CutDisk disk = new CutDisk(root);
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            disk.follow(calls.get(i));
            if (calls.get(i) instanceof DiskCall.Said said && said.line().startsWith("ack ")) {
                acknowledged.add(said.line().substring(4));
            }
            if (cuts.contains(i)) {
                for (Survival.Way way : Survival.Way.values()) {
                    cut(disk, i, way, acknowledged);
                }
            }
        }
        System.out.printf(
                "power cuts of three: %d calls traced, %d cut points, %d starts of all three, acknowledged %d, failures %d%n",
                calls.size(), cuts.size(), starts, acknowledged.size(), failures.size());
        assertThat(acknowledged).isNotEmpty();
        assertThat(failures).isEmpty();
    }

    private static Set<Integer> choose(List<DiskCall> calls) {
        int first = 0;
        while (!(calls.get(first) instanceof DiskCall.Said said && said.line().startsWith("ack "))) {
            first++;
        }
        Random random = new Random(SEED);
        Set<Integer> chosen = new TreeSet<>();
        while (chosen.size() < Math.min(CUTS, calls.size() - first)) {
            chosen.add(random.nextInt(first, calls.size()));
        }
        return chosen;
    }

    private void cut(CutDisk disk, int call, Survival.Way way, List<String> acknowledged) throws Exception {
        Path left = Files.createDirectories(scratch.resolve("left"));
        disk.cut(left, new Survival(way, SEED * 1_000_003 + call));
        String wrong = "does not become ready";
        for (int attempt = 0; attempt < MOST_STARTS && "does not become ready".equals(wrong); attempt++) {
            starts++;
            wrong = wrong(left, acknowledged);
        }
        if (wrong != null) {
            failures.add("call " + call + ' ' + way + ": " + wrong);
            disk.cut(
                    Path.of("target", "power-cut", "trio-" + call + "-" + way),
                    new Survival(way, SEED * 1_000_003 + call));
        }
        try (var files = Files.walk(left)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private @Nullable String wrong(Path left, List<String> acknowledged) throws InterruptedException {
        List<Heard> heard = List.of(new Heard(), new Heard(), new Heard());
        List<AeronAlertLog> logs = List.of();
        try {
            logs = PowerTrio.start(left, portBase, heard, Membership.LEADER_TIMEOUT);
            for (AeronAlertLog log : logs) {
                if (!log.awaitReady(PATIENCE)) {
                    return log.health() == AlertLog.Health.STOPPED ? "does not become ready" : "not ready, not stopped";
                }
            }
            logs.getFirst()
                    .submit(Presses.of("after-the-cut"))
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            Map<Integer, Long> states = logs.get(1).compareNow(PATIENCE);
            if (states.size() != 3 || new HashSet<>(states.values()).size() != 1) {
                return "states " + states;
            }
            for (Heard each : heard) {
                String missing = missing(each, acknowledged);
                if (missing != null) {
                    return missing;
                }
            }
            return null;
        } catch (IOException | java.util.concurrent.TimeoutException failed) {
            return failed.toString();
        } finally {
            logs.forEach(AeronAlertLog::close);
        }
    }

    private static @Nullable String missing(Heard heard, List<String> acknowledged) {
        Map<String, AlertView> views = new HashMap<>();
        for (AlertView view : heard.views().values()) {
            if (views.put(view.device().value(), view) != null) {
                return "doubled: " + view.device();
            }
        }
        for (String device : acknowledged) {
            AlertView view = views.get(device);
            if (view == null) {
                return "lost: " + device + " of " + acknowledged.size();
            }
            if (!view.state().isOpen() || view.nextStepAtMillis() == 0) {
                return "without its timer: " + device;
            }
        }
        return null;
    }

    private List<String> victim(Path root) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PowerTrio.class.getName(),
                root.toString(),
                Integer.toString(portBase),
                "trio");
    }
}
