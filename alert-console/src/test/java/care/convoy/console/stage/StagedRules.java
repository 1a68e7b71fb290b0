package care.convoy.console.stage;

import care.convoy.console.HealthRules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rule books of memory; content with a member {@code bad} is refused. Thread-safe. */
final class StagedRules implements HealthRules {
    private static final String BOOK = "";

    private final InstantSource clock;
    private final Map<String, List<Version>> versions = new HashMap<>();

    StagedRules(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Version> books(int most) {
        return newest(BOOK, most);
    }

    @Override
    public Outcome putBook(Change change) {
        return put(BOOK, change);
    }

    @Override
    public List<Version> personal(String resident, int most) {
        return newest(resident, most);
    }

    @Override
    public Outcome putPersonal(String resident, Change change) {
        return put(resident, change);
    }

    private synchronized List<Version> newest(String of, int most) {
        return versions.getOrDefault(of, List.of(new Version(0, null, "", "", Map.of()))).stream()
                .limit(most)
                .toList();
    }

    private synchronized Outcome put(String of, Change change) {
        if (change.content().containsKey("bad")) {
            return new Unfit("bad", "not known; leave it out");
        }
        int now = newest(of, 1).getFirst().version();
        if (now != change.expected()) {
            return new Outcome.Changed(now);
        }
        versions.computeIfAbsent(of, _ -> new ArrayList<>())
                .addFirst(new Version(now + 1, clock.instant(), change.by(), change.why(), change.content()));
        return new Outcome.Done(now + 1);
    }

    @Override
    public Tried tryOut(Trial trial) {
        if (trial.book().containsKey("bad")) {
            return new Unfit("bad", "not known; leave it out");
        }
        return new Result(
                10,
                10,
                86_400,
                120,
                0,
                List.of(new Count("heartRate.high", "P3", 14, 5)),
                new Side(14, 0, 9, 5),
                new Side(5, 0, 0, 5),
                14,
                9,
                List.of(new Example("R0010", Instant.EPOCH, "heartRate.high", "P3", false)));
    }
}
