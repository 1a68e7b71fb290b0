package care.convoy.ingest.jt808;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Fate;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Intake;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Report;
import care.convoy.ingest.Taken;
import care.convoy.ingest.jt808.Frame.Split;
import care.convoy.ingest.jt808.HeldAlarms.Episode;
import care.convoy.ingest.jt808.Jt808Counters.Count;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a device that showed its code says, and how it is answered (docs/jt808.md). Confined to the connection's loop. */
final class Jt808Uplink {
    /** Alarms that may wait for the log; more are left to be repeated. */
    static final int MAX_WAITING = 64;

    /** Confirmations, and commands, whose answer is waited for; of more the oldest is not. */
    private static final int MAX_OUTSTANDING = 32;

    private final Jt808Session session;
    private final Jt808Parts parts;
    private final RegisteredDevice device;
    private final SplitMessage split = new SplitMessage();

    /** Confirmations that were sent, by the number of their message. */
    private final Map<Integer, Integer> confirmations = new LinkedHashMap<>();

    /** Ids of commands that were sent, by the number of their message. */
    private final Map<Integer, Long> commands = new LinkedHashMap<>();

    private int waiting;

    Jt808Uplink(Jt808Session session, Jt808Parts parts, RegisteredDevice device) {
        this.session = session;
        this.parts = parts;
        this.device = device;
    }

    void waits(int more) {
        waiting += more;
    }

    void take(Frame frame, long receivedAtMillis) {
        if (!frame.isBelievable()) {
            damaged(frame, receivedAtMillis);
            return;
        }
        if (frame.encryption() != 0) {
            session.reject(Reject.UNKNOWN_TYPE);
            session.answer(frame, Result.UNSUPPORTED);
            return;
        }
        Split part = frame.split();
        Frame whole = part == null ? frame : split.add(frame, part);
        if (whole == null) {
            boolean kept = part != null && split.holds(frame, part);
            session.answer(frame, kept ? Result.DONE : Result.FAILED);
        } else {
            message(whole, receivedAtMillis);
        }
    }

    private void message(Frame frame, long receivedAtMillis) {
        Body body = new Body(frame.body());
        switch (frame.id()) {
            case MessageId.HEARTBEAT -> {
                tell(Command.NO_TIME, receivedAtMillis, Alarms.heartbeat(null));
                session.answer(frame, Result.DONE);
            }
            case MessageId.LOCATION -> {
                AlarmAnswer answer = new AlarmAnswer(session, parts, this, frame);
                now(Location.read(body), answer, receivedAtMillis);
                answer.complete();
            }
            case MessageId.LOCATION_ANSWER -> {
                commandDone(body.u16(), Result.DONE.code);
                now(Location.read(body), new AlarmAnswer(session, parts, this, frame), receivedAtMillis);
            }
            case MessageId.LOCATIONS -> batch(frame, Batch.read(body), receivedAtMillis);
            case MessageId.TERMINAL_ANSWER -> {
                int serial = body.u16();
                body.u16();
                commandDone(serial, body.u8());
            }
            case MessageId.TIME_REQUEST -> session.write(frame, MessageId.TIME, DownBodies.time(receivedAtMillis));
            case MessageId.PASSED_THROUGH -> ignored(frame, Result.DONE);
            case MessageId.LOG_OUT -> {
                session.answer(frame, Result.DONE);
                session.loggedOut();
            }
            default -> ignored(frame, Result.UNSUPPORTED);
        }
    }

    private void ignored(Frame frame, Result result) {
        parts.events().add(Count.MESSAGES_IGNORED);
        session.answer(frame, result);
    }

    private void commandDone(int serial, int result) {
        boolean done = result == Result.DONE.code;
        Integer bit = confirmations.remove(serial);
        Long command = commands.remove(serial);
        if (done) {
            parts.events().add(Count.COMMANDS_DONE);
        }
        if (done && bit != null) {
            parts.held().confirmed(device.id(), bit, parts.clock().nanos().getAsLong());
        }
        if (command != null) {
            Fate fate = done ? Fate.CONFIRMED : result == Result.UNSUPPORTED.code ? Fate.UNSUPPORTED : Fate.FAILED;
            parts.shared().services().router().told(device.id(), command, fate);
        }
    }

    /** The device was told that it may clear the bit. */
    void confirmationSent(int serial, int bit) {
        makeRoom(confirmations);
        confirmations.put(serial, bit);
    }

    /** The device was told to do something. */
    void commandSent(int serial, long commandId) {
        makeRoom(commands);
        commands.put(serial, commandId);
    }

    private static void makeRoom(Map<Integer, ?> outstanding) {
        if (outstanding.size() >= MAX_OUTSTANDING) {
            outstanding.remove(outstanding.keySet().iterator().next());
        }
    }

