package care.convoy.fhir;

import java.io.IOException;
import java.util.List;

/** What this server can do, as a CapabilityStatement: {@code GET /fhir/metadata}, which needs no token. */
final class Capability {
    private static final String PARAMETERS = "http://hl7.org/fhir/SearchParameter/";

    private Capability() {}

    /** One search parameter. */
    private record Search(String name, String type, String definition) {}

    static void write(FhirJson to, String base, long startedMillis) throws IOException {
        to.text("status", "active")
                .text("date", FhirJson.instant(startedMillis))
                .text("kind", "instance")
                .object("software", each -> each.text("name", "Convoy"))
                .object(
                        "implementation",
                        each -> each.text("description", "Measurements of Convoy's residents, read only")
                                .text("url", base))
                .text("fhirVersion", "4.0.1")
                .texts("format", List.of("application/fhir+json", "json"))
                .list("rest", list -> list.object(Capability::rest));
    }

    private static void rest(FhirJson to) throws IOException {
        to.text("mode", "server");
        to.object(
                "security",
                each -> each.text(
                        "description",
                        "Authorization: Bearer <token>, issued by an administrator of Convoy with scopes as"
                                + " system/Observation.read, an area and an end"));
        to.list("resource", list -> {
            resource(
                    list,
                    "Patient",
                    List.of(
                            new Search("_id", "token", PARAMETERS + "Resource-id"),
                            new Search("identifier", "token", PARAMETERS + "Patient-identifier")));
            resource(
                    list,
                    "Observation",
                    List.of(
                            new Search("_id", "token", PARAMETERS + "Resource-id"),
                            new Search("patient", "reference", PARAMETERS + "clinical-patient"),
                            new Search("subject", "reference", PARAMETERS + "Observation-subject"),
                            new Search("code", "token", PARAMETERS + "clinical-code"),
                            new Search("category", "token", PARAMETERS + "Observation-category"),
                            new Search("date", "date", PARAMETERS + "clinical-date")));
            resource(
                    list,
                    "Device",
                    List.of(
                            new Search("_id", "token", PARAMETERS + "Resource-id"),
                            new Search("identifier", "token", PARAMETERS + "Device-identifier"),
                            new Search("patient", "reference", PARAMETERS + "Device-patient")));
            resource(
                    list,
                    "DeviceMetric",
                    List.of(
                            new Search("_id", "token", PARAMETERS + "Resource-id"),
                            new Search("source", "reference", PARAMETERS + "DeviceMetric-source")));
        });
    }

    private static void resource(FhirJson to, String type, List<Search> searches) throws IOException {
        to.object(each -> {
            each.text("type", type);
            each.list(
                    "interaction",
                    list -> list.object(one -> one.text("code", "read"))
                            .object(one -> one.text("code", "search-type")));
            each.text("versioning", "no-version");
            each.list("searchParam", list -> {
                for (Search search : searches) {
                    list.object(one -> one.text("name", search.name)
                            .text("definition", search.definition)
                            .text("type", search.type));
                }
            });
            if (type.equals("Patient")) {
                each.list(
                        "operation",
                        list -> list.object(one -> one.text("name", "everything")
                                .text("definition", "http://hl7.org/fhir/OperationDefinition/Patient-everything")));
            }
        });
    }
}
