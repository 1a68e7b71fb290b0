package care.convoy.simulation;

import care.convoy.alert.Command;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Matter;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Secret;
import care.convoy.ingest.Stamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A device that repeats each alarm until it is answered, over a bad line; sometimes it forgets everything. */
final class SimulatedDevice {
    /** How a device numbers its messages. */
    enum Numbering {
        BOOT_AND_SEQUENCE,
        SEQUENCE_AND_TIME,
        SEQUENCE
    }

    /** What a device sends. */
    record Message(RegisteredDevice device, Stamp stamp, DeviceMessage.Alarm content, List<String> dropped) {
        /** The mark of a press or a fall, which the truth knows it by; 0 of others. */
        long mark() {
            return Truth.markOf(content);
        }
    }

    private static final Sealed EVIDENCE = Sealed.copyOf(new byte[] {1, 2, 3});

    private final SimulatedWorld world;
    private final VirtualTime time;
    private final Random random;
    private final Tally tally;
    private final RegisteredDevice device;
    private final Numbering numbering;
    private final Map<Long, Message> unanswered = new LinkedHashMap<>();
    private long boot = 1;
    private long sequence;
    private long sent;
    private long clockErrorMillis;
    private double loss;

    SimulatedDevice(SimulatedWorld world, String id, ResidentId resident) {
        this.world = world;
        time = world.time();
        random = world.random();
        tally = world.tally();
        numbering = random.nextInt(3) > 0
                ? Numbering.BOOT_AND_SEQUENCE
                : Numbering.values()[random.nextInt(Numbering.values().length)];
        device = new RegisteredDevice(
                new DeviceId(id),
                RegisteredDevice.Protocol.NATIVE,
                Secret.copyOf(new byte[0]),
                "band",
                resident == null ? List.of() : List.of(resident));
        loss = random.nextDouble() * 0.4;
    }

    DeviceId id() {
        return device.id();
    }

    void calm() {
        loss = 0;
    }

    /** Something happens to the wearer or the device. */
    void act() {
        if (world.agesSoon() && random.nextInt(3) > 0) {
            actLessUrgently();
            return;
        }
        switch (random.nextInt(24)) {
            case 0 -> restart();
            case 1 -> send(new DeviceMessage.BandRemoved());
            case 2 -> send(new DeviceMessage.BandWorn());
            case 3 -> send(new DeviceMessage.BatteryLow(random.nextInt(20)));
            case 4 -> send(new DeviceMessage.TestPressed());
            case 5 -> send(new DeviceMessage.FallDetected(Movement.STILL, 80, marked()));
            case 6, 7, 8 -> fallAndPerhapsCancel();
            case 9 -> send(new DeviceMessage.WearerCancelled(DeviceMessage.ABSENT));
            case 10 -> clockJump();
            case 11 -> pressTwice();
            case 12 -> send(new DeviceMessage.RuleFound(Matter.VITALS, 1 + random.nextInt(5), EVIDENCE));
            case 13 -> send(new DeviceMessage.RuleCleared(Matter.VITALS));
            default -> press();
        }
    }

    /** What is no P1 by itself. */
    private void actLessUrgently() {
        send(
                random.nextBoolean()
                        ? new DeviceMessage.BandRemoved()
                        : new DeviceMessage.FallDetected(Movement.MOVING, 60, marked()));
    }

    void press() {
        send(new DeviceMessage.SosPressed(1 + random.nextInt(2), marked()));
    }

    private void pressTwice() {
        send(new DeviceMessage.SosPressed(1, marked()));
        time.in(1_000 + random.nextInt(20_000), this::press);
    }

    boolean hasUnanswered() {
        return !unanswered.isEmpty();
    }

    private Position marked() {
        return new Position(39.9, 116.4, 12, Position.Source.GNSS, random.nextBoolean(), world.nextMark());
    }

    private void fallAndPerhapsCancel() {
        send(new DeviceMessage.FallDetected(Movement.MOVING, 60, marked()));
        if (random.nextInt(3) > 0) {
            long fall = random.nextBoolean() ? sequence : DeviceMessage.ABSENT;
            time.in(random.nextInt(40_000), () -> send(new DeviceMessage.WearerCancelled(fall)));
        }
    }

    private void restart() {
        tally.count(Fault.DEVICE_RESTARTED);
        boot++;
        // without a boot number it must go on counting, or its next press would look like an old one
        sequence = numbering == Numbering.BOOT_AND_SEQUENCE ? 0 : sequence;
        unanswered.clear();
    }

    private void clockJump() {
        tally.count(Fault.DEVICE_CLOCK_JUMPED);
        clockErrorMillis += random.nextLong(-86_400_000, 86_400_000);
    }

    private void send(DeviceMessage.Alarm content) {
        sequence++;
        long deviceTime = Math.max(0, time.nowMillis() + clockErrorMillis);
        Stamp stamp = switch (numbering) {
            case BOOT_AND_SEQUENCE -> new Stamp(boot, sequence, random.nextBoolean() ? deviceTime : Command.NO_TIME);
            case SEQUENCE_AND_TIME -> new Stamp(Stamp.NONE, sequence, deviceTime);
            case SEQUENCE -> new Stamp(Stamp.NONE, sequence, Command.NO_TIME);
        };
        List<String> dropped = random.nextInt(20) == 0 ? List.of("location", "battery") : List.of();
        unanswered.put(++sent, new Message(device, stamp, content, dropped));
        transmit(sent);
    }

    private void transmit(long number) {
        Message message = unanswered.get(number);
        if (message == null) {
            return;
        }
        int copies = 1;
        if (random.nextDouble() < loss / 3) {
            tally.count(Fault.DEVICE_MESSAGE_DOUBLED);
            copies = 2;
        }
        for (int i = 0; i < copies; i++) {
            if (random.nextDouble() < loss) {
                tally.count(Fault.DEVICE_MESSAGE_LOST);
            } else {
                time.in(
                        lineMillis(),
                        () -> world.gateway().receive(message, receipt -> acknowledged(number, message, receipt)));
            }
        }
        time.in(2_000 + random.nextInt(3_000), () -> transmit(number));
    }

    /** From here on the gateway has promised. */
    private void acknowledged(long number, Message message, Receipt receipt) {
        world.truth().answered(message, receipt, world.gateway().emergency());
        if (random.nextDouble() < loss) {
            tally.count(Fault.DEVICE_ACKNOWLEDGEMENT_LOST);
        } else {
            time.in(lineMillis(), () -> unanswered.remove(number));
        }
    }

    /** Later messages overtake earlier ones. */
    private int lineMillis() {
        return loss == 0 ? 1 : random.nextInt(random.nextInt(10) == 0 ? 3_000 : 300);
    }

    @Override
    public String toString() {
        return id() + " waits for " + unanswered.values();
    }
}
