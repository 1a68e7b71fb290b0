package care.convoy.storage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between columns and our values: times, arrays, what may be null. Stateless. */
final class Rows {
    private static final int FETCHED_AT_ONCE = 2_000;
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    private Rows() {}

    /** Runs a query whose result may be large: rows come in portions. */
    static ResultSet streamed(PreparedStatement select) throws SQLException {
        select.setFetchSize(FETCHED_AT_ONCE);
        return select.executeQuery();
    }

    static Array texts(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }

    static Array names(Connection connection, Collection<? extends Enum<?>> values) throws SQLException {
        return connection.createArrayOf("text", values.stream().map(Enum::name).toArray());
    }

    static List<String> texts(ResultSet rows, String column) throws SQLException {
        return List.of((String[]) rows.getArray(column).getArray());
    }

    /** NaN for null. */
    static double degrees(ResultSet rows, String column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? Double.NaN : value;
    }

    /** The value, or {@code absent} for null. */
    static int wholeNumber(ResultSet rows, String column, int absent) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? absent : value;
    }

    /** Epoch milliseconds, or 0 for null. */
    static long millis(ResultSet rows, String column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? 0 : time.toInstant().toEpochMilli();
    }

    /** Kept within the years 1970 to 9999: a device may claim any time, and its alert has to be stored all the same. */
    static OffsetDateTime time(long epochMillis) {
        return Instant.ofEpochMilli(Math.clamp(epochMillis, 0, LATEST_MILLIS)).atOffset(ZoneOffset.UTC);
    }

    /** Binds a time, null for 0. */
    static void setTime(PreparedStatement to, int index, long epochMillis) throws SQLException {
        to.setObject(index, epochMillis == 0 ? null : time(epochMillis), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    /** Binds a whole number, null if it is negative. */
    static void setNumber(PreparedStatement to, int index, int value) throws SQLException {
        to.setObject(index, value < 0 ? null : value, Types.INTEGER);
    }

    static void setText(PreparedStatement to, int index, @Nullable Object value) throws SQLException {
        to.setString(index, value == null ? null : value.toString());
    }
}
