package care.convoy.resident;

import care.convoy.device.ResidentId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the people who help must know about a resident. Empty text means not recorded.
 *
 * @param version moves by one with each change of the record
 * @param regionCode 12-digit administrative code, or empty
 * @param latitude WGS-84 degrees of the home, or NaN
 * @param longitude WGS-84 degrees of the home, or NaN
 * @param careGrade 1 independent to 4 fully dependent
 */
public record Resident(
        ResidentId id,
        long version,
        String name,
        Sex sex,
        @Nullable LocalDate birthDate,
        BirthCalendar birthCalendar,
        String regionCode,
        String address,
        double latitude,
        double longitude,
        String phone,
        int careGrade,
        List<String> conditions,
        List<String> medicines,
        List<String> allergies,
        String bloodGroup,
        String doctorName,
        String doctorPhone,
        String preferredHospital,
        String accessNote) {
    public Resident {
        conditions = List.copyOf(conditions);
        medicines = List.copyOf(medicines);
        allergies = List.copyOf(allergies);
    }

    /** As in the residents file: F, M or nothing. */
    public enum Sex {
        F,
        M,
        UNKNOWN
    }

    /** Which calendar the birth date is counted in. */
    public enum BirthCalendar {
        SOLAR,
        LUNAR
    }

    /** Only the id: no health data, names or addresses, wherever it may be printed. */
    @Override
    public String toString() {
        return "Resident[" + id + "]";
    }
}
