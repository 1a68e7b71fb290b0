package care.convoy.research;

import care.convoy.disclosure.CohortSeries.Grain;
import care.convoy.disclosure.CohortSeries.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines of the file. Days are counted from the person's own first day in the export, so that no date of the calendar is in it;
 * the minute of the day stays, for sleep and waking hang on it. Numbers only: nothing needs quotes. Not thread-safe.
 */
final class CohortCsv {
    static final String HEADER = "pseudonym,sex,age_band,care_grade,day,minute,heart_rate,spo2,systolic,diastolic,"
            + "skin_temperature,core_temperature,respiration,steps\r\n";

    private final OutputStream out;
    private final Map<String, Disguise.Shown> people;
    private final Grain grain;
    private final ZoneId zone;
    private final StringBuilder line = new StringBuilder(120);
    private @Nullable String current;
    private LocalDate firstDay = LocalDate.EPOCH;

    /** @param people by provisioned id */
    CohortCsv(OutputStream out, Map<String, Disguise.Shown> people, Grain grain, ZoneId zone) {
        this.out = out;
        this.people = people;
        this.grain = grain;
        this.zone = zone;
    }

    /** @throws UncheckedIOException if the client is gone */
    void write(Line measured) {
        String id = measured.resident().value();
        Disguise.Shown person = people.get(id);
        if (person == null) {
            throw new IllegalStateException("a line of nobody in the cohort");
        }
        LocalDateTime at = LocalDateTime.ofInstant(measured.at(), zone);
        if (!id.equals(current)) {
            current = id;
            firstDay = at.toLocalDate();
        }
        line.setLength(0);
        line.append(person.pseudonym())
                .append(',')
                .append(person.sex())
                .append(',')
                .append(person.ageBand())
                .append(',')
                .append(person.grade())
                .append(',')
                .append(ChronoUnit.DAYS.between(firstDay, at.toLocalDate()))
                .append(',');
        if (grain != Grain.DAYS) {
            line.append(at.getHour() * 60 + at.getMinute());
        }
        add(measured.heartRateBpm());
        add(measured.spo2Percent());
        add(measured.systolicMmHg());
        add(measured.diastolicMmHg());
        add(measured.skinC());
        add(measured.coreC());
        add(measured.respirationPerMin());
        line.append(',');
        if (measured.steps() != null) {
            line.append(measured.steps().intValue());
        }
        line.append("\r\n");
        try {
            out.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** To hundredths, without the zeros. */
    private void add(@Nullable Double value) {
        line.append(',');
        if (value == null) {
            return;
        }
        long hundredths = Math.round(value * 100);
        line.append(hundredths / 100);
        long fraction = hundredths % 100;
        if (fraction != 0) {
            line.append('.').append(fraction / 10);
            if (fraction % 10 != 0) {
                line.append(fraction % 10);
            }
        }
    }
}
