package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.console.AlertRow;
import care.convoy.console.Provisioning;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.ResidentId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.resident.Resident;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An alert of the core, joined with the little that a queue shows of its resident and device. Thread-safe, from memory. */
final class AlertRows {
    /** The residents' calendar day decides their age. */
    static final ZoneId HOME = ZoneId.of("Asia/Shanghai");

    private final Sources sources;
    private final Names names;
    private final Clock clock;

    /** What is looked up for a row. @param isLocal whether an alert is only in this gateway's emergency journal */
    record Sources(
            Function<ResidentId, @Nullable Resident> residents,
            Function<DeviceId, @Nullable Integer> batteries,
            Function<DeviceId, List<ResidentId>> wearers,
            Function<DeviceId, RegisteredDevice.State> deviceStates,
            Predicate<AlertId> isLocal) {}

    AlertRows(Sources sources, Names names, Clock clock) {
        this.sources = sources;
        this.names = names;
        this.clock = clock;
    }

    AlertRow row(AlertView view) {
        return new AlertRow(
                view.id().toString(),
                view.version(),
                view.device().value(),
                view.kind().wireName(),
                AlertRow.Priority.valueOf(view.priority().name()),
                AlertRow.State.valueOf(view.state().name()),
                AlertRow.Status.valueOf(view.status().name()),
                sources.isLocal().test(view.id()) ? AlertRow.Durability.LOCAL : AlertRow.Durability.COMMITTED,
                Instant.ofEpochMilli(view.receivedAtMillis()),
                Instant.ofEpochMilli(view.attentionAtMillis()),
                view.attentionPending(),
                view.presses(),
                view.signals(),
                AlertRow.State.valueOf(view.progress().name()),
                held(view),
                ownership(view),
                abandonment(view),
                nextStep(view),
                movement(view.cause()),
                sources.batteries().apply(view.device()),
                view.linked() == null ? null : view.linked().toString(),
                brief(view.resident()),
                household(view),
                Provisioning.State.valueOf(
                        sources.deviceStates().apply(view.device()).name()));
    }

    /** What it waits for; who put it off and why stands on its time line only. */
    private AlertRow.@Nullable Held held(AlertView view) {
        if (view.heldUntilMillis() == 0) {
            return null;
        }
        Instant until = Instant.ofEpochMilli(view.heldUntilMillis());
        if (view.state() == AlertState.DEFERRED) {
            for (AlertView.TimelineEntry entry : view.timeline().reversed()) {
                if (entry.event() instanceof Event.Deferred deferred) {
                    return new AlertRow.Held(until, deferred.reason().name(), names.of(deferred.operator()));
                }
            }
        }
        return new AlertRow.Held(until, null, null);
    }

    /** Who else may have pressed. */
    private List<AlertRow.Brief> household(AlertView view) {
        List<AlertRow.Brief> others = new ArrayList<>();
        for (ResidentId id : sources.wearers().apply(view.device())) {
            AlertRow.Brief other = id.equals(view.resident()) ? null : brief(id);
            if (other != null) {
                others.add(other);
            }
        }
        return others;
    }

    private AlertRow.@Nullable Ownership ownership(AlertView view) {
        OperatorId owner = view.owner();
        return owner == null
                ? null
                : new AlertRow.Ownership(
                        names.of(owner),
                        Instant.ofEpochMilli(view.ownedSinceMillis()),
                        Instant.ofEpochMilli(view.leaseUntilMillis()));
    }

    private AlertRow.@Nullable Abandonment abandonment(AlertView view) {
        OperatorId by = view.abandonedBy();
        if (by == null) {
            return null;
        }
        long at = view.timeline().stream()
                .filter(entry -> entry.event() instanceof Event.Abandoned)
                .mapToLong(AlertView.TimelineEntry::atMillis)
                .max()
                .orElse(view.receivedAtMillis());
        return new AlertRow.Abandonment(view.abandoned(), names.of(by), Instant.ofEpochMilli(at));
    }

    private static AlertRow.@Nullable NextStep nextStep(AlertView view) {
        return view.steps().stream()
                .filter(AlertView.Step::isPending)
                .min(Comparator.comparingLong(AlertView.Step::dueAtMillis))
                .map(step -> new AlertRow.NextStep(
                        Instant.ofEpochMilli(step.dueAtMillis()),
                        step.step().action().name()))
                .orElse(null);
    }

    private static AlertRow.@Nullable Movement movement(Movement movement) {
        return switch (movement) {
            case STILL -> AlertRow.Movement.STILL;
            case MOVING -> AlertRow.Movement.MOVING;
            case UNKNOWN -> null;
        };
    }

    AlertRow.@Nullable Brief brief(@Nullable ResidentId id) {
        if (id == null) {
            return null;
        }
        Resident resident = sources.residents().apply(id);
        return resident == null ? new AlertRow.Brief(id.value(), "", null, null, false, "", "", 0) : brief(resident);
    }

    AlertRow.Brief brief(Resident resident) {
        return new AlertRow.Brief(
                resident.id().value(),
                resident.name(),
                resident.sex() == Resident.Sex.UNKNOWN ? null : resident.sex().name(),
                age(resident.birthDate()),
                false,
                resident.address(),
                resident.regionCode(),
                resident.careGrade());
    }

    private @Nullable Integer age(@Nullable LocalDate birthDate) {
        return birthDate == null
                ? null
                : Period.between(birthDate, LocalDate.now(clock.withZone(HOME))).getYears();
    }
}
