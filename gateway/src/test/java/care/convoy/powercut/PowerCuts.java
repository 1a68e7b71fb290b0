package care.convoy.powercut;

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
import java.util.function.Predicate;

/**
 * Cuts the power at some calls of a trace, each in every {@link Survival.Way}, and asks a check what it finds. Lines that the
 * process printed and that begin with {@code ack } say what was acknowledged. One thread.
 */
public final class PowerCuts {
    private static final String ACKNOWLEDGED = "ack ";

    private final Path root;
    private final Path scratch;
    private final long seed;
    private final Map<Survival.Way, Integer> starts = new EnumMap<>(Survival.Way.class);
    private final List<String> failures = new ArrayList<>();
    private int points;
    private int said;

    /** What is asked of a directory after a cut. */
    @FunctionalInterface
    public interface Check {
        /** @return what is wrong, if anything is */
        Optional<String> wrong(Path left, List<String> acknowledged) throws Exception;
    }

    /**
     * @param root of the traced files
     * @param scratch where directories are laid out; those of failed cuts stay in {@code target/power-cut}
     */
    public PowerCuts(Path root, Path scratch, long seed) {
        this.root = root;
        this.scratch = scratch;
        this.seed = seed;
    }

    /** Half of the cuts anywhere, the others beside the calls that are looked for. @param cuts how many at most */
    public void go(List<DiskCall> calls, int cuts, Predicate<DiskCall> lookedFor, Check check) throws Exception {
        Set<Integer> chosen = choose(calls, cuts, lookedFor);
        points = chosen.size();
        CutDisk disk = new CutDisk(root);
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            disk.follow(calls.get(i));
            if (calls.get(i) instanceof DiskCall.Said line && line.line().startsWith(ACKNOWLEDGED)) {
                acknowledged.add(line.line().substring(ACKNOWLEDGED.length()));
            }
            if (chosen.contains(i)) {
                for (Survival.Way way : Survival.Way.values()) {
                    cut(disk, i, way, List.copyOf(acknowledged), check);
                }
            }
        }
        said = acknowledged.size();
    }

    private Set<Integer> choose(List<DiskCall> calls, int cuts, Predicate<DiskCall> lookedFor) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            if (lookedFor.test(calls.get(i))) {
                found.add(i);
            }
        }
        Random random = new Random(seed);
        Set<Integer> chosen = new TreeSet<>();
        while (chosen.size() < Math.min(cuts, calls.size())) {
            boolean anywhere = chosen.size() % 2 == 0;
            int call = anywhere ? random.nextInt(calls.size()) : found.get(random.nextInt(found.size()));
            chosen.add(Math.clamp(call + random.nextInt(3) - 1L, 0, calls.size() - 1));
        }
        return chosen;
    }

    private void cut(CutDisk disk, int call, Survival.Way way, List<String> acknowledged, Check check)
            throws Exception {
        Path left = scratch.resolve("left");
        Files.createDirectories(left);
        disk.cut(left, new Survival(way, seed * 1_000_003 + call));
        starts.merge(way, 1, Integer::sum);
        check.wrong(left, acknowledged).ifPresent(wrong -> failures.add("call " + call + ' ' + way + ": " + wrong));
        if (!failures.isEmpty() && failures.getLast().startsWith("call " + call + ' ' + way)) {
            disk.cut(Path.of("target", "power-cut", call + "-" + way), new Survival(way, seed * 1_000_003 + call));
        }
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

    /** What was wrong, each with its call and its way. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** How many cuts, starts, acknowledgements and failures, in one line. */
    public String summary(List<DiskCall> calls) {
        return calls.size() + " calls traced, " + points + " cut points, starts " + starts + ", acknowledged " + said
                + ", failures " + failures.size();
    }
}
