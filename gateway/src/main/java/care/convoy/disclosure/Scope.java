package care.convoy.disclosure;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One thing that the holder of a token may have. The FHIR ones are written as SMART's system scopes. */
public enum Scope {
    PATIENT_READ("system/Patient.read"),
    OBSERVATION_READ("system/Observation.read"),
    DEVICE_READ("system/Device.read"),
    DEVICE_METRIC_READ("system/DeviceMetric.read"),
    /** Telephone numbers of patients, beside {@link #PATIENT_READ}. */
    PATIENT_TELECOM("convoy/Patient.telecom"),
    /** Pseudonymised cohorts for research. */
    COHORT_EXPORT("convoy/Cohort.export"),
    /** Bringing warnings of weather and disasters, within the grant's area; reads nothing. */
    WARNING_WRITE("convoy/Warning.write");

    /** Stands for reading all four resources; neither telephone numbers nor cohorts. */
    public static final String EVERY_RESOURCE = "system/*.read";

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    /** As {@code system/Observation.read}. */
    public String wireName() {
        return wireName;
    }

    /** The scopes of that name; empty if there is none. */
    public static Optional<Set<Scope>> named(String name) {
        if (name.equals(EVERY_RESOURCE)) {
            return Optional.of(EnumSet.of(PATIENT_READ, OBSERVATION_READ, DEVICE_READ, DEVICE_METRIC_READ));
        }
        return Arrays.stream(values())
                .filter(scope -> scope.wireName.equals(name))
                .findFirst()
                .map(EnumSet::of);
    }

    /** Every name that {@link #named} knows, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(Scope::wireName).collect(Collectors.joining(", ")) + ", " + EVERY_RESOURCE;
    }
}
