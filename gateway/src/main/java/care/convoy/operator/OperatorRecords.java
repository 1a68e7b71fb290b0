package care.convoy.operator;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Task;
import care.convoy.console.AlertRow;
import care.convoy.console.Devices;
import care.convoy.console.Position;
import care.convoy.console.Residents;
import care.convoy.console.Tasks;
import care.convoy.console.VitalsSeries;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.resident.Contact;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.StorageUnavailable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Residents, devices, tasks and series as the console asks for them; from memory but for the series. Thread-safe. */
final class OperatorRecords implements Residents, Devices, Tasks, VitalsSeries {
    private final ResidentDirectory residents;
    private final DeviceRegistry registry;
    private final LatestBoard latest;
    private final AlertBoard board;
    private final AlertRows rows;
    private final Records records;

    OperatorRecords(
            ResidentDirectory residents, Telling telling, AlertBoard board, AlertRows rows, Records records) {
        this.residents = residents;
        this.registry = telling.registry();
        this.latest = telling.latest();
        this.board = board;
        this.rows = rows;
        this.records = records;
    }

    /** Which devices there are and what they told last. */
    record Telling(DeviceRegistry registry, LatestBoard latest) {}

    @Override
    public Optional<ResidentRecord> byId(String id) {
        if (!ResidentId.isValid(id)) {
            return Optional.empty();
        }
        Resident resident = residents.find(new ResidentId(id));
        return resident == null ? Optional.empty() : Optional.of(full(resident));
    }

    private ResidentRecord full(Resident resident) {
        return new ResidentRecord(
                rows.brief(resident),
                resident.version(),
                resident.birthDate(),
                resident.birthCalendar().name().toLowerCase(Locale.ROOT),
                resident.address(),
                home(resident),
                resident.phone(),
                resident.accessNote(),
                new Medical(
                        resident.conditions(),
                        resident.medicines(),
                        resident.allergies(),
                        resident.bloodGroup(),
                        resident.doctorName(),
                        resident.doctorPhone(),
                        resident.preferredHospital()),
                residents.contactsOf(resident.id()).stream()
                        .sorted(Comparator.comparingInt(care.convoy.resident.Contact::ring))
                        .map(OperatorRecords::contact)
                        .toList(),
                registry.devicesOf(resident.id()).stream()
                        .map(DeviceId::value)
                        .sorted()
                        .toList());
    }

    private static @Nullable Position home(Resident resident) {
        return Double.isNaN(resident.latitude()) || Double.isNaN(resident.longitude())
                ? null
                : new Position(resident.latitude(), resident.longitude(), null, null, true, null);
    }

    private static Residents.Contact contact(Contact contact) {
        return new Residents.Contact(
                contact.id(),
                contact.name(),
                lower(contact.role()),
                contact.ring(),
                contact.phone(),
                contact.capabilities().stream().map(OperatorRecords::lower).collect(Collectors.toUnmodifiableSet()),
                contact.channels().stream().map(OperatorRecords::lower).toList(),
                contact.hours());
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
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
                Instant.ofEpochMilli(told.receivedAtMillis()),
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

    private static Devices.@Nullable Vitals vitals(DeviceLatest told) {
        Integer centi = value(told.temperatureCentiC());
        return told.vitalsAtMillis() == 0
                ? null
                : new Devices.Vitals(
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

    @Override
    public List<Tasks.Task> open() {
        Function<Task, Tasks.Task> row = task -> new Tasks.Task(
                task.device() + ":" + task.kind().wireName(),
                task.device().value(),
                task.kind().wireName(),
                task.priority().name(),
                AlertRow.Status.valueOf(task.status().name()),
                Instant.ofEpochMilli(task.openedAtMillis()),
                Instant.ofEpochMilli(task.lastAtMillis()),
                task.times(),
                rows.brief(task.resident()));
        return board.tasks().stream().map(row).toList();
    }

    @Override
    public List<Point> series(Query query) {
        try {
            return records.series(query);
        } catch (StorageUnavailable down) {
            throw OperatorAlerts.unavailable();
        }
    }
}
