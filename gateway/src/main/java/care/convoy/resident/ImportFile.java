package care.convoy.resident;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file that was read: its lines, or what is wrong with it.
 *
 * @param lines in the file's order; to be used only if there are no errors
 * @param errors by line
 */
public record ImportFile<L>(List<L> lines, List<ImportError> errors) {
    public ImportFile {
        lines = List.copyOf(lines);
        errors = List.copyOf(errors);
    }

    static <L> ImportFile<L> of(CsvTable table, Function<CsvLine, @Nullable L> reader, Function<L, String> identity) {
        List<L> lines = new ArrayList<>();
        Map<String, Long> firstLines = new HashMap<>();
        for (CsvLine line : table.lines()) {
            L read = reader.apply(line);
            if (read == null) {
                continue;
            }
            Long earlier = firstLines.putIfAbsent(identity.apply(read), line.number());
            if (earlier != null) {
                line.refuse("", "the same id as line " + earlier + "; keep one of them");
            }
            lines.add(read);
        }
        List<ImportError> errors = new ArrayList<>(table.errors());
        errors.sort(Comparator.comparingLong(ImportError::line));
        return new ImportFile<>(lines, errors);
    }
}
