package care.convoy.console.stage;

import care.convoy.console.AlertRow;
import care.convoy.console.Operator;
import care.convoy.console.Provisioning;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The devices of the fictional residents, one each: {@code D0001} and so on. Thread-safe. */
public final class StagedProvisioning implements Provisioning {
    /** What is drawn for each device. */
    public static final String DRAWN = "a-secret-that-is-shown-once";

    private final InstantSource clock;
    private final StagedRecords records;
    private final Map<String, Device> devices = new TreeMap<>();
    private final Map<String, String> forgotten = new LinkedHashMap<>();

    StagedProvisioning(InstantSource clock, StagedRecords records) {
        this.clock = clock;
        this.records = records;
        for (AlertRow.Brief person : records.people()) {
            String id = "D" + person.id().substring(1);
            devices.put(id, device(id, "mqtt", "M1", List.of(person)));
        }
        devices.put("STOCK-1", device("STOCK-1", "native", "W2", List.of()));
    }

    private Device device(String id, String protocol, String model, List<AlertRow.Brief> residents) {
        String region = residents.isEmpty() ? "" : residents.getFirst().regionCode();
        return new Device(
                id,
                protocol,
                model,
                region,
                residents,
                State.SERVED,
                "",
                null,
                null,
                !protocol.equals("watch"),
                null,
                true,
                clock.instant().minusSeconds(8),
                82,
                "192.0.2.7",
                "1.4.2");
    }

    /** Ids that were taken out of the quarantine, with their protocols. */
    public synchronized Map<String, String> forgotten() {
        return Map.copyOf(forgotten);
    }

    @Override
    public synchronized Page list(Query query) {
        List<Device> all = devices.values().stream()
                .filter(device -> query.visible().test(device.regionCode()))
                .filter(device -> device.id().contains(query.words()))
                .toList();
        List<Device> page = all.stream()
                .filter(device -> device.id().compareTo(query.after()) > 0)
                .limit(query.limit())
                .toList();
        boolean more = !page.isEmpty()
                && !all.isEmpty()
                && !page.getLast().id().equals(all.getLast().id());
        return new Page(page, all.size(), more ? page.getLast().id() : null);
    }

    @Override
    public synchronized Optional<Device> find(String id) {
        return Optional.ofNullable(devices.get(id));
    }

    @Override
    public synchronized Outcome create(NewDevice wanted) {
        for (String id : wanted.residents()) {
            boolean there = records.people().stream()
                    .anyMatch(
                            person -> person.id().equals(id) && wanted.visible().test(person.regionCode()));
            if (!there) {
                return new Outcome.Refused(Why.UNKNOWN_RESIDENT, id);
            }
        }
        if (devices.containsKey(wanted.id())) {
            return new Outcome.Refused(Why.EXISTS, wanted.id());
        }
        List<AlertRow.Brief> residents =
                wanted.residents().stream().map(records::person).toList();
        Device device = device(wanted.id(), wanted.protocol(), wanted.model(), residents);
        devices.put(wanted.id(), device);
        forgotten.put(wanted.id(), wanted.protocol());
        boolean drawn = wanted.secret() == null && device.hasSecret();
        return new Outcome.Done(device, drawn ? DRAWN : null);
    }

    @Override
    public Outcome change(String id, Change change) {
        return changed(
                id,
                device -> device(
                        id,
                        device.protocol(),
                        Objects.requireNonNullElse(change.model(), device.model()),
                        device.residents()),
                null);
    }

    @Override
    public Outcome rotate(String id, Rotate rotate) {
        Device device = find(id).orElseThrow();
        if (device.replaced() != null) {
            return new Outcome.Refused(Why.JUST_REPLACED, "");
        }
        Replaced replaced =
                new Replaced(clock.instant(), clock.instant().plus(rotate.overlap()), rotate.endsWithUse(), null, true);
        return changed(id, before -> with(before, before.state(), before.reason(), before.by(), replaced), DRAWN);
    }

    @Override
    public Outcome admit(String id, Admit admit) {
        Operator by = new Operator(admit.user(), admit.user());
        return changed(id, device -> with(device, admit.state(), admit.reason(), by, device.replaced()), null);
    }

    private Device with(Device device, State state, String reason, @Nullable Operator by, @Nullable Replaced replaced) {
        return new Device(
                device.id(),
                device.protocol(),
                device.model(),
                device.regionCode(),
                device.residents(),
                state,
                reason,
                by,
                clock.instant(),
                device.hasSecret(),
                replaced,
                state == State.SERVED,
                device.lastSeenAt(),
                device.batteryPercent(),
                device.address(),
                device.firmware());
    }

    private synchronized Outcome changed(String id, UnaryOperator<Device> change, @Nullable String drawn) {
        Device device = devices.get(id);
        if (device == null) {
            return new Outcome.Refused(Why.UNKNOWN_DEVICE, "");
        }
        Device now = change.apply(device);
        devices.put(id, now);
        return new Outcome.Done(now, drawn);
    }

    @Override
    public synchronized void forget(String protocol, String id) {
        forgotten.put(id, protocol);
    }

    @Override
    public Optional<Way> way(String id) {
        return find(id).map(device -> new Way(
                device,
                List.of(
                        new Door("", 8883, true, false, Certificates.OPTIONAL),
                        new Door("127.0.0.1", 1883, false, true, Certificates.NONE))));
    }

    @Override
    public List<AlertRow.Brief> residents(String words, Predicate<String> visible, int limit) {
        return records.people().stream()
                .filter(person -> visible.test(person.regionCode()))
                .filter(person -> person.id().contains(words) || person.name().contains(words))
                .limit(limit)
                .toList();
    }
}
