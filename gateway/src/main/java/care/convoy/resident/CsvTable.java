package care.convoy.resident;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of records: UTF-8, header line, comma, RFC 4180. Everything wrong with it is collected, not thrown.
 *
 * <p>Bounds: {@value #MOST_BYTES} bytes and {@value #MOST_LINES} lines.
 */
final class CsvTable {
    static final int MOST_BYTES = 64 << 20;
    static final int MOST_LINES = 500_000;
    private static final int LONGEST_FIELD = 1 << 20;

    private final List<CsvLine> lines = new ArrayList<>();
    private final List<ImportError> errors = new ArrayList<>();

    private CsvTable() {}

    /** Lines that have as many fields as the header; nothing is known of the fields yet. */
    List<CsvLine> lines() {
        return lines;
    }

    /** Everything wrong so far; the lines add to it when their fields are read. */
    List<ImportError> errors() {
        return errors;
    }

    /**
     * Reads the whole file.
     *
     * @param required columns that must be there
     * @param optional columns that may be there; any other is an error
     */
    static CsvTable read(byte[] csv, Set<String> required, Set<String> optional) {
        CsvTable table = new CsvTable();
        if (csv.length > MOST_BYTES) {
            table.refuse(0, "larger than 64 MB; split the file");
            return table;
        }
        long[] lastLine = {0};
        try (Reader text = new InputStreamReader(withoutMark(csv), StandardCharsets.UTF_8.newDecoder());
                CsvReader<CsvRecord> records = CsvReader.builder()
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .maxBufferSize(LONGEST_FIELD)
                        .ofCsvRecord(text)) {
            table.readAll(records, required, optional, lastLine);
        } catch (CsvParseException malformed) {
            table.refuse(
                    lastLine[0],
                    "what follows this line is not CSV: a quote is not closed, or characters follow a closing quote;"
                            + " a quote inside a field is written twice");
        } catch (UncheckedIOException | IOException undecodable) {
            table.refuse(0, isCoding(undecodable) ? "not UTF-8; save it as 'CSV UTF-8'" : "not readable");
        }
        return table;
    }

    private void readAll(CsvReader<CsvRecord> records, Set<String> required, Set<String> optional, long[] lastLine) {
        List<String> header = null;
        for (CsvRecord each : records) {
            lastLine[0] = each.getStartingLineNumber();
            if (header == null) {
                header = each.getFields().stream().map(String::strip).toList();
                checkHeader(header, required, optional);
                if (!errors.isEmpty()) {
                    return;
                }
            } else if (lines.size() == MOST_LINES) {
                refuse(lastLine[0], "more than " + MOST_LINES + " lines; split the file");
                return;
            } else {
                add(each, header);
            }
        }
        if (header == null) {
            refuse(0, "empty; the first line names the columns: " + String.join(",", required));
        }
    }

    private void add(CsvRecord each, List<String> header) {
        if (each.getFieldCount() != header.size()) {
            refuse(
                    each.getStartingLineNumber(),
                    each.getFieldCount() + " fields instead of " + header.size()
                            + "; a field with a comma or a line break stands in double quotes");
            return;
        }
        Map<String, String> values = HashMap.newHashMap(header.size());
        for (int i = 0; i < header.size(); i++) {
            values.put(header.get(i), each.getField(i));
        }
        lines.add(new CsvLine(each.getStartingLineNumber(), values, errors));
    }

    private void checkHeader(List<String> header, Set<String> required, Set<String> optional) {
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            if (!required.contains(column) && !optional.contains(column)) {
                errors.add(new ImportError(1, column, "unknown column; remove it, or correct its name"));
            } else if (!seen.add(column)) {
                errors.add(new ImportError(1, column, "column named twice; keep one of them"));
            }
        }
        for (String column : required) {
            if (!header.contains(column)) {
                errors.add(new ImportError(1, column, "column missing; add it"));
            }
        }
    }

    private void refuse(long line, String reason) {
        errors.add(new ImportError(line, "", reason));
    }

    private static boolean isCoding(Throwable failure) {
        return failure instanceof CharacterCodingException || failure.getCause() instanceof CharacterCodingException;
    }

    /** Spreadsheets put a byte order mark in front. */
    private static ByteArrayInputStream withoutMark(byte[] csv) {
        boolean marked = csv.length >= 3 && csv[0] == (byte) 0xEF && csv[1] == (byte) 0xBB && csv[2] == (byte) 0xBF;
        return new ByteArrayInputStream(csv, marked ? 3 : 0, csv.length - (marked ? 3 : 0));
    }
}
