package care.convoy.operator;

import care.convoy.console.AlertRow;
import care.convoy.console.Provisioning;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Admission;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.Secret;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.SecretForm;
import care.convoy.resident.StorageUnavailable;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Devices for engineers: read from memory, changed in the database and in memory. Thread-safe. */
final class OperatorProvisioning implements Provisioning {
    /** Within so long of a rotation another one is taken for the same wish, whose answer was lost. */
    private static final long SAME_WISH_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final Places places;
    private final DeviceCards cards;
    private final InstantSource clock;

    /**
     * What it works on.
     *
     * @param own devices that the gateway plays itself: not shown, and not changed
     * @param doors where devices of a protocol connect
     */
    record Places(
            DeviceArchive archive,
            ResidentDirectory residents,
            Set<DeviceId> own,
            Function<Protocol, List<Provisioning.Door>> doors) {}

    OperatorProvisioning(Places places, DeviceCards cards, InstantSource clock) {
        this.places = places;
        this.cards = cards;
        this.clock = clock;
    }

    @Override
    public Page list(Query query) {
        List<RegisteredDevice> fitting = cards.registered().stream()
                .filter(device -> !places.own().contains(device.id()))
                .filter(device -> fits(device, query))
                .sorted(Comparator.comparing(device -> device.id().value()))
                .toList();
        List<Device> page = fitting.stream()
                .filter(device -> device.id().value().compareTo(query.after()) > 0)
                .limit(query.limit() + 1L)
                .map(cards::of)
                .toList();
        if (page.size() <= query.limit()) {
            return new Page(page, fitting.size(), null);
        }
        List<Device> shown = page.subList(0, query.limit());
        return new Page(shown, fitting.size(), shown.getLast().id());
    }

    private boolean fits(RegisteredDevice device, Query query) {
        Provisioning.State state = query.state();
        String protocol = query.protocol();
        Boolean assigned = query.assigned();
        RegisteredDevice.State is = device.admission().state();
        boolean stateFits =
                state == null ? is != RegisteredDevice.State.CLOSED : is.name().equals(state.name());
        return stateFits
                && (protocol == null || protocol.equals(device.protocol().wireName()))
                && (assigned == null || assigned == !device.residents().isEmpty())
                && query.visible().test(cards.regionOf(device))
                && (query.words().isEmpty() || mentions(device, query.words().toLowerCase(Locale.ROOT)));
    }

    private boolean mentions(RegisteredDevice device, String words) {
        return contains(device.id().value(), words)
                || contains(device.model(), words)
                || device.residents().stream()
                        .anyMatch(id -> contains(id.value(), words) || contains(nameOf(id), words));
    }

    private String nameOf(ResidentId id) {
        Resident resident = places.residents().find(id);
        return resident == null ? "" : resident.name();
    }

    private static boolean contains(String text, String words) {
        return text.toLowerCase(Locale.ROOT).contains(words);
    }

    @Override
    public Optional<Device> find(String id) {
        return registered(id).map(cards::of);
    }

    private Optional<RegisteredDevice> registered(String id) {
        return DeviceId.isValid(id)
                ? cards.registered(new DeviceId(id))
                        .filter(device -> !places.own().contains(device.id()))
                : Optional.empty();
    }

    @Override
    public Outcome create(NewDevice wanted) {
        Protocol protocol = Protocol.named(wanted.protocol());
        if (protocol == null || !DeviceId.isValid(wanted.id())) {
            return refused(Why.UNKNOWN_DEVICE, "");
        }
        String unknown = unknownResident(wanted.residents(), wanted.visible());
        if (unknown != null) {
            return refused(Why.UNKNOWN_RESIDENT, unknown);
        }
        String drawn = wanted.secret() == null ? SecretForm.draw(protocol) : "";
        Secret secret = SecretForm.read(protocol, wanted.secret() == null ? drawn : wanted.secret());
        if (secret == null) {
            return refused(Why.UNFIT_SECRET, SecretForm.mend(protocol));
        }
        DeviceId id = new DeviceId(wanted.id());
        RegisteredDevice device =
                new RegisteredDevice(id, protocol, secret, wanted.model().strip(), ids(wanted.residents()));
        return kept(() -> {
            if (places.own().contains(id) || !places.archive().add(device)) {
                return refused(Why.EXISTS, wanted.id());
            }
            places.archive().forgetQuarantined(protocol, wanted.id());
            return new Outcome.Done(cards.of(device), drawn.isEmpty() ? null : drawn);
        });
    }

    private static List<ResidentId> ids(List<String> residents) {
        return residents.stream().map(ResidentId::new).toList();
    }

