package care.convoy.console.stage;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import care.convoy.console.RecordsUnavailable;
import care.convoy.console.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Alerts and what people do to them, with compare and set, keys and leases as the log has them. Thread-safe. */
public final class StagedAlerts implements Alerts, AlertCommands {
    private static final Duration MOST_TEST = Duration.ofHours(4);

    private final InstantSource clock;
    private final Map<String, StagedCase> cases = new LinkedHashMap<>();
    private final Map<UUID, Result> answered = new HashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Map<String, Command.BeginTest> tests = new ConcurrentHashMap<>();
    private final List<Command.OrderForDevice> orders = new CopyOnWriteArrayList<>();
    private final List<Command> submitted = new CopyOnWriteArrayList<>();
    private volatile boolean logDown;
    private volatile boolean historyDown;
    private volatile boolean broken;

    public StagedAlerts(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on every command stays unanswered, as without a quorum. */
    public void logDown(boolean down) {
        logDown = down;
    }

    /** From now on everything fails in a way that no port should. */
    public void broken(boolean isBroken) {
        broken = isBroken;
    }

    private void check() {
        if (broken) {
            throw new IllegalStateException("broken on purpose");
        }
    }

    /** From now on history cannot be read. */
    public void historyDown(boolean down) {
        historyDown = down;
    }

    /** Every command that came, refused ones too. */
    public List<Command> submitted() {
        return List.copyOf(submitted);
    }

    /** Opens an alert some seconds ago; answers its id. */
    public synchronized String raise(
            String kind, AlertRow.Priority priority, AlertRow.@Nullable Brief resident, long secondsAgo) {
        String id = UUID.randomUUID().toString();
        StagedCase made =
                new StagedCase(id, kind, priority, resident, clock.instant().minusSeconds(secondsAgo));
        cases.put(id, made);
        tell(made);
        return id;
    }

    /** Changes an alert; its version moves by one. */
    synchronized void change(String id, Consumer<StagedCase> change) {
        StagedCase found = cases.get(id);
        if (found == null) {
            throw new IllegalArgumentException("no alert " + id);
        }
        change.accept(found);
        found.version++;
        tell(found);
    }

    /** The device asks again. */
    public void pressAgain(String id) {
        change(id, found -> {
            Instant now = clock.instant();
            found.presses++;
            found.signals++;
            found.attentionAt = now;
            found.attentionPending = true;
            found.timeline.add(new TimelineEntry.Joined(now, "sos", true));
            found.plan(now);
        });
    }

    /** The log took over what was only local, and counts its versions anew. */
    public synchronized void takenOverAs(String id, long version) {
        StagedCase found = cases.get(id);
        if (found != null) {
            found.durability = AlertRow.Durability.COMMITTED;
            found.version = version;
            tell(found);
        }
    }

    /** The log took it over and ended it at once. */
    public synchronized void endedInTheLog(String id, long version) {
        StagedCase found = cases.get(id);
        if (found != null) {
            found.state = AlertRow.State.RESOLVED;
            found.version = version;
            tell(found);
        }
    }

    /** Others are registered at the same device. */
    public void household(String id, List<AlertRow.Brief> others) {
        change(id, found -> found.household = List.copyOf(others));
    }

    /** Its device is on test: held. */
    public void holdOnTest(String id, Duration time) {
        change(id, found -> {
            Instant until = clock.instant().plus(time);
            found.state = AlertRow.State.ON_TEST;
            found.held = new AlertRow.Held(until, null, null);
            found.timeline.add(new TimelineEntry.HeldOnTest(clock.instant(), until));
        });
    }

    /** Its owner went away. */
    public void lapse(String id) {
        change(id, found -> {
            AlertRow.Ownership owner = found.owner;
            if (owner == null) {
                throw new IllegalStateException("nobody holds " + id);
            }
            found.giveBack(owner.operator(), clock.instant());
            found.timeline.add(new TimelineEntry.LeaseLapsed(clock.instant(), owner.operator()));
        });
    }

    /** Only in the emergency journal, or back in the log. The version stays. */
    public synchronized void durability(String id, AlertRow.Durability durability) {
        StagedCase found = cases.get(id);
        if (found != null) {
            found.durability = durability;
            tell(found);
        }
    }

    private void tell(StagedCase found) {
        AlertRow row = found.row();
        for (Watcher watcher : watchers) {
            if (row.state().isOpen()) {
                watcher.changed(row);
            } else {
                watcher.removed(row.id(), row.version());
            }
        }
    }

    @Override
    public synchronized List<AlertRow> open() {
        return cases.values().stream()
                .map(StagedCase::row)
                .filter(row -> row.state().isOpen())
                .toList();
    }

    @Override
    public AutoCloseable watch(Watcher watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    @Override
    public synchronized Optional<AlertDetail> detail(String id) {
        check();
        StagedCase found = cases.get(id);
        if (historyDown && (found == null || !found.state.isOpen())) {
            throw new RecordsUnavailable("history is down");
        }
        return Optional.ofNullable(found).map(StagedCase::detail);
    }

    @Override
    public synchronized ClosedPage closed(ClosedQuery query) {
        if (historyDown) {
            throw new RecordsUnavailable("history is down");
        }
        List<AlertRow> ended = cases.values().stream()
                .map(StagedCase::row)
                .filter(row -> !row.state().isOpen() && row.regionCode().startsWith(query.scope()))
                .filter(row -> query.state() == null || row.state() == query.state())
                .filter(row -> query.before() == null || row.receivedAt().isBefore(Instant.parse(query.before())))
                .sorted(Comparator.comparing(AlertRow::receivedAt).reversed())
                .toList();
        List<AlertRow> page = ended.stream().limit(query.limit()).toList();
        boolean more = ended.size() > page.size();
        return new ClosedPage(page, more ? page.getLast().receivedAt().toString() : null);
    }

    @Override
    public CompletionStage<Result> submit(Command command) {
        check();
        submitted.add(command);
        if (logDown) {
            return CompletableFuture.completedStage(new Result.Unavailable());
        }
        return CompletableFuture.completedStage(answer(command));
    }

    /** The devices on test. */
    public Map<String, Command.BeginTest> tests() {
        return Map.copyOf(tests);
    }

    /** What was ordered of devices without a case, in order. */
    public List<Command.OrderForDevice> orders() {
        return List.copyOf(orders);
    }

    private synchronized Result answer(Command command) {
        Result before = answered.get(command.key().id());
        if (before instanceof Result.Done done) {
            return new Result.Done(done.version(), done.durability(), true);
        }
        return switch (command) {
            case Command.OnAlert onAlert -> answerOnAlert(onAlert);
            case Command.OnDevice onDevice -> answerOnDevice(onDevice);
        };
    }

    private Result answerOnAlert(Command.OnAlert command) {
        StagedCase found = cases.get(command.alert());
        if (found == null || found.state == AlertRow.State.CLOSED) {
            return new Result.Refused(Reason.UNKNOWN_ALERT, null, null, 0);
        }
        Reason reason = StagedDecisions.refusal(command, found, this::hasOpen);
        if (reason != null) {
            AlertRow.Ownership owner = found.owner;
            return new Result.Refused(
                    reason,
                    owner == null ? null : owner.operator(),
                    owner == null ? null : owner.since(),
                    found.version);
        }
        change(found.id, changed -> StagedDecisions.apply(command, changed, clock.instant()));
        return remember(command, new Result.Done(found.version, found.durability, false));
    }

    private boolean hasOpen(String resident) {
        return open().stream()
                .anyMatch(row -> row.resident() != null && row.resident().id().equals(resident));
    }

    private Result answerOnDevice(Command.OnDevice command) {
        if (command instanceof Command.BeginTest begin && begin.time().compareTo(MOST_TEST) > 0) {
            return new Result.Refused(Reason.TOO_LONG, null, null, 0);
        }
        switch (command) {
            case Command.BeginTest begin -> tests.put(begin.device(), begin);
            case Command.EndTest end -> tests.remove(end.device());
            case Command.OrderForDevice order -> orders.add(order);
        }
        return remember(command, new Result.Done(0, AlertRow.Durability.COMMITTED, false));
    }

    private Result remember(Command command, Result.Done done) {
        answered.put(command.key().id(), done);
        return done;
    }

    /** Lets the time of the plans and leases pass; for the demonstration. */
    public void tick() {
        Instant now = clock.instant();
        for (AlertRow row : new ArrayList<>(open())) {
            if (row.held() != null && !row.held().until().isAfter(now)) {
                change(row.id(), StagedCase::comeBack);
            } else if (row.owner() != null && row.owner().leaseUntil().isBefore(now)) {
                lapse(row.id());
            } else if (row.nextStep() != null && !row.nextStep().at().isAfter(now)) {
                change(row.id(), found -> takeStep(found, now));
            }
        }
    }

    private static void takeStep(StagedCase found, Instant now) {
        for (int i = 0; i < found.steps.size(); i++) {
            AlertDetail.Step step = found.steps.get(i);
            if (step.doneAt() == null && !step.skipped() && !step.dueAt().isAfter(now)) {
                boolean skip = step.condition().equals("UNCLAIMED") && found.owner != null;
                found.steps.set(i, skip ? StagedCase.skipped(step) : StagedCase.done(step, now, List.of()));
                if (!skip) {
                    found.timeline.add(new TimelineEntry.StepDue(now, step.index(), 1));
                }
                return;
            }
        }
    }
}
