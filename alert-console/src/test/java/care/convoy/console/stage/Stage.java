package care.convoy.console.stage;

import care.convoy.console.AlertRow;
import care.convoy.console.Audit;
import care.convoy.console.ConsolePorts;
import care.convoy.console.SystemState;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Everything that a console stands on, made of memory. Thread-safe. */
public final class Stage {
    private final StagedUnknowns unknown = new StagedUnknowns();
    private final StagedAlerts alerts;
    private final StagedRecords records;
    private final StagedProvisioning provisioning;
    private final StagedGrants grants;
    private final StagedMachines machines = new StagedMachines();
    private final StagedHealth health = new StagedHealth();
    private final StagedRules rules;
    private final StagedCarrier carrier = new StagedCarrier();
    private final StagedWarnings warnings = new StagedWarnings();
    private final StagedUsers users = new StagedUsers();
    private final List<Audit.Entry> audited = new CopyOnWriteArrayList<>();
    private final AtomicReference<SystemState.Snapshot> system = new AtomicReference<>(new SystemState.Snapshot(
            "0.1.0",
            true,
            new SystemState.Log(SystemState.LogHealth.READY, 1, 1),
            SystemState.Database.UP,
            false,
            200));

    public Stage(InstantSource clock) {
        alerts = new StagedAlerts(clock);
        records = new StagedRecords(clock, alerts::tests, alerts::orders);
        rules = new StagedRules(clock);
        provisioning = new StagedProvisioning(clock, records);
        grants = new StagedGrants(clock);
    }

    public StagedAlerts alerts() {
        return alerts;
    }

    public StagedRecords records() {
        return records;
    }

    public StagedProvisioning provisioning() {
        return provisioning;
    }

    public StagedMachines machines() {
        return machines;
    }

    public StagedHealth health() {
        return health;
    }

    public StagedUnknowns unknown() {
        return unknown;
    }

    public StagedWarnings warnings() {
        return warnings;
    }

    public StagedUsers users() {
        return users;
    }

    public StagedCarrier carrier() {
        return carrier;
    }

    /** What was audited so far. */
    public List<Audit.Entry> audited() {
        return List.copyOf(audited);
    }

    /** How the system is from now on. */
    public void system(SystemState.Snapshot snapshot) {
        system.set(snapshot);
    }

    /** The console's view of it. */
    public ConsolePorts ports() {
        return new ConsolePorts(
                alerts,
                alerts,
                records,
                records,
                health,
                records,
                records,
                users,
                audited::add,
                system::get,
                unknown,
                provisioning,
                grants,
                machines,
                rules,
                carrier,
                warnings);
    }

    /** Ten alerts as in the design's picture of the desk; answers the id of the last, nobody holds any. */
    public String desk() {
        raise("sos", AlertRow.Priority.P1, "R0001", 12);
        raise("fence", AlertRow.Priority.P2, "R0002", 295);
        String fall = raise("fall", AlertRow.Priority.P2, "R0003", 127);
        alerts.change(fall, made -> made.movement = AlertRow.Movement.MOVING);
        raise("vitals", AlertRow.Priority.P2, "R0004", 93);
        raise("silence", AlertRow.Priority.P3, "R0005", 380);
        raise("removed", AlertRow.Priority.P3, "R0006", 228);
        raise("inactivity", AlertRow.Priority.P3, "R0007", 171);
        raise("smoke", AlertRow.Priority.P1, "R0008", 196);
        raise("vitals", AlertRow.Priority.P2, "R0009", 302);
        String last = raise("fall", AlertRow.Priority.P1, "R0010", 41);
        alerts.change(last, made -> made.movement = AlertRow.Movement.STILL);
        return last;
    }

    private String raise(String kind, AlertRow.Priority priority, String resident, long secondsAgo) {
        return alerts.raise(kind, priority, records.person(resident), secondsAgo);
    }
}
