package care.convoy.fhir;

import care.convoy.disclosure.Scope;
import care.convoy.disclosure.Vital;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.resident.Resident;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /fhir/Patient/{id}/$everything}: the patient, the devices that serve them, what those measure, and every
 * measurement between {@code start} and {@code end}, page by page.
 */
final class Everything {
    static final Set<String> SUPPORTED = Set.of("start", "end", "_type", "_count", PageToken.NAME);
    private static final Map<String, Scope> TYPES = Map.of(
            "Patient", Scope.PATIENT_READ,
            "Device", Scope.DEVICE_READ,
            "DeviceMetric", Scope.DEVICE_METRIC_READ,
            "Observation", Scope.OBSERVATION_READ);
    private static final Set<Vital> VITALS = Set.copyOf(EnumSet.allOf(Vital.class));

    private final Records records;
    private final ObservationPages pages;
    private final PageToken tokens;
    private final ZoneId zone;

    Everything(Records records, ObservationPages pages, PageToken tokens, ZoneId zone) {
        this.records = records;
        this.pages = pages;
        this.tokens = tokens;
        this.zone = zone;
    }

    Answer of(Ask asked, String id) {
        Ask ask = asked.with(SUPPORTED);
        Set<String> types = types(ask);
        DateRange range = range(ask.parameters());
        int count = ask.count();
        if (count == 0) {
            throw FhirProblem.parameter("_count", "1 to " + Ask.MOST);
        }
        Resident resident = ask.visible().patient(id).orElseThrow(() -> FhirProblem.notFound("Patient", id));
        Optional<String> token = ask.parameters().one(PageToken.NAME);
        PageToken.Place after =
                token.map(each -> tokens.read(each, ask.question())).orElse(PageToken.Place.START);

        List<Entry> fixed = fixed(ask, types, resident);
        int from = Math.min(fixed.size(), after.fixed());
        int to = Math.min(fixed.size(), from + count);
        List<Entry> entries = new ArrayList<>(fixed.subList(from, to));
        PageToken.Place next = new PageToken.Place(to, after.atMillis(), after.deviceKey(), after.rank());
        boolean more = to < fixed.size();
        if (types.contains("Observation") && !more) {
            int room = count - entries.size();
            // without room a first measurement is looked for: the next page may be needed for it
            ObservationPages.Cut cut =
                    pages.cut(new ObservationPages.Wanted(resident, range, VITALS, false), next, Math.max(1, room));
            PageToken.Place behind = cut.next();
            if (room > 0) {
                entries.addAll(cut.entries());
                more = behind != null;
                next = behind == null ? next : behind;
            } else {
                more = !cut.entries().isEmpty();
            }
        }
        String self = ask.parameters().address(ask.address(), token.orElse(null));
        String following = more ? ask.parameters().address(ask.address(), tokens.write(next, ask.question())) : null;
        return Answer.page(
                "Patient.everything",
                resident.id().value(),
                "types=" + String.join(",", types),
                ask.base(),
                new Answer.Page(entries, null, self, following));
    }

    private List<Entry> fixed(Ask ask, Set<String> types, Resident resident) {
        List<Entry> fixed = new ArrayList<>();
        if (types.contains("Patient")) {
            fixed.add(Records.entry(ask, resident));
        }
        List<RegisteredDevice> devices = ask.visible().devicesOf(resident);
        if (types.contains("Device")) {
            devices.forEach(device -> fixed.add(Records.entry(ask, device)));
        }
        if (types.contains("DeviceMetric")) {
            devices.forEach(device -> records.metrics(device).forEach(fixed::add));
        }
        return fixed;
    }

    private static Set<String> types(Ask ask) {
        Set<String> types = new LinkedHashSet<>(ask.parameters()
                .one("_type")
                .map(Parameters::values)
                .orElse(List.of("Patient", "Device", "DeviceMetric", "Observation")));
        for (String type : types) {
            Scope scope = TYPES.get(type);
            if (scope == null) {
                throw FhirProblem.parameter(
                        "_type", FhirProblem.shown(type) + " is none; Patient, Device, DeviceMetric, Observation are");
            }
            if (!ask.grant().has(scope)) {
                throw new FhirProblem(
                        403,
                        "forbidden",
                        "This token lacks the scope " + scope.wireName() + "; name what it may have by _type, or ask an"
                                + " administrator for one that has it");
            }
        }
        return types;
    }

    /** Both ends are dates without a prefix, and both are within. */
    private DateRange range(Parameters parameters) {
        DateRange range = DateRange.ALL;
        for (String name : List.of("start", "end")) {
            Optional<String> text = parameters.one(name);
            if (text.isPresent()) {
                if (!Character.isDigit(text.get().charAt(0))) {
                    throw FhirProblem.parameter(name, "a date without a prefix, as 2026-03-08");
                }
                range = range.and(DateRange.parse(name, (name.equals("start") ? "ge" : "le") + text.get(), zone));
            }
        }
        return range;
    }
}