    /** The first who does not exist, or lives where the caller may not see; null if there is none. */
    private @Nullable String unknownResident(List<String> residents, Predicate<String> visible) {
        for (String id : residents) {
            Resident found = ResidentId.isValid(id) ? places.residents().find(new ResidentId(id)) : null;
            if (found == null || !visible.test(found.regionCode())) {
                return id;
            }
        }
        return null;
    }

    @Override
    public Outcome change(String id, Change change) {
        List<String> residents = change.residents();
        String unknown = residents == null ? null : unknownResident(residents, change.visible());
        if (unknown != null) {
            return refused(Why.UNKNOWN_RESIDENT, unknown);
        }
        return changed(
                id,
                device -> new RegisteredDevice(
                        device.id(),
                        device.protocol(),
                        device.secret(),
                        change.model() == null ? device.model() : change.model().strip(),
                        residents == null ? device.residents() : ids(residents),
                        device.admission(),
                        device.rotation()),
                null);
    }

    @Override
    public Outcome rotate(String id, Rotate rotate) {
        Protocol protocol = registered(id).map(RegisteredDevice::protocol).orElse(null);
        if (protocol == null) {
            return refused(Why.UNKNOWN_DEVICE, "");
        }
        if (protocol == Protocol.WATCH) {
            return refused(Why.NO_SECRET, "");
        }
        String drawn = rotate.secret() == null ? SecretForm.draw(protocol) : null;
        Secret next = SecretForm.read(protocol, rotate.secret() == null ? String.valueOf(drawn) : rotate.secret());
        if (next == null || next.isEmpty()) {
            return refused(Why.UNFIT_SECRET, SecretForm.mend(protocol));
        }
        return changed(id, device -> rotated(device, next, rotate), drawn);
    }

    /** A new secret that was never used does not push out the one that the device has. */
    private RegisteredDevice rotated(RegisteredDevice device, Secret next, Rotate rotate) {
        long now = clock.millis();
        Rotation last = device.rotation();
        if (last != null && Math.abs(now - last.sinceMillis()) < SAME_WISH_MILLIS) {
            throw new Refusal(Why.JUST_REPLACED);
        }
        boolean neverUsed = last != null && last.lastsAt(now) && last.usedMillis() == 0;
        Secret former = last != null && neverUsed ? last.former() : device.secret();
        long until = now + rotate.overlap().toMillis();
        return device.rotated(next, new Rotation(former, now, until, rotate.endsWithUse(), 0));
    }

    @Override
    public Outcome admit(String id, Admit admit) {
        RegisteredDevice.State state =
                RegisteredDevice.State.valueOf(admit.state().name());
        return changed(
                id,
                device -> device.admission().state() == state
                                && device.admission().reason().equals(admit.reason())
                        ? device
                        : device.admitted(new Admission(state, admit.reason(), admit.user(), clock.millis())),
                null);
    }

    @Override
    public void forget(String protocol, String id) {
        Protocol named = Protocol.named(protocol);
        if (named != null) {
            try {
                places.archive().forgetQuarantined(named, id);
            } catch (StorageUnavailable down) {
                throw OperatorAlerts.unavailable();
            }
        }
    }

    @Override
    public Optional<Way> way(String id) {
        return registered(id)
                .map(device -> new Way(cards.of(device), places.doors().apply(device.protocol())));
    }

    @Override
    public List<AlertRow.Brief> residents(String words, Predicate<String> visible, int limit) {
        String wanted = words.toLowerCase(Locale.ROOT).strip();
        return places.residents().residents().stream()
                .filter(resident -> visible.test(resident.regionCode()))
                .filter(resident -> contains(resident.id().value(), wanted)
                        || contains(resident.name(), wanted)
                        || contains(resident.address(), wanted))
                .sorted(Comparator.comparing(resident -> resident.id().value()))
                .limit(limit)
                .map(cards::brief)
                .toList();
    }

    private static Outcome refused(Why why, String detail) {
        return new Outcome.Refused(why, detail);
    }

    private Outcome changed(String id, UnaryOperator<RegisteredDevice> change, @Nullable String drawn) {
        if (registered(id).isEmpty()) {
            return refused(Why.UNKNOWN_DEVICE, "");
        }
        return kept(() -> {
            try {
                RegisteredDevice now = places.archive().change(new DeviceId(id), change);
                return now == null ? refused(Why.UNKNOWN_DEVICE, "") : new Outcome.Done(cards.of(now), drawn);
            } catch (Refusal refusal) {
                return refused(refusal.why, "");
            }
        });
    }

    private static Outcome kept(java.util.function.Supplier<Outcome> work) {
        try {
            return work.get();
        } catch (StorageUnavailable down) {
            throw OperatorAlerts.unavailable();
        }
    }

    /** The device as it is in the database does not allow the change. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Why why;

        Refusal(Why why) {
            super(why.name(), null, false, false);
            this.why = why;
        }
    }
}
