package care.convoy.sim.device;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.CommandOutcome;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Durability;
import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageType;
import care.convoy.firmware.Nonce;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Upward;
import care.convoy.firmware.Wake;
import care.convoy.sim.wearer.Wearer;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device that speaks the native protocol over TCP, as PROTOCOL.md §9 wants it. Owned by its mast's loop. Bounds: three
 * addresses, {@value Unanswered#MOST} ordinary messages without an answer; alarms are kept until they are answered.
 */
public final class NativeDevice implements Device {
    /** Server addresses that a device has room for. */
    public static final int MOST_ADDRESSES = 3;

    private static final String FIRMWARE = "sim-1";

    private final NativeIdentity identity;
    private final Wearer wearer;
    private final List<InetSocketAddress> addresses;
    private final Mast mast;
    private final DeviceEvents events;
    private final SplittableRandom chance;
    private final @Nullable Line[] lines = new @Nullable Line[MOST_ADDRESSES];
    private final Map<MessageKey, Alarm> waiting = new LinkedHashMap<>();
    private final Commands commands = new Commands();
    private Numbering numbering;
    private boolean everOnline;
    private boolean closed;
    private int nextAddress;
    private int failures;
    private @Nullable ScheduledFuture<?> reconnect;
    private volatile boolean online;

    /** @param addresses 1 to 3, in the order of preference */
    public NativeDevice(
            NativeIdentity identity, Wearer wearer, List<InetSocketAddress> addresses, Mast mast, DeviceEvents events) {
        if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
            throw new IllegalArgumentException("a device has 1 to 3 addresses, not " + addresses.size());
        }
        this.identity = identity;
        this.wearer = wearer;
        this.addresses = List.copyOf(addresses);
        this.mast = mast;
        this.events = events;
        this.chance = new SplittableRandom(identity.deviceId().hashCode() ^ identity.epoch());
        this.numbering = new Numbering(identity.epoch(), identity.nextSequence());
    }

    @Override
    public String id() {
        return identity.deviceId();
    }

    @Override
    public String residentId() {
        return identity.residentId();
    }

    @Override
    public Wearer wearer() {
        return wearer;
    }

    @Override
    public EventLoop thread() {
        return mast.loop();
    }

    @Override
    public boolean isOnline() {
        return online;
    }

    NativeIdentity identity() {
        return identity;
    }

    @Override
    public void connect() {
        mast.serve(this);
        connectNow();
    }

    @Override
    public void report(Upward message, long dueNanos) {
        Line line = primary();
        if (line != null && line.report(message, dueNanos)) {
            events.reportSent(this, dueNanos);
        } else {
            events.reportsDropped(this, DeviceEvents.Drop.WITHHELD, 1);
        }
    }

    @Override
    public MessageKey raise(Upward message, long dueNanos) {
        Header header = Header.of(numbering.epoch(), numbering.take(), System.currentTimeMillis());
        MessageKey key = new MessageKey(id(), header.epoch(), header.sequence());
        Alarm alarm = new Alarm(key, message, dueNanos, mast.frame(header, message));
        waiting.put(key, alarm);
        events.raised(this, alarm);
        sendEverywhere(alarm);
        scheduleRepeat(alarm);
        return key;
    }

    @Override
    public void close() {
        closed = true;
        cancelReconnect();
        mast.leave(this);
        for (Line line : lines) {
            if (line != null) {
                line.farewell(CloseReason.NORMAL);
                line.end("NORMAL");
            }
        }
    }

    // ---- alarms

    private void sendEverywhere(Alarm alarm) {
        boolean sent = false;
        for (Line line : lines) {
            if (line != null && line.takesAlarms()) {
                send(line, alarm);
                sent = true;
            }
        }
        if (!sent) {
            connectNow();
        }
    }

    private void send(Line line, Alarm alarm) {
        line.send(alarm);
        events.sent(this, alarm, alarm.markWritten());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a repeat after the answer does nothing
    private void scheduleRepeat(Alarm alarm) {
        long after = mast.manners().repeatAfter(alarm.message().type(), alarm.nextAttempt());
        long delay = Math.max(0, alarm.raisedNanos() + after - System.nanoTime());
        mast.loop().schedule(() -> repeat(alarm), delay, TimeUnit.NANOSECONDS);
    }

    private void repeat(Alarm alarm) {
        if (closed || alarm.isAnswered()) {
            return;
        }
        long waited = System.nanoTime() - alarm.raisedNanos();
        if (alarm.message().type() == MessageType.TEST
                && waited >= mast.manners().testGivenUpAfter()) {
            giveUp(alarm);
            return;
        }
        if (alarm.callsForHelp()) {
            callFurtherAddresses(waited);
            if (waited >= mast.manners().ownCallAfter() && alarm.markCalled()) {
                events.ownCall(this, alarm);
            }
        }
        sendEverywhere(alarm);
        scheduleRepeat(alarm);
    }

    private void callFurtherAddresses(long waited) {
        for (int i = 1; i < addresses.size(); i++) {
            if (waited >= mast.manners().furtherAddressAfter(i) && lines[i] == null) {
                connectTo(i);
            }
        }
    }

    void received(Downward.Received received) {
        Alarm alarm = waiting.remove(new MessageKey(id(), received.ofEpoch(), received.ofSequence()));
        if (alarm == null) {
            return;
        }
        alarm.markAnswered();
        forgetSealed(alarm);
        boolean local = received.durability() == Durability.LOCAL;
        events.received(this, alarm, new DeviceEvents.Receipt(received.alertId(), local), System.nanoTime());
        if (waiting.isEmpty()) {
            closeAllBut(primary());
        }
    }

    /** A call for help is never given up, whatever comes down; the next address hears it too. */
    void rejected(Downward.Rejected rejected, boolean ordinary) {
        if (ordinary) {
            events.reportsDropped(this, DeviceEvents.Drop.REFUSED, 1);
            return;
        }
        MessageKey key = new MessageKey(id(), rejected.ofEpoch(), rejected.ofSequence());
        Alarm alarm = waiting.get(key);
        events.oddity(this, "REJECTED_" + rejected.reason());
        if (alarm != null && alarm.callsForHelp()) {
            callFurtherAddresses(Long.MAX_VALUE);
        } else if (alarm != null) {
            giveUp(alarm);
        }
    }

    private void giveUp(Alarm alarm) {
        alarm.markAnswered();
        waiting.remove(alarm.key());
        forgetSealed(alarm);
    }

    private void forgetSealed(Alarm alarm) {
        for (Line line : lines) {
            if (line != null) {
                line.forget(alarm);
            }
        }
    }

    // ---- connections

    private @Nullable Line primary() {
        for (Line line : lines) {
            if (line != null && line.isOpen()) {
                return line;
            }
        }
        return null;
    }

    private void closeAllBut(@Nullable Line kept) {
        for (Line line : lines) {
            if (line != null && kept != null && line != kept) {
                line.farewell(CloseReason.NORMAL);
                line.end("NORMAL");
            }
        }
    }

    private boolean hasLine() {
        for (Line line : lines) {
            if (line != null) {
                return true;
            }
        }
        return false;
    }

    private void connectNow() {
        if (!closed && !hasLine()) {
            cancelReconnect();
            connectTo(nextAddress);
        }
    }

    private void connectTo(int index) {
        Line line = new Line(this, index, mast, numbering);
        lines[index] = line;
        line.connect(addresses.get(index));
    }

    private void cancelReconnect() {
        if (reconnect != null) {
            reconnect.cancel(false);
            reconnect = null;
        }
    }

    SessionMessage.Hello hello(Nonce nonce) {
        Wake wake = everOnline ? Wake.RECONNECT : Wake.POWER_ON;
        for (Alarm alarm : waiting.values()) {
            if (alarm.callsForHelp()) {
                wake = alarm.isPress() ? Wake.SOS : Wake.FALL;
            }
        }
        int features = mast.manners().sealing() ? SessionMessage.Hello.FEATURE_SEALED : 0;
        return new SessionMessage.Hello(Header.VERSION, Header.VERSION, features, wake, nonce, id(), FIRMWARE);
    }

    void proved(Line line) {
        if (line.takesAlarms()) {
            sendWaiting(line);
        }
    }

    /** The gateway gave a new epoch: the old numbers might name older messages (PROTOCOL.md §8.4, 3 and 4). */
    void adopt(Numbering session) {
        numbering = session;
        renumberWaiting();
    }

    void opened(Line line) {
        everOnline = true;
        failures = 0;
        nextAddress = line.addressIndex();
        online = true;
        events.online(this);
    }

    void sendWaiting(Line line) {
        for (Alarm alarm : waiting.values()) {
            send(line, alarm);
        }
    }

    private void renumberWaiting() {
        List<Alarm> renumbered = new ArrayList<>(waiting.values());
        waiting.clear();
        for (Alarm alarm : renumbered) {
            MessageKey former = alarm.key();
            Header header = Header.of(numbering.epoch(), numbering.take(), System.currentTimeMillis());
            MessageKey key = new MessageKey(id(), header.epoch(), header.sequence());
            alarm.renumber(key, mast.frame(header, alarm.message()));
            waiting.put(key, alarm);
            events.renumbered(this, former, alarm);
        }
    }

    void ended(Line line, String reason) {
        lines[line.addressIndex()] = null;
        if (line.unansweredReports() > 0) {
            events.reportsDropped(this, DeviceEvents.Drop.CONNECTION_LOST, line.unansweredReports());
        }
        online = primary() != null;
        if (closed) {
            return;
        }
        events.offline(this, reason);
        if (hasLine() || reconnect != null) {
            return;
        }
        nextAddress = (line.addressIndex() + 1) % addresses.size();
        long pause = pauseAfter(reason, line.retryAfterSeconds());
        failures++;
        reconnect = mast.loop()
                .schedule(
                        () -> {
                            reconnect = null;
                            connectNow();
                        },
                        pause,
                        TimeUnit.NANOSECONDS);
    }

    private long pauseAfter(String reason, int retryAfterSeconds) {
        Manners manners = mast.manners();
        if (waiting.values().stream().anyMatch(Alarm::isUrgent)) {
            boolean allTried = (failures + 1) % addresses.size() == 0;
            return allTried ? manners.urgentPause(chance) : 0;
        }
        return switch (reason) {
            case "GOING_AWAY" -> manners.goingAwayPause(chance);
            case "UNKNOWN_DEVICE", "WRONG_PROOF", "VERSION", "SERVER_NOT_TRUSTED" -> manners.strangerPause();
            default ->
                retryAfterSeconds == Message.NOT_MEASURED
                        ? manners.backoff(failures, chance)
                        : manners.asked(retryAfterSeconds);
        };
    }

    // ---- told by the line

    void sweep(long nowNanos) {
        for (Line line : lines) {
            if (line != null) {
                line.sweep(nowNanos);
            }
        }
    }

    void dueHeartbeat(long nowNanos) {
        report(wearer.heartbeat(System.currentTimeMillis()), nowNanos);
    }

    void reportAnswered(long dueNanos, long nowNanos) {
        events.reportAnswered(this, dueNanos, nowNanos);
    }

    void oddity(String what) {
        events.oddity(this, what);
    }

    void command(Line line, long commandId, Downward command) {
        CommandOutcome outcome = commands.outcomeOf(commandId, command, this, line);
        report(new Upward.CommandResult(commandId, outcome), System.nanoTime());
    }
}
