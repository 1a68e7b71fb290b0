package care.convoy.fhir;

import care.convoy.disclosure.MeasuredSet;
import care.convoy.disclosure.Measurements;
import care.convoy.disclosure.Scope;
import care.convoy.disclosure.Vital;
import care.convoy.resident.Resident;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** {@code GET /fhir/Observation} and {@code /fhir/Observation/{id}}. */
final class ObservationSearch {
    static final Set<String> SUPPORTED =
            Set.of("patient", "subject", "code", "category", "date", "_id", "_count", "_sort", PageToken.NAME);
    private static final Set<Vital> EVERYTHING = Set.copyOf(EnumSet.allOf(Vital.class));
    private static final int MOST_IDS = 50;

    private final ObservationPages pages;
    private final Measurements measurements;
    private final FhirIds ids;
    private final PageToken tokens;
    private final ZoneId zone;

    ObservationSearch(Measurements measurements, FhirIds ids, PageToken tokens, ZoneId zone) {
        this.pages = new ObservationPages(measurements, ids);
        this.measurements = measurements;
        this.ids = ids;
        this.tokens = tokens;
        this.zone = zone;
    }

    Answer read(Ask ask, String id) {
        ask.require(Scope.OBSERVATION_READ);
        ask.with(Set.of());
        Found found = find(ask, id).orElseThrow(() -> FhirProblem.notFound("Observation", id));
        return Answer.resource("Observation.read", found.set.resident().value(), found.entry);
    }

    private record Found(MeasuredSet set, Entry entry) {}

    private Optional<Found> find(Ask ask, String id) {
        return ids.row(id).flatMap(row -> {
            MeasuredSet set = measurements.find(row.residentKey(), row.deviceKey(), row.atMillis());
            if (set == null
                    || !set.has(row.vital())
                    || ask.visible().resident(set.resident()).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Found(set, pages.entry(set, VitalCodes.of(row.vital()))));
        });
    }

    Answer search(Ask asked) {
        asked.require(Scope.OBSERVATION_READ);
        Ask ask = asked.with(SUPPORTED);
        Optional<String> named = ask.parameters().one("_id");
        if (named.isPresent()) {
            return byIds(ask, named.get());
        }
        Optional<Resident> resident = patient(ask);
        ObservationPages.Wanted wanted = resident.map(each -> new ObservationPages.Wanted(
                        each, range(ask.parameters(), "date", zone), vitals(ask.parameters()), newestFirst(ask)))
                .orElse(null);
        String detail = ask.parameters()
                .one("code")
                .map(code -> "code=" + FhirProblem.shown(code))
                .orElse("");
        if (wanted == null) {
            // unknown and out of the area look alike; what else is wrong is told all the same
            range(ask.parameters(), "date", zone);
            vitals(ask.parameters());
            return page(
                    ask,
                    "",
                    detail,
                    new Answer.Page(List.of(), 0L, ask.parameters().address(ask.address(), null), null));
        }
        String subject = wanted.resident().id().value();
        String self = ask.parameters()
                .address(ask.address(), ask.parameters().one(PageToken.NAME).orElse(null));
        int count = ask.count();
        if (count == 0) {
            return page(ask, subject, detail, new Answer.Page(List.of(), pages.count(wanted), self, null));
        }
        PageToken.Place after = ask.parameters()
                .one(PageToken.NAME)
                .map(token -> tokens.read(token, ask.question()))
                .orElse(PageToken.Place.START);
        ObservationPages.Cut cut = pages.cut(wanted, after, count);
        String next = cut.next() == null
                ? null
                : ask.parameters().address(ask.address(), tokens.write(cut.next(), ask.question()));
        return page(ask, subject, detail, new Answer.Page(cut.entries(), null, self, next));
    }

    private static Answer page(Ask ask, String subject, String detail, Answer.Page page) {
        return Answer.page("Observation.search", subject, detail, ask.base(), page);
    }

