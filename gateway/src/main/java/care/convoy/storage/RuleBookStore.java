package care.convoy.storage;

import care.convoy.device.ResidentId;
import care.convoy.resident.StorageUnavailable;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the rule book and of persons' own limits, each written once and kept for ever. What they say is checked by the
 * caller. Thread-safe; every method may throw {@link StorageUnavailable}.
 */
public final class RuleBookStore {
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};
    private static final String BOOK = "select version, at, author, reason, book::text as content from rule_book";
    private static final String PERSON = "select version, at, author, reason, layer::text as content from rule_person";

    private final Database database;

    public RuleBookStore(Database database) {
        this.database = database;
    }

    /** What was changed, by whom and why. @param content a tree of maps, as JSON reads to */
    public record Version(int version, long atMillis, String author, String reason, Map<String, Object> content) {}

    /** A change to be written. @param expected the version that it was made from, 0 for none */
    public record Change(int expected, String author, String reason, Map<String, Object> content) {}

    /**
     * What is in force.
     *
     * @param revision of everything; grows with each change
     * @param book null if none was ever written
     * @param personal by resident, without those who have none
     */
    public record InForce(long revision, @Nullable Version book, Map<ResidentId, Map<String, Object>> personal) {}

    /** Grows with each change. */
    public long revision() {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select revision from rule_state");
                    ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /** Everything that is in force; never older than its revision. */
    public InForce load() {
        long revision = revision();
        Version book = books(1).stream().findFirst().orElse(null);
        Map<ResidentId, Map<String, Object>> personal = database.records(connection -> {
            Map<ResidentId, Map<String, Object>> all = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement("select distinct on (resident_id) resident_id,"
                            + " layer::text as content from rule_person order by resident_id, version desc");
                    ResultSet rows = Rows.streamed(select)) {
                while (rows.next()) {
                    Map<String, Object> layer = tree(rows.getString("content"));
                    if (!layer.isEmpty()) {
                        all.put(new ResidentId(rows.getString("resident_id")), layer);
                    }
                }
            }
            return all;
        });
        return new InForce(revision, book, personal);
    }

    /** The last {@code most} books, newest first. */
    public List<Version> books(int most) {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(BOOK + " order by version desc limit ?")) {
                select.setInt(1, most);
                return read(select);
            }
        });
    }

    /** A person's last {@code most} layers, newest first. */
    public List<Version> personal(ResidentId resident, int most) {
        return database.records(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(PERSON + " where resident_id = ? order by version desc limit ?")) {
                select.setString(1, resident.value());
                select.setInt(2, most);
                return read(select);
            }
        });
    }

    /** Writes the next book. @return its version; empty if {@code expected} is not the newest, then nothing is written */
    public OptionalInt putBook(Change change) {
        return put(change, null);
    }

    /** Writes a person's next layer, {@code {}} to take it back. @return as {@link #putBook} */
    public OptionalInt putPersonal(ResidentId resident, Change change) {
        return put(change, resident);
    }

    private OptionalInt put(Change change, @Nullable ResidentId resident) {
        int written = database.records(connection -> {
            // whoever comes second waits here, and then sees what the first wrote
            long revision = nextRevision(connection);
            if (newest(connection, resident) != change.expected()) {
                connection.rollback();
                return 0;
            }
            insert(connection, change, resident, revision);
            return change.expected() + 1;
        });
        return written == 0 ? OptionalInt.empty() : OptionalInt.of(written);
    }

    private static long nextRevision(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                        "update rule_state set revision = revision + 1 returning revision");
                ResultSet rows = update.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static int newest(Connection connection, @Nullable ResidentId resident) throws SQLException {
        String sql = resident == null
                ? "select coalesce(max(version), 0) from rule_book"
                : "select coalesce(max(version), 0) from rule_person where resident_id = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            if (resident != null) {
                select.setString(1, resident.value());
            }
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static void insert(Connection connection, Change change, @Nullable ResidentId resident, long revision)
            throws SQLException {
        String sql = resident == null
                ? "insert into rule_book (version, revision, author, reason, book) values (?, ?, ?, ?, ?::jsonb)"
                : "insert into rule_person (version, revision, author, reason, layer, resident_id)"
                        + " values (?, ?, ?, ?, ?::jsonb, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setInt(1, change.expected() + 1);
            insert.setLong(2, revision);
            insert.setString(3, HistoryJson.storable(change.author()));
            insert.setString(4, HistoryJson.storable(change.reason()));
            insert.setString(5, text(change.content()));
            if (resident != null) {
                insert.setString(6, resident.value());
            }
            insert.executeUpdate();
        }
    }

    private static List<Version> read(PreparedStatement select) throws SQLException {
        List<Version> versions = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                versions.add(new Version(
                        rows.getInt("version"),
                        Rows.millis(rows, "at"),
                        rows.getString("author"),
                        rows.getString("reason"),
                        tree(rows.getString("content"))));
            }
        }
        return versions;
    }

    private static Map<String, Object> tree(String json) {
        try {
            return HistoryJson.MAPPER.readValue(json, TREE);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON column holds no object", impossible);
        }
    }

    private static String text(Map<String, Object> tree) {
        try {
            return HistoryJson.MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a rule book cannot be written", impossible);
        }
    }
}
