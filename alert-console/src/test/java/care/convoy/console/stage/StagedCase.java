package care.convoy.console.stage;

import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Disposition;
import care.convoy.console.Operator;
import care.convoy.console.Position;
import care.convoy.console.Provisioning;
import care.convoy.console.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One alert, changing. Guarded by {@link StagedAlerts}. */
final class StagedCase {
    static final Duration LEASE = Duration.ofSeconds(120);

    private record Planned(int after, String action, String condition, int ring, List<String> contacts) {}

    private static final List<Planned> PLAN = List.of(
            new Planned(0, "SHOW_ALL_CONSOLES", "ALWAYS", 0, List.of()),
            new Planned(15, "ALL_CONSOLES_LOUD", "UNCLAIMED", 0, List.of()),
            new Planned(30, "CALL_SUPERVISOR", "UNCLAIMED", 0, List.of()),
            new Planned(60, "CALL", "UNCLAIMED", 1, List.of("c1", "c3")),
            new Planned(60, "MESSAGE", "UNCLAIMED", 0, List.of("c2", "c4")),
            new Planned(120, "REQUEST_AMBULANCE", "UNCLAIMED", 0, List.of()));

    final String id;
    final String deviceId;
    final String kind;
    final AlertRow.@Nullable Brief resident;
    final Instant receivedAt;
    final List<TimelineEntry> timeline = new ArrayList<>();
    final List<AlertDetail.Step> steps = new ArrayList<>();
    AlertRow.Priority priority;
    AlertRow.State state = AlertRow.State.QUEUED;
    AlertRow.Status status = AlertRow.Status.EXERCISE;
    AlertRow.Durability durability = AlertRow.Durability.COMMITTED;
    Instant attentionAt;
    boolean attentionPending = true;
    int presses = 1;
    int signals = 1;
    AlertRow.State progress = AlertRow.State.CLAIMED;
    AlertRow.@Nullable Held held;
    List<AlertRow.Brief> household = List.of();
    Provisioning.State deviceState = Provisioning.State.SERVED;
    AlertRow.@Nullable Ownership owner;
    AlertRow.@Nullable Abandonment abandoned;
    AlertRow.@Nullable Movement movement;

    @Nullable
    Disposition disposition;

    long version = 1;

    StagedCase(String id, String kind, AlertRow.Priority priority, AlertRow.@Nullable Brief resident, Instant at) {
        this.id = id;
        this.deviceId = resident == null ? "D-unknown" : "D" + resident.id().substring(1);
        this.kind = kind;
        this.priority = priority;
        this.resident = resident;
        this.receivedAt = at;
        this.attentionAt = at;
        timeline.add(new TimelineEntry.Raised(at, kind, List.of()));
        timeline.add(new TimelineEntry.Queued(at));
        plan(at);
    }

    void plan(Instant from) {
        steps.removeIf(step -> step.doneAt() == null);
        for (Planned planned : PLAN) {
            if (steps.stream().noneMatch(done -> done.action().equals(planned.action()))) {
                steps.add(new AlertDetail.Step(
                        PLAN.indexOf(planned),
                        planned.action(),
                        planned.condition(),
                        planned.ring(),
                        planned.contacts(),
                        planned.contacts().isEmpty() ? List.of() : List.of("VOICE", "SMS"),
                        false,
                        from.plusSeconds(planned.after()),
                        planned.after() == 0 ? from : null,
                        false,
                        planned.after() == 0 ? 1 : 0,
                        List.of()));
            }
        }
    }

    static AlertDetail.Step done(AlertDetail.Step step, Instant now, List<AlertDetail.Reach> reaches) {
        return ended(step, now, false, reaches);
    }

    static AlertDetail.Step skipped(AlertDetail.Step step) {
        return ended(step, null, true, List.of());
    }

    private static AlertDetail.Step ended(
            AlertDetail.Step step, @Nullable Instant at, boolean skipped, List<AlertDetail.Reach> reaches) {
        return new AlertDetail.Step(
                step.index(),
                step.action(),
                step.condition(),
                step.ring(),
                step.contacts(),
                step.channels(),
                step.inTurn(),
                step.dueAt(),
                at,
                skipped,
                step.attempts() + 1,
                reaches);
    }

    void giveBack(Operator by, Instant now) {
        int times = abandoned == null ? 1 : abandoned.times() + 1;
        abandoned = new AlertRow.Abandonment(times, by, now);
        owner = null;
        state = AlertRow.State.QUEUED;
        attentionPending = true;
    }

    /** Its time is over. */
    void comeBack() {
        Instant until = held == null ? receivedAt : held.until();
        timeline.add(
                state == AlertRow.State.ON_TEST
                        ? new TimelineEntry.TestOver(until, "EXPIRED")
                        : new TimelineEntry.Returned(until));
        state = AlertRow.State.QUEUED;
        held = null;
        attentionPending = true;
    }

    AlertRow row() {
        AlertRow.NextStep next = steps.stream()
                .filter(step -> step.doneAt() == null && !step.skipped())
                .map(step -> new AlertRow.NextStep(step.dueAt(), step.action()))
                .findFirst()
                .orElse(null);
        return new AlertRow(
                id,
                version,
                deviceId,
                kind,
                priority,
                state,
                status,
                durability,
                receivedAt,
                attentionAt,
                attentionPending,
                presses,
                signals,
                progress,
                held,
                owner,
                abandoned,
                state.isOpen() ? next : null,
                movement,
                82,
                null,
                resident,
                household,
                deviceState);
    }

    AlertDetail detail() {
        Position position = new Position(28.2282, 112.9388, 25.0, "gnss", true, receivedAt.minusSeconds(40));
        return new AlertDetail(row(), receivedAt.minusMillis(400), position, disposition, 2, steps, timeline);
    }
}
