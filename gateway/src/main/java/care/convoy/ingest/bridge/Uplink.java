package care.convoy.ingest.bridge;

import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Answer;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Report;
import care.convoy.ingest.Taken;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.ingest.bridge.BridgeCounters.Unread;
import care.convoy.ingest.bridge.Reading.Said;
import care.convoy.ingest.connection.LineBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker delivers, on its way to the intake. Called on the MQTT client's thread, never waits. A delivery is over when
 * every alarm of it is durable and everything else is in the telemetry lane, shown in the quarantine or counted.
 */
final class Uplink {
    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
    private static final int LINES_PER_SECOND = 2;

    /** Alarms of one message that are on their way at once. */
    private static final int AT_ONCE = 32;

    /** Stands in the quarantine for everything of a bridge that names no device. */
    private static final String NO_ID = "(no id)";

    private final String name;
    private final String address;
    private final Mapping mapping;
    private final BridgeServices services;
    private final BridgeCounters counters;
    private final Executor loop;
    private final Downlinks downlinks;
    private final LineBudget lines;
    private final QualityZero zero;

    /** One message of the broker; exactly one of the two is called, once, on any thread. */
    interface Delivery {
        /** Nothing of it can be lost any more. */
        void done();

        /** An alarm of it is not durable: it must come again. */
        void failed();
    }

    /** @param loop where answers are given */
    Uplink(BridgeConfig config, BridgeServices services, BridgeCounters counters, Downlinks downlinks, Executor loop) {
        name = config.name();
        address = config.broker().url().replaceFirst("^[a-z]+://", "").replaceFirst(":[0-9]+$", "");
        mapping = new Mapping(config);
        this.services = services;
        this.counters = counters;
        this.loop = loop;
        this.downlinks = downlinks;
        lines = new LineBudget(LINES_PER_SECOND, services.clock().nanos());
        zero = new QualityZero(
                services.intake()::hasRoomForPatient, services.clock().nanos());
    }

    /** What bounds messages of quality 0, on all connections of this bridge. */
    QualityZero zero() {
        return zero;
    }

    /** Whether what comes on this topic may call for help. */
    boolean mayCall(String topic) {
        return mapping.mayCall(topic);
    }

    void take(String topic, byte[] payload, Delivery delivery) {
        long nowMillis = services.clock().epochMillis().getAsLong();
        counters.received(nowMillis);
        List<Reading> readings = mapping.read(topic, payload, nowMillis);
        if (readings.isEmpty()) {
            counters.add(Count.IGNORED);
        }
        List<Heard> alarms = new ArrayList<>();
        for (Reading reading : readings) {
            take(reading, payload.length, nowMillis, alarms);
        }
        new Pending(delivery, alarms).go();
    }

    /** One alarm on its way. */
    private record Heard(RegisteredDevice device, Said said, long atMillis) {}

    private void take(Reading reading, int bytes, long nowMillis, List<Heard> alarms) {
        if (reading.unread() != null) {
            unread(reading, reading.unread(), bytes);
        } else if (reading.isIgnored()) {
            counters.add(Count.IGNORED);
        }
        RegisteredDevice device = device(reading);
        if (device == null) {
            if (!reading.said().isEmpty() || (reading.device() == null && reading.rule() != null)) {
                stranger(reading, nowMillis);
            }
            return;
        }
        TopicRule rule = reading.rule();
        if (rule != null) {
            downlinks.heard(
                    device.id(),
                    DownTemplate.vendorId(device.id(), rule.device().prefix()));
        }
        reading.echoes().forEach(echo -> downlinks.answered(device.id(), echo));
        for (Said said : reading.said()) {
            counters.message(Kind.of(said.message()));
            if (said.message() instanceof DeviceMessage.Alarm) {
                alarms.add(new Heard(device, said, nowMillis));
            } else if (services.intake().acceptTelemetry(device, said.stamp().timeMillis(), nowMillis, said.message())
                    == Taken.SHED) {
                counters.add(Count.SHED);
            }
        }
    }

