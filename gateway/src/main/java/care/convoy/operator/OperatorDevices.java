package care.convoy.operator;

import care.convoy.alert.AlertKind;
import care.convoy.console.Devices;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the devices told last, from memory. Thread-safe. */
final class OperatorDevices implements Devices {
    private final DeviceRegistry registry;
    private final LatestBoard latest;
    private final ResidentDirectory residents;
    private final DevicesOnTest tests;
    private final Function<DeviceId, List<Order>> orders;

    /** @param orders of a device, newest first */
    OperatorDevices(
            DeviceRegistry registry,
            LatestBoard latest,
            ResidentDirectory residents,
            DevicesOnTest tests,
            Function<DeviceId, List<Order>> orders) {
        this.registry = registry;
        this.latest = latest;
        this.residents = residents;
        this.tests = tests;
        this.orders = orders;
    }

    @Override
    public Optional<Latest> latest(String deviceId) {
        if (!DeviceId.isValid(deviceId)) {
            return Optional.empty();
        }
        RegisteredDevice device = registry.find(new DeviceId(deviceId));
        if (device == null) {
            return Optional.empty();
        }
        DeviceLatest told = latest.find(device.id());
        String region = regionOf(device);
        return Optional.of(
                told == null
                        ? new Latest(deviceId, region, null, null, null, null, null, null, List.of(), null)
                        : latest(told, region));
    }

    @Override
    public Optional<Orders> orders(String deviceId) {
        RegisteredDevice device = DeviceId.isValid(deviceId) ? registry.find(new DeviceId(deviceId)) : null;
        return device == null ? Optional.empty() : Optional.of(new Orders(regionOf(device), orders.apply(device.id())));
    }

    @Override
    public List<OnTest> onTest() {
        return tests.list();
    }

    private String regionOf(RegisteredDevice device) {
        if (device.residents().isEmpty()) {
            return "";
        }
        Resident resident = residents.find(device.residents().getFirst());
        return resident == null ? "" : resident.regionCode();
    }

    private static Latest latest(DeviceLatest told, String region) {
        return new Latest(
                told.device().value(),
                region,
                told.receivedAtMillis() == 0 ? null : Instant.ofEpochMilli(told.receivedAtMillis()),
                known(told.batteryPercent()),
                known(told.signalPercent()),
                known(told.steps()),
                OperatorAlerts.position(told.position()),
                vitals(told),
                told.alarms().stream().map(AlertKind::wireName).sorted().toList(),
                told.rawStatus());
    }

    private static @Nullable Integer known(int value) {
        return value == DeviceMessage.ABSENT ? null : value;
    }

    private static @Nullable Vitals vitals(DeviceLatest told) {
        Integer centi = value(told.temperatureCentiC());
        return told.vitalsAtMillis() == 0
                ? null
                : new Vitals(
                        value(told.heartRateBpm()),
                        value(told.spo2Percent()),
                        value(told.systolicMmHg()),
                        value(told.diastolicMmHg()),
                        centi == null ? null : centi / 100.0,
                        Instant.ofEpochMilli(told.vitalsAtMillis()));
    }

    private static @Nullable Integer value(DeviceLatest.@Nullable Reading reading) {
        return reading == null ? null : reading.value();
    }
}
