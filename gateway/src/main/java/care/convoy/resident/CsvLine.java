package care.convoy.resident;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file, field by field. Each reader gives the value, or what was known before if the file has no such column;
 * what is wrong goes to the table's errors, and then something of the right type is returned.
 */
final class CsvLine {
    private static final int MOST_ITEMS = 50;
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ()*#-]{1,30}");

    private final long number;
    private final Map<String, String> values;
    private final List<ImportError> errors;

    CsvLine(long number, Map<String, String> values, List<ImportError> errors) {
        this.number = number;
        this.values = values;
        this.errors = errors;
    }

    long number() {
        return number;
    }

    ImportError error(String field, String reason) {
        return new ImportError(number, field, reason);
    }

    void refuse(String field, String reason) {
        errors.add(error(field, reason));
    }

    /** The field's text, empty if the column or its value is missing. */
    String raw(String field) {
        return values.getOrDefault(field, "").strip();
    }

    /** The field's text with its spaces, for what is a secret. */
    String exact(String field) {
        return values.getOrDefault(field, "");
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    private @Nullable String given(String field) {
        String value = values.get(field);
        return value == null ? null : value.strip();
    }

    /** Text that must be there. */
    String required(String field, int longest) {
        String value = raw(field);
        if (value.isEmpty()) {
            refuse(field, "empty; it is required");
        }
        return fitting(field, value, longest);
    }

    String text(String field, int longest, String before) {
        String value = given(field);
        return value == null ? before : fitting(field, value, longest);
    }

    String phone(String field, String before) {
        String value = text(field, 32, before);
        if (has(field) && !value.isEmpty() && !PHONE.matcher(value).matches()) {
            refuse(field, "not a telephone number; write digits, with + in front of a country code");
        }
        return value;
    }

    /** Text of a certain form, or none. @param form in words, for the error */
    String matching(String field, Pattern pattern, String form, String before) {
        String value = text(field, 500, before);
        if (has(field) && !value.isEmpty() && !pattern.matcher(value).matches()) {
            refuse(field, "must be " + form);
        }
        return value;
    }

    int wholeNumber(String field, int least, int most, int before) {
        String value = raw(field);
        if (value.isEmpty()) {
            return before;
        }
        try {
            int parsed = Integer.parseInt(value);
            if (parsed >= least && parsed <= most) {
                return parsed;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        refuse(field, "must be a number from " + least + " to " + most);
        return before;
    }

    /** Degrees, or NaN if empty. */
    double degrees(String field, int most, double before) {
        String value = given(field);
        if (value == null) {
            return before;
        }
        if (value.isEmpty()) {
            return Double.NaN;
        }
        try {
            double parsed = Double.parseDouble(value);
            if (Math.abs(parsed) <= most) {
                return parsed;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        refuse(field, "must be decimal degrees (WGS-84) from -" + most + " to " + most);
        return Double.NaN;
    }

    @Nullable
    LocalDate date(String field, @Nullable LocalDate before) {
        String value = given(field);
        if (value == null) {
            return before;
        }
        if (value.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException notADate) {
            refuse(field, "must be a date of the form 1950-03-28");
            return null;
        }
    }

    /** One of some words; what was known before if the field is empty. */
    <T> T oneOf(String field, Map<String, T> words, T before) {
        String value = raw(field);
        if (value.isEmpty()) {
            return before;
        }
        T found = words.get(value);
        if (found == null) {
            refuse(field, "must be one of " + String.join(", ", words.keySet()));
            return before;
        }
        return found;
    }

    /** Values with {@code ;} between them. */
    List<String> items(String field, List<String> before) {
        String value = given(field);
        if (value == null) {
            return before;
        }
        List<String> items = new ArrayList<>();
        for (String item : value.split(";", -1)) {
            if (!item.isBlank()) {
                items.add(fitting(field, item.strip(), 200));
            }
        }
        if (items.size() > MOST_ITEMS) {
            refuse(field, "more than " + MOST_ITEMS + " values");
        }
        return List.copyOf(items);
    }

    /** Words with {@code ;} between them, each once, in the file's order. */
    <T> List<T> wordsOf(String field, Map<String, T> words, List<T> before) {
        if (!has(field)) {
            return before;
        }
        List<T> found = new ArrayList<>();
        for (String item : items(field, List.of())) {
            T word = words.get(item);
            if (word == null) {
                refuse(field, "'" + item + "' must be one of " + String.join(", ", words.keySet()));
            } else if (!found.contains(word)) {
                found.add(word);
            }
        }
        return found;
    }

    private String fitting(String field, String value, int longest) {
        if (value.length() > longest) {
            refuse(field, "longer than " + longest + " characters; shorten it");
            return value.substring(0, longest);
        }
        if (value.indexOf('\0') >= 0) {
            refuse(field, "holds a NUL character; remove it");
            return "";
        }
        return value;
    }
}
