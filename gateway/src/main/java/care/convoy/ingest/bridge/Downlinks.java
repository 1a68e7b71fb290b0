package care.convoy.ingest.bridge;

import care.convoy.alert.Intent;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fate;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What devices are told over one bridge: a session for each device that has spoken through it, and what is being published.
 *
 * <p>Every member of the alert log hears every bridged device, so <b>only the one that leads tells</b>; what this gateway said
 * without the log, nobody else says, so it tells that itself. At most {@value #MOST_IN_FLIGHT} are published and not answered
 * by the broker; <i>one more is dropped, counted</i>, and tried again by whoever wants it told. Thread-safe.
 */
final class Downlinks {
    static final int MOST_IN_FLIGHT = 16;

    /** The broker's word that nobody has subscribed (MQTT 5.0 §3.4.2.1). */
    private static final int NOBODY_SUBSCRIBED = 0x10;

    /** The client's own word: the broker agreed to fewer at once than that. */
    private static final int FULL = MqttClientException.REASON_CODE_MAX_INFLIGHT;

    private static final long FIRST_QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_DOUBLED = 6;

    /** For what is told without a term of its own. */
    private static final long USUAL_VALID_MILLIS = TimeUnit.MINUTES.toMillis(30);

    private static final Logger LOG = LoggerFactory.getLogger(Downlinks.class);

    private final BridgeConfig config;
    private final BridgeServices services;
    private final BridgeCounters counters;
    private final ConcurrentHashMap<DeviceId, Session> sessions = new ConcurrentHashMap<>();
    private final Set<Flight> inFlight = new HashSet<>();
    private volatile @Nullable Link link;
    private boolean led;

    /** One message that the broker has not answered; of an order one at a time. */
    private record Flight(Link link, DeviceId device, long commandId, Object self) {}

    Downlinks(BridgeConfig config, BridgeServices services, BridgeCounters counters) {
        this.config = config;
        this.services = services;
        this.counters = counters;
    }

    /** The connection stands: what waits for devices heard before can be told. On the bridge's thread. */
    void up(Link to) {
        link = to;
        attend();
    }

    /** The connection has ended; what was not answered on it may not have arrived. On the bridge's thread. */
    void down(Link ended) {
        link = null;
        List<Flight> lost = new ArrayList<>();
        synchronized (this) {
            led = false;
            inFlight.removeIf(flight -> flight.link() == ended && lost.add(flight));
        }
        lost.forEach(flight -> services.router().told(flight.device(), flight.commandId(), Fate.DROPPED));
    }

    /** Looks whether this member leads; whoever begins to tells what is still to be told. On the bridge's thread. */
    void attend() {
        boolean leads = tells();
        boolean begins;
        synchronized (this) {
            begins = leads && !led;
            led = leads;
        }
        if (begins) {
            sessions.keySet().forEach(services.router()::reachable);
        }
    }

    private boolean tells() {
        return link != null && services.leads().getAsBoolean();
    }

    /** A device that this bridge may speak for has spoken. Never blocks. @param vendorId as its vendor writes it */
    void heard(DeviceId device, String vendorId) {
        if (config.down().isEmpty()) {
            return;
        }
        Session session = sessions.computeIfAbsent(device, Session::new);
        session.vendorId = vendorId;
        services.router().heardOver(device, session);
    }

    /** What the device says of what it was told; only of its own. */
    void answered(DeviceId device, Reading.Echo echo) {
        counters.add(Count.DOWN_ANSWERED);
        services.router().told(device, echo.id(), echo.fate());
    }

    /** An alarm of the device is durable. */
    void received(DeviceId device, Stamp stamp, Receipt receipt) {
        Session session = sessions.get(device);
        boolean ours = receipt.durability() == Receipt.Durability.LOCAL || tells();
        if (session == null || !ours || !config.down().containsKey(DownKind.RECEIVED)) {
            return;
        }
        var alert = receipt.outcome() instanceof Outcome.Done done ? done.alert() : null;
        session.deliver(new Downlink.Received(stamp, alert, receipt.durability()));
    }

    /** Published and not answered by the broker. */
    synchronized int inFlight() {
        return inFlight.size();
    }

    private synchronized boolean begins(Flight flight) {
        return inFlight.size() < MOST_IN_FLIGHT && inFlight.add(flight);
    }

    private synchronized boolean ends(Flight flight) {
        return inFlight.remove(flight);
    }

    /** A device that has spoken through this bridge. */
    private final class Session implements DeviceSession {
        private final DeviceId device;
        private volatile String vendorId = "";
        private int failed;
        private long quietUntilNanos;
        private boolean quiet;

        Session(DeviceId device) {
            this.device = device;
        }

        @Override
        public void deliver(Downlink downlink) {
            deliver(downlink, USUAL_VALID_MILLIS);
        }

        @Override
        public void deliver(Downlink downlink, long validMillis) {
            DownKind kind = DownKind.of(downlink);
            DownTemplate template = kind == null ? null : config.down().get(kind);
            if (template == null) {
                counters.add(Count.DOWN_UNSUPPORTED);
                told(downlink, Fate.UNSUPPORTED);
                return;
            }
            Link to = link;
            boolean alone = downlink.commandId() == Downlink.NOBODY || downlink.commandId() > Intent.MOST_IDS;
            if (to == null || isQuiet() || !(alone || tells())) {
                told(downlink, Fate.DROPPED);
                return;
            }
            Object self = downlink.commandId() == Downlink.NOBODY ? new Object() : device;
            Flight flight = new Flight(to, device, downlink.commandId(), self);
            if (!begins(flight)) {
                counters.add(Count.DOWN_NO_ROOM);
                told(downlink, Fate.DROPPED);
                return;
            }
            publish(flight, template, downlink, validMillis);
        }

        private void publish(Flight flight, DownTemplate template, Downlink downlink, long validMillis) {
            Map<String, JsonNode> values = DownTemplate.values(downlink, vendorId);
            Fate fate = config.answers() && template.names(DownKind.ID) && downlink.commandId() <= Intent.MOST_IDS
                    ? Fate.AWAITED
                    : Fate.SENT;
            try {
                flight.link()
                        .publish(
                                template.topic(values),
                                template.payload(values),
                                TimeUnit.MILLISECONDS.toSeconds(validMillis) + 1,
                                reason -> answered(flight, reason, fate));
            } catch (MqttException | RuntimeException notNow) {
                if (ends(flight)) {
                    counters.add(
                            notNow instanceof MqttException full && full.getReasonCode() == FULL
                                    ? Count.DOWN_NO_ROOM
                                    : Count.DOWN_REFUSED);
                    told(downlink, Fate.DROPPED);
                }
            }
        }

        /** On the client's thread. */
        private void answered(Flight flight, int reason, Fate fate) {
            if (!ends(flight)) {
                return;
            }
            if (reason == 0) {
                counters.add(Count.DOWN_SENT);
                worked();
                services.router().told(device, flight.commandId(), fate);
                return;
            }
            counters.add(reason == NOBODY_SUBSCRIBED ? Count.DOWN_NOBODY : Count.DOWN_REFUSED);
            if (failedOnce()) {
                LOG.warn(
                        "bridge={} device={} is not told: {}",
                        config.name(),
                        device,
                        reason == NOBODY_SUBSCRIBED
                                ? "nobody has subscribed to its topic at the broker"
                                : "the broker refuses (" + Reasons.hex(reason) + ")");
            }
            services.router().told(device, flight.commandId(), Fate.DROPPED);
        }

        private void told(Downlink downlink, Fate fate) {
            services.router().told(device, downlink.commandId(), fate);
        }

        private synchronized boolean isQuiet() {
            return quiet && services.clock().nanos().getAsLong() - quietUntilNanos < 0;
        }

        private synchronized void worked() {
            quiet = false;
            failed = 0;
        }

        /** The topic is left in peace for a while, longer each time. @return whether it is the first time */
        private synchronized boolean failedOnce() {
            quiet = true;
            quietUntilNanos =
                    services.clock().nanos().getAsLong() + (FIRST_QUIET_NANOS << Math.min(failed, MOST_DOUBLED));
            return failed++ == 0;
        }

        @Override
        public boolean callsBack() {
            return config.down().containsKey(DownKind.CALL_BACK);
        }

        @Override
        public boolean isReachable() {
            return tells();
        }

        @Override
        public boolean isConnected() {
            return link != null;
        }

        @Override
        public void supersede() {
            dismiss();
        }

        @Override
        public void dismiss() {
            sessions.remove(device, this);
            services.router().forget(device, this);
        }
    }
}
