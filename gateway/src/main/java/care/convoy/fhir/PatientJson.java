package care.convoy.fhir;

import care.convoy.resident.Resident;
import care.convoy.resident.Resident.BirthCalendar;
import java.io.IOException;
import java.util.Locale;

/**
 * A resident as a Patient, with what is needed to know whom the measurements are of: id, name, sex, date of birth. No address,
 * no family, no care grade, no condition, and nothing that says why somebody is in our care.
 */
final class PatientJson {
    static final String SYSTEM = "urn:convoy:resident";

    private PatientJson() {}

    static void write(FhirJson to, Resident resident, boolean telecom) throws IOException {
        to.text("id", FhirIds.of(resident.id().value()));
        to.identifier(SYSTEM, resident.id().value());
        if (!resident.name().isEmpty()) {
            to.list("name", list -> list.object(name -> name.text("text", resident.name())));
        }
        if (telecom && !resident.phone().isEmpty()) {
            to.list(
                    "telecom",
                    list -> list.object(phone -> phone.text("system", "phone").text("value", resident.phone())));
        }
        to.text(
                "gender",
                switch (resident.sex()) {
                    case F -> "female";
                    case M -> "male";
                    case UNKNOWN -> "unknown";
                });
        // a date counted by the moon is another day in FHIR's calendar
        if (resident.birthDate() != null && resident.birthCalendar() == BirthCalendar.SOLAR) {
            to.text("birthDate", String.format(Locale.ROOT, "%s", resident.birthDate()));
        }
    }
}