    private Answer byIds(Ask ask, String named) {
        List<String> asked = Parameters.values(named);
        if (asked.size() > MOST_IDS) {
            throw FhirProblem.parameter("_id", "at most " + MOST_IDS + " at once");
        }
        DateRange range = range(ask.parameters(), "date", zone);
        Set<Vital> vitals = vitals(ask.parameters());
        boolean anybody = ask.parameters().all("patient").isEmpty()
                && ask.parameters().all("subject").isEmpty();
        Optional<Resident> resident = anybody ? Optional.empty() : patient(ask);
        List<Entry> entries = new ArrayList<>();
        Set<String> subjects = new TreeSet<>();
        for (String id : asked.stream().distinct().toList()) {
            find(ask, id)
                    .filter(found -> anybody
                            || resident.filter(each -> each.id().equals(found.set.resident()))
                                    .isPresent())
                    .filter(found ->
                            found.set.atMillis() >= range.fromMillis() && found.set.atMillis() < range.toMillis())
                    .filter(found -> vitals.stream()
                            .anyMatch(vital -> VitalCodes.of(vital).letter() == id.charAt(0)))
                    .ifPresent(found -> {
                        entries.add(found.entry);
                        subjects.add(found.set.resident().value());
                    });
        }
        String self = ask.parameters().address(ask.address(), null);
        return page(
                ask, String.join(" ", subjects), "_id", new Answer.Page(entries, (long) entries.size(), self, null));
    }

    private static Optional<Resident> patient(Ask ask) {
        Optional<String> patient = ask.parameters().one("patient");
        Optional<String> subject = ask.parameters().one("subject");
        if (patient.isPresent() && subject.isPresent() && !patient.equals(subject)) {
            throw FhirProblem.parameter("subject", "give patient or subject, not both");
        }
        String reference = patient.or(() -> subject)
                .orElseThrow(() -> new FhirProblem(
                        400, "required", "patient: give one, as patient=r1; measurements are not searched over all"));
        return ask.visible().patient(patientId(reference));
    }

    /** {@code r1}, {@code Patient/r1} or an absolute address of it. */
    static String patientId(String reference) {
        if (reference.contains(",")) {
            throw FhirProblem.parameter("patient", "one at a time");
        }
        int slash = reference.lastIndexOf('/');
        if (slash < 0) {
            return reference;
        }
        if (!reference.substring(0, slash).endsWith("Patient")) {
            throw FhirProblem.parameter(
                    "patient", FhirProblem.shown(reference) + " is no patient; as r1 or Patient/r1");
        }
        return reference.substring(slash + 1);
    }

    static DateRange range(Parameters parameters, String name, ZoneId zone) {
        DateRange range = DateRange.ALL;
        for (String value : parameters.all(name)) {
            if (value.contains(",")) {
                throw FhirProblem.parameter(name, "one span at a time; repeat the parameter for both its ends");
            }
            if (!value.isBlank()) {
                range = range.and(DateRange.parse(name, value, zone));
            }
        }
        return range;
    }

    private static Set<Vital> vitals(Parameters parameters) {
        Set<Vital> wanted = EnumSet.allOf(Vital.class);
        for (String list : parameters.all("code")) {
            Set<Vital> any = EnumSet.noneOf(Vital.class);
            for (String token : Parameters.values(list)) {
                any.addAll(coded(token, Coding.LOINC, VitalCodes::byCode));
            }
            if (!list.isBlank()) {
                wanted.retainAll(any);
            }
        }
        for (String list : parameters.all("category")) {
            Set<Vital> any = EnumSet.noneOf(Vital.class);
            for (String token : Parameters.values(list)) {
                any.addAll(coded(token, ObservationJson.CATEGORIES, ObservationSearch::categorised));
            }
            if (!list.isBlank()) {
                wanted.retainAll(any);
            }
        }
        return wanted;
    }

    /** {@code code}, {@code system|code} or {@code system|}; another system matches nothing. */
    private static Set<Vital> coded(String token, String system, Function<String, Set<Vital>> of) {
        int bar = token.indexOf('|');
        if (bar < 0) {
            return of.apply(token);
        }
        if (!token.substring(0, bar).equals(system)) {
            return Set.of();
        }
        String code = token.substring(bar + 1);
        return code.isEmpty() ? EVERYTHING : of.apply(code);
    }

    private static Set<Vital> categorised(String code) {
        Set<Vital> found = EnumSet.noneOf(Vital.class);
        VitalCodes.all().stream()
                .filter(each -> each.category().equals(code))
                .map(VitalCodes::vital)
                .forEach(found::add);
        return found;
    }

    private static boolean newestFirst(Ask ask) {
        return ask.parameters()
                .one("_sort")
                .map(order -> switch (order) {
                    case "date" -> false;
                    case "-date" -> true;
                    default -> throw FhirProblem.parameter("_sort", "date or -date");
                })
                .orElse(false);
    }
}
