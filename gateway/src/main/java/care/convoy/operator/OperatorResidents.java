package care.convoy.operator;

import care.convoy.console.Position;
import care.convoy.console.Residents;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The residents' records, from memory. Thread-safe. */
final class OperatorResidents implements Residents {
    private final ResidentDirectory residents;
    private final DeviceRegistry devices;
    private final AlertRows rows;

    OperatorResidents(ResidentDirectory residents, DeviceRegistry devices, AlertRows rows) {
        this.residents = residents;
        this.devices = devices;
        this.rows = rows;
    }

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
                        .map(OperatorResidents::contact)
                        .toList(),
                devices.devicesOf(resident.id()).stream()
                        .map(DeviceId::value)
                        .sorted()
                        .toList());
    }

    private static @Nullable Position home(Resident resident) {
        return Double.isNaN(resident.latitude()) || Double.isNaN(resident.longitude())
                ? null
                : new Position(resident.latitude(), resident.longitude(), null, null, true, null);
    }

    private static Contact contact(care.convoy.resident.Contact contact) {
        return new Contact(
                contact.id(),
                contact.name(),
                lower(contact.role()),
                contact.ring(),
                contact.phone(),
                contact.capabilities().stream().map(OperatorResidents::lower).collect(Collectors.toUnmodifiableSet()),
                contact.channels().stream().map(OperatorResidents::lower).toList(),
                contact.hours());
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
