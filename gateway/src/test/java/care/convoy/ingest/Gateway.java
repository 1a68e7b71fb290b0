package care.convoy.ingest;

import care.convoy.alert.AlertStatus;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationPlan;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What stands behind a listener under test: a registry with a few devices, an intake, a router, and a log by hand. */
public final class Gateway implements AutoCloseable {
    public static final EscalationPlan STANDARD = new EscalationPlan("standard", List.of(), List.of(), List.of());
    public static final EscalationPlan OWN = new EscalationPlan("own", List.of(), List.of(), List.of());
    public static final String SECRET = "s3cret";

    public final HandLog log = new HandLog();
    public final TelemetryLane lane;
    public final DeviceRegistry registry = new DeviceRegistry();
    public final DownlinkRouter router = new DownlinkRouter();
    public final Quarantine quarantine = new Quarantine();
    public final LatestBoard latest = new LatestBoard(registry);
    public final Intake intake;

    public Gateway() {
        this(1_000, 100);
    }

    public Gateway(int laneCapacity, int maxAlarmsInFlight) {
        this(laneCapacity, maxAlarmsInFlight, Duration.ofSeconds(30));
    }

    public Gateway(int laneCapacity, int maxAlarmsInFlight, Duration resubmitFor) {
        lane = new TelemetryLane(laneCapacity);
        IntakeConfig config = new IntakeConfig(AlertStatus.ACTUAL, STANDARD, maxAlarmsInFlight, resubmitFor, 4_096);
        intake = new Intake(config, log, lane, resident -> OWN, command -> 100);
        registry.onDismissal(router::dismiss);
        registry.put(List.of(mqtt("band-1"), mqtt("band-2"), mqtt("band-3")));
    }

    public IngestServices services() {
        return new IngestServices(registry, intake, router, quarantine, latest);
    }

    /** A wristband over MQTT with the usual secret, worn by {@code r-<id>}. */
    public static RegisteredDevice mqtt(String id) {
        return device(id, Protocol.MQTT, SECRET.getBytes(StandardCharsets.UTF_8));
    }

    public static RegisteredDevice device(String id, Protocol protocol, byte[] secret) {
        return new RegisteredDevice(
                new DeviceId(id), protocol, Secret.copyOf(secret), "test", List.of(new ResidentId("r-" + id)));
    }

    /** From now on the device is served, blocked or closed. */
    public void admit(String id, RegisteredDevice.State state) {
        change(id, device -> device.admitted(new RegisteredDevice.Admission(state, "a reason", "engineer", 1)));
    }

    /** From now on the device has another secret, and the one before until then, too. */
    public void rotate(String id, byte[] next, long sinceMillis, long untilMillis, boolean endsWithUse) {
        change(
                id,
                device -> device.rotated(
                        Secret.copyOf(next),
                        new RegisteredDevice.Rotation(device.secret(), sinceMillis, untilMillis, endsWithUse, 0)));
    }

    private void change(String id, UnaryOperator<RegisteredDevice> change) {
        registry.put(List.of(change.apply(Objects.requireNonNull(registry.find(new DeviceId(id))))));
    }

    /** Takes what is in the telemetry lane now. */
    public List<Telemetry> telemetry() throws InterruptedException {
        List<Telemetry> taken = new ArrayList<>();
        lane.drain(taken, Integer.MAX_VALUE, 0);
        return taken;
    }

    /** Waits until that many telemetry messages have come. */
    public List<Telemetry> telemetry(int count) throws InterruptedException {
        List<Telemetry> taken = new ArrayList<>();
        while (taken.size() < count) {
            if (lane.drain(taken, count - taken.size(), 20_000) == 0) {
                throw new AssertionError("only " + taken.size() + " of " + count + " messages came");
            }
        }
        return taken;
    }

    @Override
    public void close() {
        intake.close();
        log.close();
    }
}
