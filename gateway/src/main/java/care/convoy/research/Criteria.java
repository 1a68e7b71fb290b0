package care.convoy.research;

import care.convoy.disclosure.CohortSeries.Grain;
import care.convoy.disclosure.Grant;
import care.convoy.resident.Resident;
import care.convoy.resident.Resident.Sex;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose measurements, of when, and what for.
 *
 * @param area beginning of an administrative code
 * @param sex null for everybody
 * @param ageFrom years at {@code from}, inclusive; an unknown age is in no span but the whole
 * @param ageTo inclusive
 * @param grades care grades; empty for all
 * @param conditions as the record writes them; each must be there
 * @param to inclusive
 */
record Criteria(
        String area,
        @Nullable Sex sex,
        int ageFrom,
        int ageTo,
        Set<Integer> grades,
        List<String> conditions,
        LocalDate from,
        LocalDate to,
        Grain grain,
        String purpose) {
    private static final int OLDEST = 150;
    private static final int MOST_DAYS = 400;
    private static final int LONGEST_PURPOSE = 200;
    private static final Set<String> NAMES =
            Set.of("area", "sex", "ageFrom", "ageTo", "grade", "condition", "from", "to", "step", "purpose");

    Criteria {
        grades = Set.copyOf(grades);
        conditions = List.copyOf(conditions);
    }

    /** @throws IllegalArgumentException naming the parameter and the mend */
    static Criteria parse(String query, Grant grant) {
        Map<String, String> given = given(query);
        String purpose = given.getOrDefault("purpose", "").strip();
        if (purpose.isEmpty() || purpose.length() > LONGEST_PURPOSE) {
            throw new IllegalArgumentException(
                    "purpose: 1 to " + LONGEST_PURPOSE + " characters that say what the export is for; it is audited");
        }
        String area = given.getOrDefault("area", grant.area());
        if (!area.matches("[0-9]{0,12}") || !grant.covers(area)) {
            throw new IllegalArgumentException("area: digits that begin with the area of the token, "
                    + (grant.area().isEmpty() ? "any" : grant.area()));
        }
        LocalDate from = date(given, "from");
        LocalDate to = date(given, "to");
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw new IllegalArgumentException("to: not before from, and at most " + MOST_DAYS + " days in all");
        }
        return new Criteria(
                area,
                sex(given.get("sex")),
                number(given, "ageFrom", 0),
                number(given, "ageTo", OLDEST),
                grades(given.get("grade")),
                given.containsKey("condition") ? List.of(given.get("condition").split(",")) : List.of(),
                from,
                to,
                grain(given.getOrDefault("step", "5m")),
                purpose);
    }

    private static Map<String, String> given(String query) {
        Map<String, String> given = new HashMap<>();
        for (String part : query.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("there is no such parameter; there are "
                        + String.join(", ", NAMES.stream().sorted().toList()));
            }
            String value;
            try {
                value = URLDecoder.decode(equals < 0 ? "" : part.substring(equals + 1), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notEncoded) {
                throw new IllegalArgumentException(name + ": percent-encode it", notEncoded);
            }
            if (given.put(name, value) != null) {
                throw new IllegalArgumentException(name + ": give it once");
            }
        }
        return given;
    }

    private static LocalDate date(Map<String, String> given, String name) {
        try {
            return LocalDate.parse(given.getOrDefault(name, ""));
        } catch (DateTimeException notADate) {
            throw new IllegalArgumentException(name + ": a date, as 2026-03-08", notADate);
        }
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(name + ": years, 0 to " + OLDEST);
        }
        return Integer.parseInt(text);
    }

    private static @Nullable Sex sex(@Nullable String word) {
        return switch (word) {
            case null -> null;
            case "F" -> Sex.F;
            case "M" -> Sex.M;
            default -> throw new IllegalArgumentException("sex: F or M");
        };
    }

    private static Set<Integer> grades(@Nullable String list) {
        if (list == null) {
            return Set.of();
        }
        if (!list.matches("[1-4](,[1-4]){0,3}")) {
            throw new IllegalArgumentException("grade: 1 to 4, with commas between, as 3,4");
        }
        return new HashSet<>(
                Arrays.stream(list.split(",")).map(Integer::valueOf).toList());
    }

    private static Grain grain(String word) {
        return switch (word) {
            case "rows" -> Grain.ROWS;
            case "5m" -> Grain.FIVE_MINUTES;
            case "day" -> Grain.DAYS;
            default -> throw new IllegalArgumentException("step: rows, 5m or day");
        };
    }

    boolean holds(Resident resident) {
        if (!resident.regionCode().startsWith(area)
                || (sex != null && resident.sex() != sex)
                || (!grades.isEmpty() && !grades.contains(resident.careGrade()))
                || !resident.conditions().containsAll(conditions)) {
            return false;
        }
        LocalDate born = resident.birthDate();
        if (born == null) {
            return ageFrom == 0 && ageTo == OLDEST;
        }
        int age = Period.between(born, from).getYears();
        return age >= ageFrom && age <= ageTo;
    }

    Instant begin(ZoneId zone) {
        return from.atStartOfDay(zone).toInstant();
    }

    Instant end(ZoneId zone) {
        return to.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** For the audit. A condition is what somebody asked for, and of nobody in particular. */
    String text() {
        return "purpose='" + purpose.replace('\'', ' ') + "' area=" + area + " sex=" + (sex == null ? "" : sex)
                + " age="
                + ageFrom + "-" + ageTo + " grade=" + grades.stream().sorted().toList() + " condition=" + conditions
                + " from=" + from + " to=" + to + " step=" + grain;
    }
}
