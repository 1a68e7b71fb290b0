package care.convoy.operator;

import care.convoy.alert.OperatorId;
import care.convoy.console.AlertRow;
import care.convoy.console.Operator;
import care.convoy.console.Provisioning;
import care.convoy.console.Provisioning.Device;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Admission;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a device, from memory, joined for the console. Thread-safe. */
final class DeviceCards {
    private final Sources sources;
    private final AlertRows rows;
    private final Names names;
    private final InstantSource clock;

    /** Where it is known. */
    record Sources(DeviceRegistry registry, LatestBoard latest, DownlinkRouter router, ResidentDirectory residents) {}

    DeviceCards(Sources sources, AlertRows rows, Names names, InstantSource clock) {
        this.sources = sources;
        this.rows = rows;
        this.names = names;
        this.clock = clock;
    }

    Collection<RegisteredDevice> registered() {
        return sources.registry().all();
    }

    Optional<RegisteredDevice> registered(DeviceId id) {
        return Optional.ofNullable(sources.registry().find(id));
    }

    AlertRow.Brief brief(Resident resident) {
        return rows.brief(resident);
    }

    /** Where its first resident lives; empty for none. */
    String regionOf(RegisteredDevice device) {
        if (device.residents().isEmpty()) {
            return "";
        }
        Resident resident = sources.residents().find(device.residents().getFirst());
        return resident == null ? "" : resident.regionCode();
    }

    Device of(RegisteredDevice device) {
        DeviceLatest told = sources.latest().find(device.id());
        Admission admission = device.admission();
        List<AlertRow.Brief> residents = device.residents().stream()
                .map(rows::brief)
                .filter(Objects::nonNull)
                .toList();
        return new Device(
                device.id().value(),
                device.protocol().wireName(),
                device.model(),
                regionOf(device),
                residents,
                Provisioning.State.valueOf(admission.state().name()),
                admission.reason(),
                who(admission.by()),
                admission.sinceMillis() == 0 ? null : Instant.ofEpochMilli(admission.sinceMillis()),
                !device.secret().isEmpty(),
                replaced(device.rotation()),
                sources.router().isConnected(device.id()),
                told == null || told.receivedAtMillis() == 0 ? null : Instant.ofEpochMilli(told.receivedAtMillis()),
                told == null || told.batteryPercent() == DeviceMessage.ABSENT ? null : told.batteryPercent(),
                told == null ? "" : told.link().address(),
                told == null ? "" : told.link().firmware());
    }

    private @Nullable Operator who(String login) {
        return login.isEmpty() ? null : names.of(new OperatorId(login));
    }

    private Provisioning.@Nullable Replaced replaced(@Nullable Rotation rotation) {
        return rotation == null
                ? null
                : new Provisioning.Replaced(
                        Instant.ofEpochMilli(rotation.sinceMillis()),
                        Instant.ofEpochMilli(rotation.untilMillis()),
                        rotation.endsWithUse(),
                        rotation.usedMillis() == 0 ? null : Instant.ofEpochMilli(rotation.usedMillis()),
                        rotation.lastsAt(clock.millis()));
    }
}
