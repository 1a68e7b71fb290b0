package care.convoy.resident;

import care.convoy.device.ResidentId;
import care.convoy.resident.Resident.BirthCalendar;
import care.convoy.resident.Resident.Sex;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One checked line of the residents file. Immutable once read.
 *
 * <p>Columns: {@code resident_id,name}; optional {@code sex} (F, M), {@code birth_date} (ISO), {@code birth_calendar} (solar,
 * lunar), {@code region_code} (12 digits), {@code address,latitude,longitude} (WGS-84), {@code phone,care_grade} (1 to 4),
 * {@code conditions,medicines,allergies,blood_group} ({@code ;} between values),
 * {@code doctor_name,doctor_phone,preferred_hospital,access_note}.
 */
public final class ResidentLine {
    private static final Set<String> REQUIRED = new LinkedHashSet<>(List.of("resident_id", "name"));
    private static final Set<String> OPTIONAL = new LinkedHashSet<>(Arrays.asList(
            "sex,birth_date,birth_calendar,region_code,address,latitude,longitude,phone,care_grade,conditions,medicines,"
                    .concat("allergies,blood_group,doctor_name,doctor_phone,preferred_hospital,access_note")
                    .split(",")));
    private static final Map<String, Sex> SEXES = new TreeMap<>(Map.of("F", Sex.F, "M", Sex.M));
    private static final Map<String, BirthCalendar> CALENDARS =
            new TreeMap<>(Map.of("solar", BirthCalendar.SOLAR, "lunar", BirthCalendar.LUNAR));
    private static final Pattern REGION = Pattern.compile("[0-9]{12}");

    private final CsvLine line;
    private final ResidentId id;

    private ResidentLine(CsvLine line, ResidentId id) {
        this.line = line;
        this.id = id;
    }

    /** Reads a whole file. */
    public static ImportFile<ResidentLine> read(byte[] csv) {
        CsvTable table = CsvTable.read(csv, REQUIRED, OPTIONAL);
        return ImportFile.of(table, ResidentLine::of, each -> each.id.value());
    }

    private static @Nullable ResidentLine of(CsvLine line) {
        String id = line.required("resident_id", 64);
        if (!ResidentId.isValid(id)) {
            line.refuse("resident_id", "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
            return null;
        }
        ResidentLine read = new ResidentLine(line, new ResidentId(id));
        read.check();
        return read;
    }

    private void check() {
        Resident alone = over(null);
        if (Double.isNaN(alone.latitude()) != Double.isNaN(alone.longitude())) {
            line.refuse("latitude", "latitude and longitude are given together or not at all");
        }
        if (!alone.regionCode().isEmpty() && !REGION.matcher(alone.regionCode()).matches()) {
            line.refuse("region_code", "must be the 12 digits of an administrative code");
        }
    }

    public ResidentId id() {
        return id;
    }

    public long number() {
        return line.number();
    }

    /**
     * The record after this line: a column that the file lacks leaves what was known, an empty field clears it.
     *
     * @param known the record before, null if there was none; its version is kept
     */
    public Resident over(@Nullable Resident known) {
        Resident before = known == null ? blank(id) : known;
        return new Resident(
                id,
                before.version(),
                line.required("name", 100),
                line.has("sex") ? line.oneOf("sex", SEXES, Sex.UNKNOWN) : before.sex(),
                line.date("birth_date", before.birthDate()),
                line.oneOf("birth_calendar", CALENDARS, before.birthCalendar()),
                line.text("region_code", 12, before.regionCode()),
                line.text("address", 500, before.address()),
                line.degrees("latitude", 90, before.latitude()),
                line.degrees("longitude", 180, before.longitude()),
                line.phone("phone", before.phone()),
                line.wholeNumber("care_grade", 1, 4, before.careGrade()),
                line.items("conditions", before.conditions()),
                line.items("medicines", before.medicines()),
                line.items("allergies", before.allergies()),
                line.text("blood_group", 10, before.bloodGroup()),
                line.text("doctor_name", 100, before.doctorName()),
                line.phone("doctor_phone", before.doctorPhone()),
                line.text("preferred_hospital", 200, before.preferredHospital()),
                line.text("access_note", 2_000, before.accessNote()));
    }

    private static Resident blank(ResidentId id) {
        return new Resident(
                id,
                0,
                "",
                Sex.UNKNOWN,
                null,
                BirthCalendar.SOLAR,
                "",
                "",
                Double.NaN,
                Double.NaN,
                "",
                1,
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                "",
                "",
                "");
    }
}
