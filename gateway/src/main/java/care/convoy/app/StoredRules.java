package care.convoy.app;

import care.convoy.console.HealthRules;
import care.convoy.console.RecordsUnavailable;
import care.convoy.device.ResidentId;
import care.convoy.monitoring.DryRun;
import care.convoy.monitoring.RulesInForce;
import care.convoy.resident.Resident;
import care.convoy.resident.StorageUnavailable;
import care.convoy.storage.RuleBookStore;
import care.convoy.storage.VitalsHistory;
import care.convoy.vitals.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The rules' numbers in the database, and trials of others over what is stored. Thread-safe. */
final class StoredRules implements HealthRules {
    /** Less than a connection may be silent. */
    private static final Duration LONGEST_TRIAL = Duration.ofSeconds(45);

    private static final int MOST_EXAMPLES = 50;

    private final Archive archive;
    private final Memory memory;
    private final Semaphore trials = new Semaphore(1);

    StoredRules(Archive archive, Memory memory) {
        this.archive = archive;
        this.memory = memory;
    }

    @Override
    public List<Version> books(int most) {
        List<Version> books = shown(kept(() -> archive.rules().books(most)));
        return books.isEmpty()
                ? List.of(new Version(0, null, "", "", RuleBook.standard().toMap()))
                : books;
    }

    @Override
    public List<Version> personal(String resident, int most) {
        List<Version> own = shown(kept(() -> archive.rules().personal(new ResidentId(resident), most)));
        return own.isEmpty() ? List.of(new Version(0, null, "", "", Map.of())) : own;
    }

    private static List<Version> shown(List<RuleBookStore.Version> versions) {
        return versions.stream()
                .map(version -> new Version(
                        version.version(),
                        Instant.ofEpochMilli(version.atMillis()),
                        version.author(),
                        version.reason(),
                        version.content()))
                .toList();
    }

    @Override
    public Outcome putBook(Change change) {
        Map<String, Object> book;
        try {
            book = RuleBook.numbered(change.content(), change.expected() + 1).toMap();
        } catch (IllegalArgumentException unfit) {
            return unfit(unfit);
        }
        return written(
                () -> archive.rules().putBook(write(change, book)),
                () -> books(1).getFirst().version());
    }

    @Override
    public Outcome putPersonal(String resident, Change change) {
        Map<String, Object> own;
        try {
            own = RuleBook.personal(change.content());
        } catch (IllegalArgumentException unfit) {
            return unfit(unfit);
        }
        return written(
                () -> archive.rules().putPersonal(new ResidentId(resident), write(change, own)),
                () -> personal(resident, 1).getFirst().version());
    }

    private static RuleBookStore.Change write(Change change, Map<String, Object> content) {
        return new RuleBookStore.Change(change.expected(), change.by(), change.why(), content);
    }

    private Outcome written(Supplier<OptionalInt> put, Supplier<Integer> newest) {
        return kept(() -> {
            OptionalInt version = put.get();
            if (version.isEmpty()) {
                return new Outcome.Changed(newest.get());
            }
            archive.lookAtRules();
            return new Outcome.Done(version.getAsInt());
        });
    }

    /** Errors begin with the member. */
    private static Unfit unfit(IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        int colon = message.indexOf(": ");
        return colon < 0
                ? new Unfit("", message)
                : new Unfit(message.substring(0, colon), message.substring(colon + 2));
    }

    @Override
    public Tried tryOut(Trial trial) {
        RulesInForce.Numbers now = memory.rules().now();
        RuleBook book;
        try {
            book = RuleBook.numbered(trial.book(), Math.addExact(now.book().version(), 1));
        } catch (IllegalArgumentException unfit) {
            return unfit(unfit);
        }
        if (!trials.tryAcquire()) {
            return new Busy();
        }
        try {
            return kept(() -> tryOut(trial, now, new RulesInForce.Numbers(book, now.personal())));
        } finally {
            trials.release();
        }
    }

    private Result tryOut(Trial trial, RulesInForce.Numbers now, RulesInForce.Numbers next) {
        long begun = System.nanoTime();
        Instant to = Instant.now();
        Instant from = to.minus(Duration.ofDays(trial.days()));
        VitalsHistory history = archive.history();
        Map<ResidentId, List<VitalsHistory.Ended>> alerts = history.alerts(from, to);
        List<Resident> residents = memory.residents().residents().stream()
                .filter(resident -> trial.visible().test(resident.regionCode()))
                .toList();
        DryRun.Result found = new DryRun(now, next, MOST_EXAMPLES)
                .run(
                        residents,
                        (resident, rows) -> history.read(resident, from, to, rows::row),
                        resident -> alerts.getOrDefault(resident, List.of()).stream()
                                .map(alert ->
                                        new DryRun.Raised(alert.fromMillis(), alert.untilMillis(), alert.falseAlarm()))
                                .toList(),
                        () -> trial.gone().getAsBoolean() || System.nanoTime() - begun > LONGEST_TRIAL.toNanos());
        return shown(found, now.book().version(), (System.nanoTime() - begun) / 1_000_000);
    }

    private static Result shown(DryRun.Result found, int against, long millis) {
        return new Result(
                found.residents(),
                found.judged(),
                found.rows(),
                millis,
                against,
                found.counts().stream()
                        .map(count -> new Count(count.rule(), count.priority().name(), count.now(), count.next()))
                        .toList(),
                side(found.now()),
                side(found.next()),
                found.raised(),
                found.raisedFalse(),
                found.examples().stream()
                        .map(example -> new Example(
                                example.resident().value(),
                                Instant.ofEpochMilli(example.atMillis()),
                                example.rule(),
                                example.priority().name(),
                                example.added()))
                        .toList());
    }

    private static Side side(DryRun.Side side) {
        return new Side(side.told(), side.unmet(), side.metFalse(), side.metTrue());
    }

    private static <T> T kept(Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageUnavailable down) {
            throw new RecordsUnavailable("the database is away");
        }
    }
}
