package care.convoy.fhir;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.disclosure.Grant;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The residents and devices within a grant's area; what lies outside does not exist. */
record Visible(Grant grant, ResidentDirectory directory, DeviceRegistry registry) {
    /** The patient of that logical id. */
    Optional<Resident> patient(String id) {
        if (FhirIds.isHashed(id)) {
            return residents()
                    .filter(each -> FhirIds.of(each.id().value()).equals(id))
                    .findFirst();
        }
        return FhirIds.provisioned(id).flatMap(this::resident);
    }

    /** The resident of that provisioned id. */
    Optional<Resident> resident(String provisioned) {
        return ResidentId.isValid(provisioned) ? resident(new ResidentId(provisioned)) : Optional.empty();
    }

    Optional<Resident> resident(ResidentId id) {
        return Optional.ofNullable(directory.find(id)).filter(each -> grant.covers(each.regionCode()));
    }

    private Stream<Resident> residents() {
        return directory.residents().stream().filter(each -> grant.covers(each.regionCode()));
    }

    /** Everybody, by id. */
    List<Resident> patients() {
        return residents().sorted(Comparator.comparing(Resident::id)).toList();
    }

    /** The device of that logical id, if it serves somebody who is visible. */
    Optional<RegisteredDevice> device(String id) {
        if (FhirIds.isHashed(id)) {
            return registry.all().stream()
                    .filter(each -> FhirIds.of(each.id().value()).equals(id))
                    .filter(this::serves)
                    .findFirst();
        }
        return FhirIds.provisioned(id)
                .filter(DeviceId::isValid)
                .map(provisioned -> registry.find(new DeviceId(provisioned)))
                .filter(this::serves);
    }

    private boolean serves(RegisteredDevice device) {
        return device.residents().stream().anyMatch(id -> resident(id).isPresent());
    }

    /** Those who may be seen of whom a device serves. */
    List<Resident> wearers(RegisteredDevice device) {
        return device.residents().stream().flatMap(id -> resident(id).stream()).toList();
    }

    /** Whom it serves, if that is one. */
    @Nullable
    Resident wearer(RegisteredDevice device) {
        return device.residents().size() == 1
                ? resident(device.residents().getFirst()).orElse(null)
                : null;
    }

    /** The devices that serve somebody, by id. */
    List<RegisteredDevice> devicesOf(Resident resident) {
        return registry.devicesOf(resident.id()).stream()
                .map(registry::find)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(each -> each.id().value()))
                .toList();
    }

    /** All that serve somebody who is visible, by id. */
    List<RegisteredDevice> devices() {
        return registry.all().stream()
                .filter(this::serves)
                .sorted(Comparator.comparing(each -> each.id().value()))
                .toList();
    }
}