    /** The device if a bridge may speak for it: provisioned for MQTT, without a secret that lets it speak for itself. */
    private @Nullable RegisteredDevice device(Reading reading) {
        DeviceId id = reading.device();
        RegisteredDevice device = id == null ? null : services.registry().find(id);
        if (device == null
                || (device.protocol() == Protocol.MQTT && device.secret().isEmpty())) {
            return device;
        }
        counters.add(Count.FOREIGN_DEVICE);
        if (lines.allows()) {
            LOG.warn(
                    "bridge={} device={} is provisioned for another way in and not heard here; provision it as mqtt"
                            + " with an empty secret",
                    name,
                    id);
        }
        return null;
    }

    private void unread(Reading reading, Unread why, int bytes) {
        counters.unmapped(why);
        TopicRule rule = reading.rule();
        if (rule != null && rule.alarms() && !reading.said().isEmpty()) {
            counters.add(Count.UNCLEAR_ALARMS);
        }
        if (lines.allows()) {
            LOG.warn(
                    "bridge={} cannot be mapped: why={} filter={} device={} bytes={}",
                    name,
                    why,
                    rule == null ? "none" : rule.filter().filter(),
                    reading.device() == null ? "none" : reading.device(),
                    bytes);
        }
    }

    private void stranger(Reading reading, long nowMillis) {
        counters.add(Count.UNKNOWN_DEVICE);
        DeviceId id = reading.device();
        TopicRule rule = reading.rule();
        String kind = "other";
        boolean calls = false;
        for (Said said : reading.said()) {
            if (!calls) {
                kind = kind(said.message());
                calls = rule != null && rule.alarms() && callsForHelp(said.message());
            }
        }
        services.quarantine()
                .unknown(
                        new Stranger(Protocol.MQTT, id == null ? NO_ID : id.value(), address, kind, name, calls),
                        nowMillis);
    }

    private static boolean callsForHelp(DeviceMessage message) {
        return message instanceof DeviceMessage.SosPressed
                || message instanceof DeviceMessage.FallDetected
                || message instanceof DeviceMessage.AlarmRaised;
    }

    private static String kind(DeviceMessage message) {
        return message instanceof DeviceMessage.AlarmRaised
                ? "alarm"
                : Kind.of(message).name().toLowerCase(Locale.ROOT);
    }

    /**
     * The alarms of one delivery: it is over when all are answered. {@value #AT_ONCE} are on their way at once, for a list longer
     * than the intake has room would be refused each time it comes.
     */
    private final class Pending {
        private final Delivery delivery;
        private final List<Heard> alarms;
        private final AtomicInteger waiting = new AtomicInteger();
        private int handed;
        private volatile boolean failed;

        Pending(Delivery delivery, List<Heard> alarms) {
            this.delivery = delivery;
            this.alarms = alarms;
        }

        /** Hands over the next; by one thread at a time: the first, then whoever released the last of them. */
        void go() {
            do {
                int until = Math.min(alarms.size(), handed + AT_ONCE);
                waiting.set(1);
                while (handed < until) {
                    waiting.incrementAndGet();
                    hand(alarms.get(handed++));
                }
            } while (waiting.decrementAndGet() == 0 && !isOver());
        }

        private void hand(Heard heard) {
            Report report = new Report(
                    heard.device(),
                    heard.said().stamp(),
                    heard.said().message(),
                    heard.said().dropped(),
                    heard.atMillis());
            Taken taken = services.intake().accept(report, new One(heard));
            if (taken != Taken.WAIT_FOR_ANSWER) {
                // what is not taken of a device that is blocked is not to be delivered again and again
                if (taken != Taken.NOT_PERMITTED) {
                    failed = true;
                }
                waiting.decrementAndGet();
            }
        }

        /** Whether nothing is left to hand over; then the delivery is told. One that failed keeps back none of the others. */
        private boolean isOver() {
            if (handed < alarms.size()) {
                return false;
            }
            if (failed) {
                delivery.failed();
            } else {
                delivery.done();
            }
            return true;
        }

        private void release(boolean safe) {
            if (!safe) {
                failed = true;
            }
            if (waiting.decrementAndGet() == 0 && !isOver()) {
                go();
            }
        }

        /** One of them. */
        private final class One implements Answer {
            private final Heard heard;

            One(Heard heard) {
                this.heard = heard;
            }

            @Override
            public Executor loop() {
                return loop;
            }

            @Override
            public void durable(Receipt receipt) {
                release(true);
                downlinks.received(heard.device().id(), heard.said().stamp(), receipt);
            }

            @Override
            public void notDurable() {
                release(false);
            }
        }
    }
}
