package care.convoy.fhir;

import care.convoy.disclosure.Scope;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.resident.Resident;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Patients, devices and metrics, out of what this node has in memory. Pages go by place in the order of ids. */
final class Records {
    private static final Set<String> OF_PATIENTS = Set.of("_id", "identifier", "_count", PageToken.NAME);
    private static final Set<String> OF_DEVICES = Set.of("_id", "identifier", "patient", "_count", PageToken.NAME);
    private static final Set<String> OF_METRICS = Set.of("_id", "source", "_count", PageToken.NAME);

    private final LatestBoard latest;
    private final PageToken tokens;

    Records(LatestBoard latest, PageToken tokens) {
        this.latest = latest;
        this.tokens = tokens;
    }

    Answer patient(Ask ask, String id) {
        ask.require(Scope.PATIENT_READ);
        ask.with(Set.of());
        Resident resident = ask.visible().patient(id).orElseThrow(() -> FhirProblem.notFound("Patient", id));
        return Answer.resource("Patient.read", resident.id().value(), entry(ask, resident));
    }

    static Entry entry(Ask ask, Resident resident) {
        boolean telecom = ask.grant().has(Scope.PATIENT_TELECOM);
        return new Entry("Patient", FhirIds.of(resident.id().value()), to -> PatientJson.write(to, resident, telecom));
    }

    Answer patients(Ask asked) {
        asked.require(Scope.PATIENT_READ);
        Ask ask = asked.with(OF_PATIENTS);
        List<Resident> found = identified(ask, PatientJson.SYSTEM)
                .map(ids -> ids.stream()
                        .flatMap(id -> (id.logical()
                                        ? ask.visible().patient(id.value())
                                        : ask.visible().resident(id.value()))
                                .stream())
                        .distinct()
                        .toList())
                .orElseGet(ask.visible()::patients);
        String subject = found.size() == 1 ? found.getFirst().id().value() : "";
        return page(
                ask,
                new Asked("Patient.search", subject),
                found.stream().map(each -> entry(ask, each)).toList());
    }

    Answer device(Ask ask, String id) {
        ask.require(Scope.DEVICE_READ);
        ask.with(Set.of());
        RegisteredDevice device = ask.visible().device(id).orElseThrow(() -> FhirProblem.notFound("Device", id));
        return Answer.resource("Device.read", subject(ask, device), entry(ask, device));
    }

    static Entry entry(Ask ask, RegisteredDevice device) {
        return new Entry(
                "Device",
                FhirIds.of(device.id().value()),
                to -> DeviceJson.write(to, device, ask.visible().wearer(device)));
    }

    private static String subject(Ask ask, RegisteredDevice device) {
        return String.join(
                " ",
                ask.visible().wearers(device).stream()
                        .map(each -> each.id().value())
                        .toList());
    }

    Answer devices(Ask asked) {
        asked.require(Scope.DEVICE_READ);
        Ask ask = asked.with(OF_DEVICES);
        Optional<Resident> wearer = ask.parameters()
                .one("patient")
                .flatMap(each -> ask.visible().patient(ObservationSearch.patientId(each)));
        boolean ofOne = ask.parameters().one("patient").isPresent();
        List<RegisteredDevice> found = identified(ask, DeviceJson.SYSTEM)
                .map(ids -> ids.stream()
                        .flatMap(
                                id -> ask.visible().device(id.logical() ? id.value() : FhirIds.of(id.value())).stream())
                        .distinct()
                        .toList())
                .orElseGet(() -> ofOne
                        ? wearer.map(ask.visible()::devicesOf).orElse(List.of())
                        : ask.visible().devices());
        List<Entry> entries = found.stream()
                .filter(each -> !ofOne
                        || wearer.filter(who -> each.residents().contains(who.id()))
                                .isPresent())
                .map(each -> entry(ask, each))
                .toList();
        return page(
                ask,
                new Asked("Device.search", wearer.map(each -> each.id().value()).orElse("")),
                entries);
    }

