package care.convoy.resident;

/**
 * One thing that is wrong with a file, with the mend.
 *
 * @param line counted from 1, as an editor shows it; 0 for the file as a whole
 * @param field the column, or empty
 * @param reason holds no value of a person's record except ids
 */
public record ImportError(long line, String field, String reason) {
    @Override
    public String toString() {
        return (line == 0 ? "file" : "line " + line) + (field.isEmpty() ? "" : ", " + field) + ": " + reason;
    }
}