    /** The alarms go first; what else the report says must not hold them up. */
    private void now(Location location, AlarmAnswer answer, long receivedAtMillis) {
        long nowNanos = parts.clock().nanos().getAsLong();
        for (int bit : Alarms.BITS) {
            if (Alarms.isSet(location, bit)) {
                Episode episode = parts.held().set(device.id(), bit, location.timeMillis(), nowNanos);
                if (episode.durable()) {
                    parts.events().add(Count.ALARMS_HELD);
                    answer.confirm(bit);
                } else {
                    raise(Press.now(bit, location, episode.timeMillis(), receivedAtMillis), answer, receivedAtMillis);
                }
            } else if (location.complete()) {
                parts.held().clear(device.id(), bit);
            }
        }
        tell(location.timeMillis(), receivedAtMillis, Alarms.heartbeat(location));
        place(location, receivedAtMillis);
        parts.latest()
                .heard(
                        device.id(),
                        receivedAtMillis,
                        Alarms.wrong(location),
                        "%08X %08X".formatted(location.alarms(), location.state()));
    }

    private void place(Location location, long receivedAtMillis) {
        if (location.hasPlace()) {
            tell(
                    location.timeMillis(),
                    receivedAtMillis,
                    new DeviceMessage.Located(Alarms.position(location, receivedAtMillis)));
        }
    }

    private void batch(Frame frame, Batch batch, long receivedAtMillis) {
        AlarmAnswer answer = new AlarmAnswer(session, parts, this, frame);
        if (batch.late()) {
            late(batch.locations(), answer, receivedAtMillis);
        } else {
            batch.locations().forEach(location -> now(location, answer, receivedAtMillis));
        }
        answer.complete();
    }

    /** Reports from where there was no network: a bit that stands in several in a row is one alarm, at its first time. */
    private void late(List<Location> locations, AlarmAnswer answer, long receivedAtMillis) {
        for (int bit : Alarms.BITS) {
            boolean before = false;
            for (Location location : locations) {
                boolean set = Alarms.isSet(location, bit);
                if (set && !before) {
                    raise(Press.kept(bit, location, receivedAtMillis), answer, receivedAtMillis);
                }
                before = set;
            }
        }
        locations.forEach(location -> place(location, receivedAtMillis));
    }

    /** Who wears it, and whether it is served, may have changed since the login. */
    private RegisteredDevice current() {
        return parts.shared().services().registry().current(device);
    }

    private void raise(Press press, AlarmAnswer answer, long receivedAtMillis) {
        int bit = press.bit();
        Location location = press.location();
        if (waiting >= MAX_WAITING) {
            answer.fail();
            return;
        }
        if (!press.stamp().hasTime()) {
            parts.events().add(Count.CLOCK_WRONG);
        }
        DeviceMessage.Alarm alarm = Alarms.message(bit, location, receivedAtMillis);
        RegisteredDevice sender = current();
        if (!Intake.permits(sender, alarm)) {
            parts.counters().reject(Reject.NOT_PERMITTED);
            return;
        }
        parts.counters().message(Kind.of(alarm));
        Report report = new Report(sender, press.stamp(), alarm, Alarms.missing(location), receivedAtMillis);
        Consumer<@Nullable AlertId> whenDurable = alert -> parts.held()
                .durable(
                        device.id(),
                        bit,
                        press.timeMillis(),
                        alert,
                        parts.clock().nanos().getAsLong());
        if (parts.shared().services().intake().accept(report, answer.waiting(bit, whenDurable))
                != Taken.WAIT_FOR_ANSWER) {
            answer.notTaken();
        }
    }

    /** Nothing of the frame is believed, but a call for help is not refused for that. */
    void damaged(Frame frame, long receivedAtMillis) {
        Location location = frame.id() == MessageId.LOCATION ? Location.read(new Body(frame.body())) : null;
        if (location == null || !location.has(Location.SOS)) {
            session.reject(Reject.CHECKSUM);
            session.answer(frame, Result.WRONG);
            return;
        }
        AlarmAnswer answer = new AlarmAnswer(session, parts, this, frame);
        raise(
                Press.now(Location.SOS, location.withoutPlace(), location.timeMillis(), receivedAtMillis),
                answer,
                receivedAtMillis);
        answer.complete();
    }

    private void tell(long timeMillis, long receivedAtMillis, DeviceMessage message) {
        parts.counters().message(Kind.of(message));
        long said = timeMillis == Location.NO_TIME ? Command.NO_TIME : timeMillis;
        if (parts.shared().services().intake().acceptTelemetry(current(), said, receivedAtMillis, message)
                == Taken.SHED) {
            parts.counters().reject(Reject.SHED);
        }
    }
}