    Answer metric(Ask ask, String id) {
        ask.require(Scope.DEVICE_METRIC_READ);
        ask.with(Set.of());
        RegisteredDevice device = ofMetric(ask, id).orElseThrow(() -> FhirProblem.notFound("DeviceMetric", id));
        Entry entry = metrics(device)
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> FhirProblem.notFound("DeviceMetric", id));
        return Answer.resource("DeviceMetric.read", subject(ask, device), entry);
    }

    private static Optional<RegisteredDevice> ofMetric(Ask ask, String id) {
        return id.length() > 2 && id.charAt(1) == '-' ? ask.visible().device(id.substring(2)) : Optional.empty();
    }

    Answer metrics(Ask asked) {
        asked.require(Scope.DEVICE_METRIC_READ);
        Ask ask = asked.with(OF_METRICS);
        Optional<String> source = ask.parameters().one("source");
        List<String> ids = ask.parameters().one("_id").map(Parameters::values).orElse(List.of());
        Stream<RegisteredDevice> devices = source.isPresent()
                ? ask.visible().device(deviceId(source.get())).stream()
                : ids.isEmpty()
                        ? ask.visible().devices().stream()
                        : ids.stream().flatMap(id -> ofMetric(ask, id).stream()).distinct();
        List<Entry> entries = devices.flatMap(this::metrics)
                .filter(each -> ids.isEmpty() || ids.contains(each.id()))
                .toList();
        return page(ask, new Asked("DeviceMetric.search", ""), entries);
    }

    private static String deviceId(String reference) {
        int slash = reference.lastIndexOf('/');
        if (slash >= 0 && !reference.substring(0, slash).endsWith("Device")) {
            throw FhirProblem.parameter("source", "a device, as Device/band-1");
        }
        return reference.substring(slash + 1);
    }

    Stream<Entry> metrics(RegisteredDevice device) {
        DeviceLatest told = latest.find(device.id());
        return DeviceJson.metrics(told).stream()
                .map(codes -> new Entry(
                        "DeviceMetric",
                        FhirIds.metric(device.id().value(), codes),
                        to -> DeviceJson.writeMetric(to, device.id(), codes)));
    }

    /** @param logical whether it is a resource's id, not a provisioned one */
    private record Id(String value, boolean logical) {}

    /** By {@code _id} or {@code identifier}; empty if neither is given. */
    private static Optional<List<Id>> identified(Ask ask, String system) {
        Optional<List<Id>> logical = ask.parameters()
                .one("_id")
                .map(list -> Parameters.values(list).stream()
                        .map(each -> new Id(each, true))
                        .toList());
        Optional<List<Id>> provisioned = ask.parameters()
                .one("identifier")
                .map(list -> Parameters.values(list).stream()
                        .filter(each -> each.indexOf('|') < 0 || each.startsWith(system + "|"))
                        .map(each -> new Id(each.substring(each.indexOf('|') + 1), false))
                        .toList());
        if (logical.isPresent() && provisioned.isPresent()) {
            throw FhirProblem.parameter("identifier", "give _id or identifier, not both");
        }
        return logical.or(() -> provisioned);
    }

    /** For the audit. */
    private record Asked(String action, String subject) {}

    private Answer page(Ask ask, Asked asked, List<Entry> all) {
        Optional<String> token = ask.parameters().one(PageToken.NAME);
        int from = Math.min(
                all.size(),
                token.map(each -> tokens.read(each, ask.question()).fixed()).orElse(0));
        int to = Math.min(all.size(), from + ask.count());
        String self = ask.parameters().address(ask.address(), token.orElse(null));
        String next = to == all.size() || ask.count() == 0
                ? null
                : ask.parameters()
                        .address(ask.address(), tokens.write(new PageToken.Place(to, 0, 0, 0), ask.question()));
        return Answer.page(
                asked.action(),
                asked.subject(),
                "",
                ask.base(),
                new Answer.Page(all.subList(from, to), (long) all.size(), self, next));
    }
}
