package care.convoy.console.stage;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import care.convoy.console.Operator;
import care.convoy.console.RecordsUnavailable;
import care.convoy.console.TimelineEntry;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Alerts and what people do to them, with compare and set, keys and leases as the log has them. Thread-safe. */
public final class StagedAlerts implements Alerts, AlertCommands {
    private final InstantSource clock;
    private final Map<String, StagedCase> cases = new LinkedHashMap<>();
    private final Map<UUID, Result> answered = new HashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
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
            found.attentionAt = now;
            found.attentionPending = true;
            found.timeline.add(new TimelineEntry.Joined(now, "sos", true));
            found.plan(now);
        });
    }

    /** Its owner went away. */
    public void lapse(String id) {
        change(id, found -> {
            AlertRow.Ownership owner = found.owner;
            if (owner == null) {
                throw new IllegalStateException("nobody holds " + id);
            }
            giveBack(found, owner.operator());
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

    private void giveBack(StagedCase found, Operator by) {
        int times = found.abandoned == null ? 1 : found.abandoned.times() + 1;
        found.abandoned = new AlertRow.Abandonment(times, by, clock.instant());
        found.owner = null;
        found.state = AlertRow.State.QUEUED;
        found.attentionPending = true;
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

    private synchronized Result answer(Command command) {
        Result before = answered.get(command.key().id());
        if (before instanceof Result.Done done) {
            return new Result.Done(done.version(), done.durability(), true);
        }
        StagedCase found = cases.get(command.alert());
        if (found == null || !found.state.isOpen()) {
            return new Result.Refused(Reason.UNKNOWN_ALERT, null, null, 0);
        }
        Reason reason = reason(command, found);
        if (reason != null) {
            AlertRow.Ownership owner = found.owner;
            return new Result.Refused(
                    reason,
                    owner == null ? null : owner.operator(),
                    owner == null ? null : owner.since(),
                    found.version);
        }
        change(found.id, changed -> apply(command, changed));
        Result done = new Result.Done(found.version, found.durability, false);
        answered.put(command.key().id(), done);
        return done;
    }

    private @Nullable Reason reason(Command command, StagedCase found) {
        boolean isOwner = found.owner != null
                && found.owner.operator().equals(command.key().operator());
        return switch (command) {
            case Command.Claim claim when found.owner != null && !isOwner -> Reason.OWNED_BY_OTHER;
            case Command.Claim claim -> claim.expectedVersion() == found.version ? null : Reason.VERSION_MISMATCH;
            case Command.Renew _, Command.Release _ -> isOwner ? null : Reason.NOT_OWNER;
            case Command.Note _ -> null;
            case Command.Resolve resolve when !isOwner -> Reason.NOT_OWNER;
            case Command.Resolve resolve when resolve.expectedVersion() != found.version -> Reason.VERSION_MISMATCH;
            case Command.Resolve resolve ->
                found.kind.equals("sos")
                                && resolve.disposition().falseAlarm()
                                && resolve.disposition().verified() == null
                        ? Reason.NOT_VERIFIED
                        : null;
        };
    }

    private void apply(Command command, StagedCase found) {
        Instant now = clock.instant();
        Operator by = command.key().operator();
        switch (command) {
            case Command.Claim _ -> {
                found.owner = new AlertRow.Ownership(by, now, now.plus(StagedCase.LEASE));
                found.state = AlertRow.State.CLAIMED;
                found.attentionPending = false;
                found.timeline.add(new TimelineEntry.Claimed(now, by));
            }
            case Command.Renew _ -> {
                if (found.owner != null) {
                    found.owner = new AlertRow.Ownership(by, found.owner.since(), now.plus(StagedCase.LEASE));
                }
            }
            case Command.Release _ -> {
                giveBack(found, by);
                found.timeline.add(new TimelineEntry.Released(now, by));
            }
            case Command.Note note -> found.timeline.add(new TimelineEntry.Note(now, by, note.text()));
            case Command.Resolve resolve -> {
                found.state = AlertRow.State.RESOLVED;
                found.disposition = resolve.disposition();
                found.owner = null;
                found.timeline.add(new TimelineEntry.Resolved(now, by, resolve.note()));
            }
        }
    }

    /** Lets the time of the plans and leases pass; for the demonstration. */
    public void tick() {
        Instant now = clock.instant();
        for (AlertRow row : new ArrayList<>(open())) {
            if (row.owner() != null && row.owner().leaseUntil().isBefore(now)) {
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
                found.steps.set(
                        i,
                        new AlertDetail.Step(
                                step.index(),
                                step.action(),
                                step.condition(),
                                step.ring(),
                                step.contacts(),
                                step.channels(),
                                step.dueAt(),
                                skip ? null : now,
                                skip));
                if (!skip) {
                    found.timeline.add(new TimelineEntry.StepDue(now, step.index(), 1));
                }
                return;
            }
        }
    }
}
