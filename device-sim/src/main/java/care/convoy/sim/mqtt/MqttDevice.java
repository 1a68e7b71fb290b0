package care.convoy.sim.mqtt;

import care.convoy.firmware.Downward;
import care.convoy.firmware.Upward;
import care.convoy.sim.device.Alarm;
import care.convoy.sim.device.Device;
import care.convoy.sim.device.DeviceEvents;
import care.convoy.sim.device.DeviceEvents.Drop;
import care.convoy.sim.device.Manners;
import care.convoy.sim.device.MessageKey;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.wearer.Wearer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A device on MQTT 5 (interfaces §4): JSON up with QoS 1, {@code received} on {@code down/json}. An alarm is repeated with
 * the same boot and seq until then, whatever PUBACK said, over reconnects. Owned by one thread; Paho's threads hand over to
 * it. Bound: {@value #MOST_IN_FLIGHT} messages without PUBACK.
 */
public final class MqttDevice implements Device {
    private static final int MOST_IN_FLIGHT = 200;

    /**
     * Where and how.
     *
     * @param serverUri as {@code tcp://127.0.0.1:1883}
     * @param boot another number after each start, 1..2^32-1
     * @param tls what an {@code ssl://} server is believed by; null for {@code tcp://}
     */
    public record Setup(
            String serverUri,
            long boot,
            Manners manners,
            ScheduledExecutorService thread,
            @Nullable SSLContext tls) {}

    private final FleetDevice identity;
    private final Wearer wearer;
    private final Setup setup;
    private final DeviceEvents events;
    private final SplittableRandom chance;
    private final Map<Long, Alarm> waiting = new LinkedHashMap<>();
    private @Nullable PahoConnection connection;
    private long nextSequence = 1;
    private int inFlight;
    private int failures;
    private boolean closed;
    private volatile boolean online;

    public MqttDevice(FleetDevice identity, Wearer wearer, Setup setup, DeviceEvents events) {
        this.identity = identity;
        this.wearer = wearer;
        this.setup = setup;
        this.events = events;
        this.chance = new SplittableRandom(identity.deviceId().hashCode() ^ setup.boot());
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
        return setup.thread();
    }

    @Override
    public boolean isOnline() {
        return online;
    }

    @Override
    public void connect() {
        if (!closed && connection == null) {
            PahoConnection begun = new PahoConnection(this, identity, setup.serverUri(), setup.tls());
            connection = begun;
            begun.open();
        }
    }

    @Override
    public void report(Upward message, long dueNanos) {
        PahoConnection open = connection;
        if (!online || open == null || inFlight >= MOST_IN_FLIGHT) {
            events.reportsDropped(this, Drop.WITHHELD, 1);
            return;
        }
        byte[] json = JsonMessage.encode(message, setup.boot(), nextSequence++, System.currentTimeMillis());
        inFlight++;
        events.reportSent(this, dueNanos);
        open.publish(json, taken -> answered(open, taken, dueNanos));
    }

    private void answered(PahoConnection on, boolean taken, long dueNanos) {
        if (on != connection) {
            return;
        }
        inFlight--;
        if (taken) {
            events.reportAnswered(this, dueNanos, System.nanoTime());
        } else {
            events.reportsDropped(this, Drop.REFUSED, 1);
        }
    }

    @Override
    public MessageKey raise(Upward message, long dueNanos) {
        long sequence = nextSequence++;
        MessageKey key = new MessageKey(id(), setup.boot(), sequence);
        byte[] json = JsonMessage.encode(message, setup.boot(), sequence, System.currentTimeMillis());
        Alarm alarm = new Alarm(key, message, dueNanos, json);
        waiting.put(sequence, alarm);
        events.raised(this, alarm);
        send(alarm);
        scheduleRepeat(alarm);
        return key;
    }

    private void send(Alarm alarm) {
        PahoConnection open = connection;
        if (online && open != null) {
            events.sent(this, alarm, alarm.markWritten());
            open.publish(alarm.bytes(), taken -> acknowledged(alarm, taken));
        } else {
            connect();
        }
    }

    /** For a state change PUBACK is the answer; an alarm waits for 'received', which names the alert. */
    private void acknowledged(Alarm alarm, boolean taken) {
        if (taken && !alarm.isUrgent()) {
            answered(alarm, new DeviceEvents.Receipt(Downward.NO_ALERT, false));
        }
    }

    private void answered(Alarm alarm, DeviceEvents.Receipt receipt) {
        if (waiting.remove(alarm.key().sequence()) != null) {
            alarm.markAnswered();
            events.received(this, alarm, receipt, System.nanoTime());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the executor
    private void scheduleRepeat(Alarm alarm) {
        long after = setup.manners().repeatAfter(alarm.message().type(), alarm.nextAttempt());
        long delay = Math.max(0, alarm.raisedNanos() + after - System.nanoTime());
        setup.thread().schedule(() -> repeat(alarm), delay, TimeUnit.NANOSECONDS);
    }

    private void repeat(Alarm alarm) {
        if (closed || alarm.isAnswered()) {
            return;
        }
        long waited = System.nanoTime() - alarm.raisedNanos();
        if (alarm.callsForHelp() && waited >= setup.manners().ownCallAfter() && alarm.markCalled()) {
            events.ownCall(this, alarm);
        }
        send(alarm);
        scheduleRepeat(alarm);
    }

    @Override
    public void close() {
        closed = true;
        PahoConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    // ---- told by the connection, from Paho's threads

    void later(Runnable task) {
        try {
            setup.thread().execute(task);
        } catch (RejectedExecutionException over) {
            // the simulation has ended; nobody waits for it
        }
    }

    void opened(PahoConnection which) {
        if (which != connection) {
            return;
        }
        online = true;
        failures = 0;
        events.online(this);
        waiting.values().forEach(this::send);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the executor
    void ended(PahoConnection which, String reason) {
        if (which != connection) {
            return;
        }
        connection = null;
        online = false;
        if (inFlight > 0) {
            events.reportsDropped(this, Drop.CONNECTION_LOST, inFlight);
            inFlight = 0;
        }
        if (!closed) {
            events.offline(this, reason);
            boolean urgent = waiting.values().stream().anyMatch(Alarm::isUrgent);
            Manners manners = setup.manners();
            long pause = urgent ? manners.urgentPause(chance) : manners.backoff(failures++, chance);
            setup.thread().schedule(this::connect, pause, TimeUnit.NANOSECONDS);
        }
    }

    /** @param alertId empty if the message made no alert */
    void received(long sequence, String alertId, boolean local) {
        Alarm alarm = waiting.get(sequence);
        if (alarm == null) {
            return;
        }
        try {
            UUID alert = alertId.isEmpty() ? Downward.NO_ALERT : UUID.fromString(alertId);
            answered(alarm, new DeviceEvents.Receipt(alert, local));
        } catch (IllegalArgumentException odd) {
            events.oddity(this, "RECEIVED_WITH_ODD_ALERT_ID");
        }
    }

    /** A call for help is never given up, whatever comes down. */
    void rejected(long sequence, String reason) {
        events.oddity(this, "REJECTED " + reason);
        Alarm alarm = waiting.get(sequence);
        if (alarm != null && !alarm.callsForHelp()) {
            waiting.remove(sequence);
            alarm.markAnswered();
        }
    }

    void oddity(String what) {
        events.oddity(this, what);
    }
}
