package care.convoy.fuzz;

import care.convoy.fuzz.FuzzTargets.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hostile inputs without end: {@code Fuzz --inputs N | --seconds N [--seed S] [TARGET...]}. A line for each target; what breaks
 * one is written where {@link FuzzTest} finds it. {@code Fuzz --seeds DIR} writes the seeds, for a fuzzer that is guided.
 */
public final class Fuzz {
    private static final int MOST_FAULTS = 10;
    private static final Path BROKEN = Path.of("src", "test", "fuzz");

    private static @Nullable FuzzTarget guided;

    private Fuzz() {}

    /** An input with what it caused. */
    @SuppressWarnings("ArrayRecordComponent")
    record Fault(byte[] input, Throwable why) {
        @Override
        public String toString() {
            return nameOf(input) + ": " + why;
        }
    }

    /** What came of a run; it ends early after 10 faults. */
    record Result(long inputs, long nanos, List<Fault> faults) {}

    static Result run(Named named, long seed, long inputs, long nanos) {
        Mutator mutator = new Mutator(named.seeds(), seed);
        FuzzTarget target = named.target().get();
        List<Fault> faults = new ArrayList<>();
        long started = System.nanoTime();
        long count = 0;
        while (count < inputs && faults.size() < MOST_FAULTS && System.nanoTime() - started < nanos) {
            byte[] input = mutator.next();
            count++;
            try {
                target.feed(input.clone());
            } catch (RuntimeException | Error fault) {
                faults.add(new Fault(input, fault));
                target = named.target().get();
            }
        }
        return new Result(count, System.nanoTime() - started, faults);
    }

    /** Inputs that once broke a target. */
    static List<Path> onceBroken(String name) throws IOException {
        Path directory = BROKEN.resolve(name);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static String nameOf(byte[] input) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(input);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    public static void main(String[] arguments) throws IOException {
        long inputs = Long.MAX_VALUE;
        long nanos = Long.MAX_VALUE;
        long seed = 1;
        List<Named> targets = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--inputs" -> inputs = Long.parseLong(arguments[++i]);
                case "--seconds" -> nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[++i]));
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                case "--seeds" -> {
                    writeSeeds(Path.of(arguments[++i]));
                    return;
                }
                default -> targets.add(FuzzTargets.of(arguments[i]));
            }
        }
        boolean broken = false;
        for (Named each : targets.isEmpty() ? FuzzTargets.all() : targets) {
            broken |= tell(each, seed, inputs, nanos);
        }
        System.exit(broken ? 1 : 0);
    }

    private static boolean tell(Named each, long seed, long inputs, long nanos) throws IOException {
        // a tenth of it first, so that what is loaded and compiled once is not taken for growth
        run(each, seed + 1, inputs / 10, nanos / 10);
        long before = heapKilobytes();
        Result result = run(each, seed, inputs, nanos);
        long grown = heapKilobytes() - before;
        System.out.printf(
                Locale.ROOT,
                "%-16s %,12d inputs %,10.0f/s %4d exceptions, heap %+,d KB%n",
                each.name(),
                result.inputs(),
                result.inputs() / (result.nanos() / 1e9),
                result.faults().size(),
                grown);
        for (Fault fault : result.faults()) {
            Path directory = Files.createDirectories(BROKEN.resolve(each.name()));
            Files.write(directory.resolve(nameOf(fault.input())), fault.input());
            System.out.println("  " + fault);
        }
        return !result.faults().isEmpty();
    }

    /** What is alive. */
    private static long heapKilobytes() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 10;
    }

    private static void writeSeeds(Path directory) {
        for (Named each : FuzzTargets.all()) {
            try {
                Path own = Files.createDirectories(directory.resolve(each.name()));
                for (byte[] seed : each.seeds()) {
                    Files.write(own.resolve(nameOf(seed)), seed);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Called by Jazzer once. @param arguments the name of a target */
    public static void fuzzerInitialize(String[] arguments) {
        guided = FuzzTargets.of(arguments[0]).target().get();
    }

    /** Called by Jazzer with each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzTarget target = guided;
        if (target != null) {
            target.feed(input);
        }
    }
}
