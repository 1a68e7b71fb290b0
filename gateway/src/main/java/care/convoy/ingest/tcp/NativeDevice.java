package care.convoy.ingest.tcp;

import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;
import care.convoy.firmware.Header;
import care.convoy.firmware.LastSeen;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.SequenceWindow;
import care.convoy.firmware.ServerLogin;
import care.convoy.firmware.SessionMessage;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Proof;
import care.convoy.ingest.Stamp;
import org.jspecify.annotations.Nullable;

/** A device that has logged in, with the numbers of its session, up and down. Confined to the connection's loop. */
final class NativeDevice {
    private final RegisteredDevice identity;
    private final ServerLogin login;
    private final SessionMemory memory;
    private final SequenceWindow window;
    private long highestSequence;
    private long downSequence;
    private DeviceMessage.@Nullable Heartbeat lastHeartbeat;
    private final @Nullable SealedChannel sealed;
    private final AnsweredAlarms answered = new AnsweredAlarms();

    NativeDevice(RegisteredDevice identity, ServerLogin login, long proofSequence, SessionMemory memory) {
        this.identity = identity;
        this.login = login;
        this.memory = memory;
        highestSequence = proofSequence;
        downSequence = login.nextDownSequence();
        sealed = login.sealed();
        window = memory.begin(identity.id(), lastSeen(), login.deviceEpoch());
    }

    RegisteredDevice identity() {
        return identity;
    }

    /** With which of its keys it logged in. */
    Proof proof() {
        return login.keyUsed() == 0 ? Proof.PRESENT : Proof.FORMER;
    }

    /** The version of its software; empty if it did not say. */
    String firmware() {
        SessionMessage.Hello hello = login.hello();
        String told = hello == null ? null : hello.firmware();
        return told == null ? "" : told;
    }

    /** What opens and seals the messages of this session; null if it is a plain one. */
    @Nullable
    SealedChannel sealed() {
        return sealed;
    }

    /** Alarms that were answered in this session. */
    AnsweredAlarms answered() {
        return answered;
    }

    /** Whether an ordinary message is new; its number is then taken. */
    SequenceWindow.Verdict judgeOrdinary(long epoch, long sequence) {
        saw(epoch, sequence);
        return window.judgeOrdinary(epoch, sequence);
    }

    /** A message with this number has come. */
    void saw(long epoch, long sequence) {
        if (epoch == login.deviceEpoch() && sequence > highestSequence) {
            highestSequence = sequence;
        }
    }

    /** The same values as the last heartbeat are the same object, for most heartbeats of a night say the same. */
    DeviceMessage.Heartbeat heartbeat(int batteryPercent, int signalPercent, int steps, DeviceMessage.Worn worn) {
        DeviceMessage.Heartbeat last = lastHeartbeat;
        if (last != null
                && last.batteryPercent() == batteryPercent
                && last.signalPercent() == signalPercent
                && last.steps() == steps
                && last.worn() == worn) {
            return last;
        }
        DeviceMessage.Heartbeat next = new DeviceMessage.Heartbeat(batteryPercent, signalPercent, steps, worn);
        lastHeartbeat = next;
        return next;
    }

    /** The number that the next cumulative acknowledgement names. */
    long acknowledged() {
        return window.highestOrdinary();
    }

    /** By what a repeat is recognised; without epoch or sequence each arrival is new (PROTOCOL.md §9.2). */
    Stamp keyOf(Header header) {
        long timeMillis = header.hasUtcTime() ? header.timeMillis() : Command.NO_TIME;
        return header.isIdentified()
                ? new Stamp(login.keyEpoch(header), header.sequence(), timeMillis)
                : new Stamp(Stamp.NONE, Stamp.NONE, timeMillis);
    }

    /** The header of the next message down. */
    Header nextDown(long nowMillis) {
        return Header.of(login.sessionEpoch(), downSequence++, Math.max(0, nowMillis));
    }

    /** The session has ended. */
    void leave() {
        memory.end(identity.id(), lastSeen(), window);
    }

    private LastSeen lastSeen() {
        return new LastSeen(login.sessionEpoch(), highestSequence);
    }
}
