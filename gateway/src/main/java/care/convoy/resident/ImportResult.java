package care.convoy.resident;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of an import: all lines or none.
 *
 * @param imported lines of the file that are stored now; 0 if there was an error
 * @param changed how many of them were new or said something else than before
 * @param errors at most {@link #MOST_ERRORS}, by line; then one that counts the rest
 */
public record ImportResult(int imported, int changed, List<ImportError> errors) {
    /** Most errors that are listed one by one. */
    public static final int MOST_ERRORS = 100;

    public ImportResult {
        errors = List.copyOf(errors);
    }

    /** Nothing was stored. */
    public static ImportResult refused(List<ImportError> errors) {
        if (errors.size() <= MOST_ERRORS) {
            return new ImportResult(0, 0, errors);
        }
        List<ImportError> listed = new ArrayList<>(errors.subList(0, MOST_ERRORS));
        listed.add(new ImportError(0, "", (errors.size() - MOST_ERRORS) + " more errors"));
        return new ImportResult(0, 0, listed);
    }
}
