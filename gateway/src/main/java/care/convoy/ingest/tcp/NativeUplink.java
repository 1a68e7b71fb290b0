package care.convoy.ingest.tcp;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceMessage;
import care.convoy.firmware.CloseReason;
import care.convoy.firmware.Decoded;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Header;
import care.convoy.firmware.Malformed;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.PlainHeartbeat;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Upward;
import care.convoy.ingest.Answer;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Intake;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Report;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.Taken;
import care.convoy.ingest.body.BodyMessage;
import care.convoy.ingest.body.BodyMessages;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one device sends after its login, and how it is answered (PROTOCOL.md §9.2, §10). Confined to the connection's loop.
 *
 * <p>Ordinary messages are acknowledged together, once per read. A confirmed one is answered with {@code received} once
 * durable, and not at all if it cannot be made so: the device repeats. At most {@link #MAX_WAITING} of one device wait for
 * the alert log; more are left to be repeated, so that no single device fills the lane.
 */
final class NativeUplink {
    static final int MAX_WAITING = 64;

    private static final Logger LOG = LoggerFactory.getLogger(NativeUplink.class);

    private final NativeSession session;
    private final NativeParts parts;
    private final NativeDevice device;
    private final FaultCount faults = new FaultCount();
    private boolean acknowledgementDue;
    private int waiting;

    NativeUplink(NativeSession session, NativeParts parts, NativeDevice device) {
        this.session = session;
        this.parts = parts;
        this.device = device;
    }

    /**
     * Takes the message of one frame.
     *
     * @return whether it is a sign of life of the device; in a sealed session only what opens is
     */
    boolean message(ByteBuffer buffer, int offset, int length, long receivedAtMillis) {
        SealedChannel sealed = device.sealed();
        if (sealed == null) {
            plain(buffer, offset, length, receivedAtMillis);
            return true;
        }
        ByteBuffer opened = sealed.open(buffer, offset, length);
        if (opened == null) {
            forged();
            return false;
        }
        plain(opened, 0, opened.limit(), receivedAtMillis);
        return true;
    }

    private void plain(ByteBuffer buffer, int offset, int length, long receivedAtMillis) {
        if (PlainHeartbeat.isAt(buffer, offset, length)) {
            heartbeat(buffer, offset, receivedAtMillis);
        } else {
            take(MessageDecoder.decode(buffer, offset, length), receivedAtMillis);
        }
    }

    /**
     * Not from the device, whatever it says, and be it a call for help (PROTOCOL.md §12.4). There is no answer, for its number cannot
     * be trusted: the device goes on repeating what it really said.
     */
    private void forged() {
        session.reject(Reject.FORGED);
        if (parts.shared().lines().allows()) {
            LOG.warn(
                    "native frame that does not open, forged or damaged on purpose: device={}",
                    device.identity().id());
        }
        countFault();
    }

    private void take(Decoded decoded, long receivedAtMillis) {
        switch (decoded) {
            case Malformed malformed -> refuse(malformed);
            case NativeMessage message -> {
                switch (message.message()) {
                    case Upward up when up.type().isConfirmed() -> confirmed(message, receivedAtMillis);
                    case Upward up -> ordinary(message.header(), up, receivedAtMillis);
                    case SessionMessage.Close close -> session.end(Ending.BY_DEVICE);
                    case SessionMessage other -> outOfOrder();
                    case Downward other -> outOfOrder();
                }
            }
        }
    }

    private void outOfOrder() {
        session.reject(Reject.OUT_OF_ORDER);
        session.fail(Ending.PROTOCOL, CloseReason.OUT_OF_ORDER);
    }

    /** A heartbeat that {@link PlainHeartbeat#isAt} has found; the way of nearly every message, kept free of objects. */
    private void heartbeat(ByteBuffer buffer, int offset, long receivedAtMillis) {
        long epoch = PlainHeartbeat.epoch(buffer, offset);
        long sequence = PlainHeartbeat.sequence(buffer, offset);
        if (!isNew(epoch, sequence)) {
            return;
        }
        long timeMillis =
                PlainHeartbeat.hasUtcTime(buffer, offset) ? PlainHeartbeat.timeMillis(buffer, offset) : Command.NO_TIME;
        DeviceMessage message = device.heartbeat(
                PlainHeartbeat.batteryPercent(buffer, offset),
                PlainHeartbeat.signalPercent(buffer, offset),
                PlainHeartbeat.steps(buffer, offset),
                BodyMessages.worn(PlainHeartbeat.worn(buffer, offset)));
        parts.counters().message(Kind.HEARTBEAT);
        Taken taken = parts.services().intake().acceptTelemetry(current(), timeMillis, receivedAtMillis, message);
        if (taken == Taken.SHED) {
            reject(epoch, sequence, Reject.SHED, Reason.OVERLOADED);
        } else if (taken == Taken.NOT_PERMITTED) {
            reject(epoch, sequence, Reject.NOT_PERMITTED, Reason.NOT_PERMITTED);
        }
    }

    private void ordinary(Header header, Upward up, long receivedAtMillis) {
        if (!isNew(header.epoch(), header.sequence())) {
            return;
        }
        if (up instanceof Upward.CommandResult result) {
            parts.services()
                    .router()
                    .told(device.identity().id(), result.commandId(), BodyMessages.fate(result.outcome()));
            return;
        }
        long timeMillis = header.hasUtcTime() ? header.timeMillis() : Command.NO_TIME;
        DeviceMessage message = BodyMessages.meaning(up, timeMillis == Command.NO_TIME ? receivedAtMillis : timeMillis);
        if (message == null) {
            reject(header, Reject.OUT_OF_RANGE, Reason.OUT_OF_RANGE);
            return;
        }
        parts.counters().message(Kind.of(message));
        Taken taken = parts.services().intake().acceptTelemetry(current(), timeMillis, receivedAtMillis, message);
        if (taken == Taken.SHED) {
            reject(header, Reject.SHED, Reason.OVERLOADED);
        } else if (taken == Taken.NOT_PERMITTED) {
            reject(header, Reject.NOT_PERMITTED, Reason.NOT_PERMITTED);
        }
    }

    /** Who wears it, and whether it is served, may have changed since the login. */
    private RegisteredDevice current() {
        return parts.services().registry().current(device.identity());
    }

    /** Whether an ordinary message is to be taken; if not, it is answered here. */
    private boolean isNew(long epoch, long sequence) {
        switch (device.judgeOrdinary(epoch, sequence)) {
            case NEW -> {
                acknowledgementDue = true;
                return true;
            }
            case REPEAT -> {
                parts.counters().reject(Reject.REPLAY);
                acknowledgementDue = true;
            }
            case FOREIGN_EPOCH -> reject(epoch, sequence, Reject.REPLAY, Reason.FOREIGN_EPOCH);
        }
        return false;
    }

    private void confirmed(NativeMessage message, long receivedAtMillis) {
        Header header = message.header();
        device.saw(header.epoch(), header.sequence());
        Downlink.Received before = device.answered().find(header);
        if (before != null) {
            parts.counters().reject(Reject.REPLAY);
            session.send(before);
            return;
        }
        switch (BodyMessages.of(message, receivedAtMillis)) {
            case BodyMessage.Understood understood -> alarm(header, understood, receivedAtMillis);
            case BodyMessage.Refused refused -> reject(header, refused.why(), refused.reason());
            case BodyMessage.CommandAnswered answered -> acknowledgementDue = true;
        }
    }

    private void alarm(Header header, BodyMessage.Understood understood, long receivedAtMillis) {
        Kind kind = Kind.of(understood.message());
        parts.counters().message(kind);
        if (kind == Kind.SOS || kind == Kind.FALL) {
            faults.call(parts.clock().nanos().getAsLong());
        }
        RegisteredDevice sender = current();
        if (!Intake.permits(sender, understood.message())) {
            reject(header, Reject.NOT_PERMITTED, Reason.NOT_PERMITTED);
            return;
        }
        Report report =
                new Report(sender, device.keyOf(header), understood.message(), understood.dropped(), receivedAtMillis);
        boolean room = waiting < MAX_WAITING;
        if (room
                && parts.services().intake().accept(report, new AlarmAnswer(header, understood.stamp()))
                        == Taken.WAIT_FOR_ANSWER) {
            waiting++;
        } else {
            parts.counters().reject(Reject.NOT_DURABLE);
        }
    }

    private void refuse(Malformed malformed) {
        Reason reason = malformed.reason();
        if (malformed.endsStream()) {
            session.reject(BodyMessages.why(reason));
            session.fail(
                    Ending.PROTOCOL, reason == Reason.BAD_VERSION ? CloseReason.VERSION : CloseReason.OUT_OF_ORDER);
            return;
        }
        Header header = malformed.header();
        if (header != null) {
            device.saw(header.epoch(), header.sequence());
        }
        reject(header == null ? Header.of(0, 0, 0) : header, BodyMessages.why(reason), reason);
        countFault();
    }

    /**
     * A frame whose checksum is wrong; nothing in it can be trusted, so nothing is answered.
     *
     * @return whether it is a sign of life of the device; in a sealed session anybody may have written it
     */
    boolean damaged() {
        session.reject(Reject.CHECKSUM);
        countFault();
        return device.sealed() == null;
    }

    private void countFault() {
        if (faults.isTooMany(parts.clock().nanos().getAsLong())) {
            session.fail(Ending.PROTOCOL, CloseReason.TOO_MANY_FAULTS);
        }
    }

    private void reject(Header header, Reject why, Reason reason) {
        reject(header.epoch(), header.sequence(), why, reason);
    }

    private void reject(long epoch, long sequence, Reject why, Reason reason) {
        session.reject(why);
        session.send(new Downward.Rejected(epoch, sequence, reason));
    }

    /** Everything of one read was taken: one acknowledgement for all of it. */
    void readEnds() {
        if (acknowledgementDue) {
            acknowledgementDue = false;
            session.send(new Downward.Ack(device.acknowledged()));
        }
    }

    /** What becomes of one alarm. */
    private final class AlarmAnswer implements Answer {
        private final Header header;
        private final Stamp asWritten;

        AlarmAnswer(Header header, Stamp asWritten) {
            this.header = header;
            this.asWritten = asWritten;
        }

        @Override
        public Executor loop() {
            return session.loop();
        }

        @Override
        public void durable(Receipt receipt) {
            waiting--;
            AlertId alert = receipt.outcome() instanceof Outcome.Done done ? done.alert() : null;
            var received = new Downlink.Received(asWritten, alert, receipt.durability());
            if (device.sealed() != null) {
                device.answered().add(header, received);
            }
            if (session.isOpen()) {
                session.send(received);
            } else {
                // The device may be back on another connection; there it waits for the same word.
                parts.services().router().send(device.identity().id(), received);
            }
        }

        @Override
        public void notDurable() {
            waiting--;
            parts.counters().reject(Reject.NOT_DURABLE);
        }
    }
}
