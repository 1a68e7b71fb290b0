package care.convoy.ingest;

import java.util.concurrent.atomic.LongAdder;

/** What the {@link Intake} did since start. Thread-safe; for the observation layer. */
public final class IntakeCounters {
    final LongAdder alarms = new LongAdder();
    final LongAdder durable = new LongAdder();
    final LongAdder resubmitted = new LongAdder();
    final LongAdder notDurable = new LongAdder();
    final LongAdder noRoom = new LongAdder();
    final LongAdder defaultPlans = new LongAdder();
    final LongAdder damaged = new LongAdder();
    final LongAdder refusedForRoom = new LongAdder();
    final LongAdder telemetry = new LongAdder();

    /** Alarms heard, repeats included. */
    public long alarms() {
        return alarms.sum();
    }

    /** Commands that the log made durable. */
    public long durable() {
        return durable.sum();
    }

    /** Times that a command was sent to the log again. */
    public long resubmitted() {
        return resubmitted.sum();
    }

    /** Alarms left to the device to repeat: the log had not answered for long, or the core could hold no more alerts. */
    public long notDurable() {
        return notDurable.sum();
    }

    /** Alarms not taken because too many were on their way. */
    public long noRoom() {
        return noRoom.sum();
    }

    /** Alarms that went with the default plan although the resident has one: it was too large or could not be had. */
    public long defaultPlans() {
        return defaultPlans.sum();
    }

    /** Alarms taken although parts of them could not be read. */
    public long damaged() {
        return damaged.sum();
    }

    /** Messages put into the telemetry lane; what it shed is counted there. */
    public long telemetry() {
        return telemetry.sum();
    }

    /** Messages that are no alarm, not taken because the disk has no room for them. */
    public long refusedForRoom() {
        return refusedForRoom.sum();
    }
}
