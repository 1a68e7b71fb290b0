package care.convoy.sim.coap;

import care.convoy.firmware.Decoded;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Durability;
import care.convoy.firmware.Header;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.Upward;
import care.convoy.sim.device.Alarm;
import care.convoy.sim.device.Device;
import care.convoy.sim.device.DeviceEvents;
import care.convoy.sim.device.DeviceEvents.Drop;
import care.convoy.sim.device.MessageKey;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.wearer.Wearer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A device on CoAP: native messages to {@code POST /up}. Reports are NON, or CON and repeated four times after 2 to 3 s, doubled
 * (RFC 7252, §4.2), one after the other (NSTART 1); {@value #MOST_HELD} more may wait. An alarm is CON, waits behind nothing, and
 * is repeated as PROTOCOL.md §9.3 says until 2.04 holds {@code received}: the same datagram for 15 s, then the same message in a
 * new one. Confined to its loop.
 */
public final class CoapDevice implements Device {
    static final int MOST_HELD = 16;
    private static final int MOST_REPEATS = 4;
    private static final int NON_UNDER_WAY = 64;
    private static final int NEW_DATAGRAM_FROM = 5;
    private static final long NON_LIFETIME_MILLIS = 10_000;
    /** Of tokens of alarms. */
    private static final int ALARM = 1 << 31;

    private final FleetDevice identity;
    private final Wearer wearer;
    private final Station station;
    private final DeviceEvents events;
    private final Path path;
    private final Map<Integer, Sent> reports = new LinkedHashMap<>();
    private final ArrayDeque<Held> held = new ArrayDeque<>(1);
    private final Map<Integer, Raised> alarms = new HashMap<>();
    private final String query;
    private long nextSequence = 1;
    private int nextToken = 1;
    private int nextMessageId;
    private boolean watching;

    /** A report that is on its way. */
    private static final class Sent {
        private final byte[] datagram;
        private final long dueNanos;
        private final long firstNanos = System.nanoTime();
        private long nextNanos;
        private int repeats;

        Sent(byte[] datagram, long dueNanos) {
            this.datagram = datagram;
            this.dueNanos = dueNanos;
        }
    }

    private record Held(Upward message, long dueNanos) {}

    /** An alarm that waits for its answer. */
    private static final class Raised {
        private final Alarm alarm;
        private int token;
        private byte[] datagram = {};
        private long firstNanos;

        Raised(Alarm alarm) {
            this.alarm = alarm;
        }
    }

    public CoapDevice(FleetDevice identity, Wearer wearer, Station station, DeviceEvents events) {
        this.identity = identity;
        this.wearer = wearer;
        this.station = station;
        this.events = events;
        this.query = station.speech().sealed() ? "" : "id=" + identity.deviceId();
        this.nextMessageId = station.chance().nextInt(1 << 16);
        this.path = new Path(identity, station, new Heard());
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
    public ScheduledExecutorService thread() {
        return station.loop();
    }

    @Override
    public boolean isOnline() {
        return path.isOpen();
    }

    @Override
    public void connect() {
        path.open();
    }

    @Override
    public void report(Upward message, long dueNanos) {
        if (!path.isOpen()) {
            events.reportsDropped(this, Drop.WITHHELD, 1);
        } else if (reports.size() < (station.speech().confirmable() ? 1 : NON_UNDER_WAY)) {
            send(message, dueNanos);
        } else if (held.size() < MOST_HELD) {
            held.add(new Held(message, dueNanos));
        } else {
            events.reportsDropped(this, Drop.WITHHELD, 1);
        }
    }

    private void send(Upward message, long dueNanos) {
        boolean confirmable = station.speech().confirmable();
        int token = nextToken++ & ~ALARM;
        byte[] datagram =
                Datagram.post(confirmable ? Datagram.CON : Datagram.NON, messageId(), token, query, body(message));
        Sent sent = new Sent(datagram, dueNanos);
        long wait = confirmable ? station.repeatAfter(0) : station.manners().scaled(NON_LIFETIME_MILLIS);
        sent.nextNanos = sent.firstNanos + wait;
        reports.put(token, sent);
        events.reportSent(this, dueNanos);
        path.send(datagram);
        watch();
    }

    private int messageId() {
        return nextMessageId++ & 0xFFFF;
    }

    private byte[] body(Upward message) {
        return MessageEncoder.encode(Header.of(station.epoch(), nextSequence++, System.currentTimeMillis()), message);
    }

    @Override
    public MessageKey raise(Upward message, long dueNanos) {
        MessageKey key = new MessageKey(id(), station.epoch(), nextSequence);
        Raised raised = new Raised(new Alarm(key, message, dueNanos, body(message)));
        renew(raised);
        events.raised(this, raised.alarm);
        send(raised);
        scheduleRepeat(raised);
        return key;
    }

    /** The same message in a datagram with numbers of its own. */
    private void renew(Raised raised) {
        alarms.remove(raised.token);
        raised.token = nextToken++ | ALARM;
        raised.datagram = Datagram.post(Datagram.CON, messageId(), raised.token, query, raised.alarm.bytes());
        raised.firstNanos = System.nanoTime();
        alarms.put(raised.token, raised);
    }

    private void send(Raised raised) {
        if (path.isOpen()) {
            events.sent(this, raised.alarm, raised.alarm.markWritten());
            path.send(raised.datagram);
        } else {
            path.open();
        }
    }

    private void scheduleRepeat(Raised raised) {
        int attempt = raised.alarm.nextAttempt();
        long after = station.manners().repeatAfter(raised.alarm.message().type(), attempt);
        later(() -> repeat(raised, attempt), Math.max(0, raised.alarm.raisedNanos() + after - System.nanoTime()));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
    private void later(Runnable task, long nanos) {
        station.loop().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private void repeat(Raised raised, int attempt) {
        if (path.isClosed() || raised.alarm.isAnswered()) {
            return;
        }
        long waited = System.nanoTime() - raised.alarm.raisedNanos();
        if (raised.alarm.callsForHelp() && waited >= station.manners().ownCallAfter() && raised.alarm.markCalled()) {
            events.ownCall(this, raised.alarm);
        }
        if (attempt >= MOST_REPEATS && path.isSilentSince(raised.firstNanos)) {
            path.renew("SILENT");
        }
        if (attempt >= NEW_DATAGRAM_FROM) {
            renew(raised);
        }
        send(raised);
        scheduleRepeat(raised);
    }

    // ---- reports that wait for their answer

    private void watch() {
        if (!watching && !reports.isEmpty()) {
            watching = true;
            long next = Long.MAX_VALUE;
            long now = System.nanoTime();
            for (Sent sent : reports.values()) {
                next = Math.min(next, sent.nextNanos - now);
            }
            later(this::look, Math.max(next, TimeUnit.MILLISECONDS.toNanos(1)));
        }
    }

    private void look() {
        watching = false;
        if (path.isClosed()) {
            return;
        }
        long now = System.nanoTime();
        boolean silent = false;
        Iterator<Sent> each = reports.values().iterator();
        while (each.hasNext()) {
            Sent sent = each.next();
            if (now - sent.nextNanos < 0) {
                continue;
            }
            if (!station.speech().confirmable() || sent.repeats == MOST_REPEATS) {
                each.remove();
                events.reportsDropped(this, Drop.UNANSWERED, 1);
            } else {
                sent.nextNanos = now + station.repeatAfter(++sent.repeats);
                events.reportRepeated(this);
                path.send(sent.datagram);
            }
            silent |= (sent.repeats >= 3 || !station.speech().confirmable()) && path.isSilentSince(sent.firstNanos);
        }
        if (silent) {
            path.renew("SILENT");
        }
        sendHeld();
        watch();
    }

    private void sendHeld() {
        while (!held.isEmpty() && path.isOpen() && reports.isEmpty()) {
            Held next = held.remove();
            send(next.message(), next.dueNanos());
        }
    }

    @Override
    public void close() {
        path.close();
    }

    // ---- what comes

    /** Told by the path, on the loop. */
    private final class Heard implements Path.Listener {
        @Override
        public void opened() {
            events.online(CoapDevice.this);
            List<Raised> waiting = new ArrayList<>(alarms.values());
            waiting.forEach(CoapDevice.this::send);
            sendHeld();
        }

        @Override
        public void ended(String reason) {
            events.offline(CoapDevice.this, reason);
        }

        @Override
        public boolean isUrgent() {
            return !alarms.isEmpty();
        }

        @Override
        public void message(byte[] bytes) {
            Datagram datagram = Datagram.read(bytes);
            if (datagram == null) {
                events.oddity(CoapDevice.this, "NO_COAP");
                return;
            }
            if (datagram.type() == Datagram.CON) {
                path.send(Datagram.empty(Datagram.ACK, datagram.messageId()));
            }
            if (datagram.code() == 0) {
                path.answered();
            } else if (datagram.code() == Datagram.UNAUTHORIZED
                    && station.speech().sealed()) {
                path.renew("UNAUTHORIZED");
            } else if (datagram.token() < 0) {
                alarm(datagram);
            } else {
                report(datagram);
            }
        }
    }

    private void report(Datagram answer) {
        Sent sent = reports.remove(answer.token());
        if (sent == null) {
            return; // the second answer to a repeat
        }
        if (answer.isSuccess()) {
            events.reportAnswered(this, sent.dueNanos, System.nanoTime());
        } else {
            events.reportsDropped(this, Drop.REFUSED, 1);
        }
        sendHeld();
    }

    private void alarm(Datagram answer) {
        Raised raised = alarms.get(answer.token());
        if (raised == null) {
            return; // answered before
        }
        Decoded decoded = MessageDecoder.decode(answer.payload());
        if (answer.code() == Datagram.CHANGED
                && decoded instanceof NativeMessage message
                && message.message() instanceof Downward.Received received
                && received.ofSequence() == raised.alarm.key().sequence()) {
            alarms.remove(answer.token());
            raised.alarm.markAnswered();
            boolean local = received.durability() == Durability.LOCAL;
            events.received(this, raised.alarm, new DeviceEvents.Receipt(received.alertId(), local), System.nanoTime());
        } else {
            events.oddity(this, "ALARM_ANSWERED_%d.%02d".formatted(answer.code() >> 5, answer.code() & 0x1F));
            renew(raised);
        }
    }
}
