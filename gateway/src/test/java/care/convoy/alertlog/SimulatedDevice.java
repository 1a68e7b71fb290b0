package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.Outcome;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A device that repeats each alarm until it is answered; sometimes it forgets everything and starts anew. */
final class SimulatedDevice {
    private final VirtualTime time;
    private final Random random;
    private final SimulatedAlertLog log;
    private final Truth truth;
    private final DeviceId id;
    private final ResidentId resident;
    private final EscalationPlan plan;
    private final Map<SignalKey, Command.Signal> unanswered = new LinkedHashMap<>();
    private long epoch = 1;
    private long sequence;

    SimulatedDevice(SimulatedWorld world, DeviceId id, ResidentId resident) {
        time = world.time();
        random = world.random();
        log = world.log();
        truth = world.truth();
        this.id = id;
        this.resident = resident;
        plan = SimulatedWorld.PLAN;
    }

    /** Something happens to the wearer or the device. */
    void act() {
        switch (random.nextInt(20)) {
            case 0 -> restart();
            case 1 -> send(new DeviceMessage.BandRemoved());
            case 2 -> send(new DeviceMessage.BandWorn());
            case 3 -> send(new DeviceMessage.BatteryLow(random.nextInt(20)));
            case 4 -> send(new DeviceMessage.TestPressed());
            case 5 -> send(new DeviceMessage.FallDetected(Movement.STILL, 80, null));
            case 6, 7, 8 -> fallAndPerhapsCancel();
            case 9 -> send(new DeviceMessage.WearerCancelled(DeviceMessage.ABSENT));
            default -> press();
        }
    }

    void press() {
        send(new DeviceMessage.SosPressed(1 + random.nextInt(2), null));
    }

    boolean hasUnanswered() {
        return !unanswered.isEmpty();
    }

    private void fallAndPerhapsCancel() {
        send(new DeviceMessage.FallDetected(Movement.MOVING, 60, null));
        if (random.nextInt(3) > 0) {
            long fall = random.nextBoolean() ? sequence : DeviceMessage.ABSENT;
            time.in(random.nextInt(40_000), () -> send(new DeviceMessage.WearerCancelled(fall)));
        }
    }

    private void restart() {
        epoch++;
        sequence = 0;
        unanswered.clear();
    }

    private void send(DeviceMessage.Alarm message) {
        SignalKey key = new SignalKey(id, epoch, ++sequence);
        Command.Signal signal = new Command.Signal(
                key, time.nowMillis(), time.nowMillis(), resident, message, AlertStatus.ACTUAL, plan, List.of());
        unanswered.put(key, signal);
        transmit(key);
    }

    private void transmit(SignalKey key) {
        Command.Signal signal = unanswered.get(key);
        if (signal == null) {
            return;
        }
        log.submit(signal).whenComplete((receipt, failure) -> {
            if (receipt != null && receipt.outcome() instanceof Outcome.Done done) {
                // on its own, for a stage would keep to itself what the truth objects to
                time.in(0, () -> answered(signal, done.alert()));
            }
        });
        time.in(2_000 + random.nextInt(3_000), () -> transmit(key));
    }

    private void answered(Command.Signal signal, AlertId alert) {
        truth.answered(signal, alert);
        unanswered.remove(signal.key());
    }
}
