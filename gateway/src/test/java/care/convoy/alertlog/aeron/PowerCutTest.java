package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.powercut.CutDisk;
import care.convoy.powercut.DiskCall;
import care.convoy.powercut.DiskTrace;
import care.convoy.powercut.Survival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes while the log is written: whatever part of the unsynced bytes and names the disk has, every press that was
 * acknowledged before is an open alert with its timer. {@code -Dconvoy.powercut.cuts=N} cuts at so many calls, each in
 * every {@link Survival.Way}; {@code trials/power-cut} does.
 */
class PowerCutTest {
    private static final int CUTS = Integer.getInteger("convoy.powercut.cuts", 6);
    private static final long SEED = Long.getLong("convoy.powercut.seed", 7);
    private static final int BULK = 11_500;

    private final int portBase = 20_000 + 10 * ThreadLocalRandom.current().nextInt(1_000);
    private final Map<Survival.Way, Integer> starts = new EnumMap<>(Survival.Way.class);
    private final List<String> failures = new ArrayList<>();
    private int secondStarts;

    @TempDir
    private Path scratch;

    @Test
    void whateverTheDiskHasAfterAPowerCutNoAcknowledgedPressIsLost() throws Exception {
        Path root = Files.createDirectories(scratch.resolve("data"));
        DiskTrace trace = new DiskTrace(root, scratch.resolve("trace"));
        trace.run(victim(root, "first", 0), 400);
        trace.run(victim(root, "second", 0), 300);
        if (CUTS >= 100) {
            trace.run(victim(root, "third", BULK), 400);
        }
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
                "power cuts: %d calls traced, %d cut points, starts %s, of them needing a second start %d,"
                        + " acknowledged %d, failures %d%n",
                calls.size(), cuts.size(), starts, secondStarts, acknowledged.size(), failures.size());
        assertThat(failures).isEmpty();
    }

    /** Half of the cuts anywhere; the others beside the rare calls: names, sizes, mapped stores, syncs of directories. */
    private static Set<Integer> choose(List<DiskCall> calls) {
        List<Integer> rare = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            DiskCall call = calls.get(i);
            boolean usual =
                    call instanceof DiskCall.Write || call instanceof DiskCall.Sync || call instanceof DiskCall.Said;
            if (!usual) {
                rare.add(i);
            }
        }
        Random random = new Random(SEED);
        Set<Integer> chosen = new TreeSet<>();
        while (chosen.size() < Math.min(CUTS, calls.size())) {
            boolean anywhere = chosen.size() % 2 == 0;
            int call = anywhere ? random.nextInt(calls.size()) : rare.get(random.nextInt(rare.size()));
            chosen.add(Math.clamp(call + random.nextInt(3) - 1L, 0, calls.size() - 1));
        }
        return chosen;
    }

    private void cut(CutDisk disk, int call, Survival.Way way, List<String> acknowledged) throws Exception {
        Path left = scratch.resolve("left");
        Files.createDirectories(left);
        disk.cut(left, new Survival(way, SEED * 1_000_003 + call));
        starts.merge(way, 1, Integer::sum);
        Restarted restarted = new Restarted(PowerVictim.config(left.resolve("log"), portBase));
        Optional<String> wrong = restarted.check(acknowledged);
        if (wrong.isPresent()) {
            failures.add("call " + call + ' ' + way + ": " + wrong.get());
            disk.cut(Path.of("target", "power-cut", call + "-" + way), new Survival(way, SEED * 1_000_003 + call));
        }
        secondStarts += restarted.starts() - 1;
        delete(left);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private List<String> victim(Path root, String prefix, int bulk) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PowerVictim.class.getName(),
                root.resolve("log").toString(),
                Integer.toString(portBase),
                prefix,
                Integer.toString(bulk));
    }
}
