package care.convoy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Runs worlds by seed, on as many threads as there are processors. */
public final class Simulation {
    private Simulation() {}

    /** What came of it. @param broken by seed, in their order */
    record Result(Tally tally, List<Broken> broken) {}

    /** A world in which something did not hold. */
    record Broken(long seed, Throwable why) {}

    static Result run(long from, long seeds, SimulatedWorld.Parts parts) throws InterruptedException {
        Tally all = new Tally();
        List<Broken> broken = new ArrayList<>();
        AtomicLong next = new AtomicLong(from);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().name("simulation-" + i).start(() -> {
                for (long seed = next.getAndIncrement(); seed < from + seeds; seed = next.getAndIncrement()) {
                    SimulatedWorld world = new SimulatedWorld(seed, parts);
                    Throwable why = null;
                    try {
                        world.run();
                    } catch (Throwable failed) {
                        why = failed;
                    }
                    synchronized (all) {
                        all.add(world.tally());
                        if (why != null) {
                            broken.add(new Broken(seed, why));
                        }
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        broken.sort((one, other) -> Long.compare(one.seed(), other.seed()));
        return new Result(all, broken);
    }

    /** What did not hold, one line for each broken world. @param parts name of one of the {@link Doubles} */
    public static List<String> broken(String parts, long from, long seeds) throws InterruptedException {
        return run(from, seeds, Doubles.valueOf(parts)).broken().stream()
                .map(broken -> "seed " + broken.seed() + ": " + broken.why())
                .toList();
    }

    /** {@code --seeds N --from S}; ends with 1 if something did not hold. */
    public static void main(String[] arguments) throws InterruptedException {
        long seeds = 3_000;
        long from = 0;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--seeds" -> seeds = Long.parseLong(arguments[i + 1]);
                case "--from" -> from = Long.parseLong(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        long begin = System.nanoTime();
        Result result = run(from, seeds, Doubles.NONE);
        System.out.printf("simulation: %,d seeds from %d in %.1f s%n", seeds, from, (System.nanoTime() - begin) / 1e9);
        System.out.println(result.tally());
        for (Broken broken : result.broken()) {
            System.out.println("seed " + broken.seed() + ": " + broken.why());
        }
        if (!result.broken().isEmpty()) {
            result.broken().getFirst().why().printStackTrace(System.out);
        }
        System.out.printf(
                "%d passed, %d failed%n",
                seeds - result.broken().size(), result.broken().size());
        System.exit(result.broken().isEmpty() ? 0 : 1);
    }
}
