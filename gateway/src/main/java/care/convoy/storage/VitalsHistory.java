package care.convoy.storage;

import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stored rows as they were written, and what came of alerts, for judging the past anew. Each resident is a transaction of its own.
 * Thread-safe; may throw {@link StorageUnavailable}.
 */
public final class VitalsHistory {
    private static final int MOST_ALERTS = 200_000;

    private final Database database;

    public VitalsHistory(Database database) {
        this.database = database;
    }

    /** Takes a row. */
    @FunctionalInterface
    public interface Taker {
        /** @param device the database's number @param flags as in {@code vitals.flags}, 0 if there are none */
        void row(long atMillis, long device, int flags, Vitals vitals);
    }

    /** An alert. @param untilMillis when it was resolved, or {@code to} @param falseAlarm null if it is not resolved */
    public record Ended(
            long fromMillis, long untilMillis, @Nullable Boolean falseAlarm) {}

    /** Reads a resident's rows in the order of time, in portions. @param from inclusive @param to exclusive */
    public void read(ResidentId resident, Instant from, Instant to, Taker rows) {
        database.series(connection -> {
            SeriesQuery.Edges edges = SeriesQuery.edges(connection, resident);
            if (edges != null) {
                read(connection, edges.resident(), from, to, rows);
            }
            return true;
        });
    }

    private static void read(Connection connection, long resident, Instant from, Instant to, Taker rows)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select (extract(epoch from time) * 1000)::int8 as at, device_id, coalesce(flags, 0) as flags,
                  coalesce(hr, -1) as hr, coalesce(spo2, -1) as spo2, coalesce(sys, -1) as sys, coalesce(dia, -1) as dia,
                  coalesce(round(temp::numeric * 100)::int, -1) as temp, coalesce(temp_site, 0) as temp_site,
                  coalesce(resp, -1) as resp
                from vitals where resident_id = ? and time >= ? and time < ?
                order by time, device_id""")) {
            select.setLong(1, resident);
            select.setObject(2, Rows.time(from.toEpochMilli()));
            select.setObject(3, Rows.time(to.toEpochMilli()));
            try (ResultSet row = Rows.streamed(select)) {
                while (row.next()) {
                    rows.row(row.getLong(1), row.getLong(2), row.getInt(3), vitals(row));
                }
            }
        }
    }

    private static Vitals vitals(ResultSet row) throws SQLException {
        return new Vitals(
                row.getInt(4),
                row.getInt(5),
                row.getInt(6),
                row.getInt(7),
                row.getInt(8),
                row.getInt(9) == 1 ? TemperatureSite.CORE : TemperatureSite.SKIN,
                row.getInt(10),
                Vitals.NOT_MEASURED);
    }

    /** Alerts of vitals that were raised in that time, by resident; at most {@value #MOST_ALERTS}, the newest. */
    public Map<ResidentId, List<Ended>> alerts(Instant from, Instant to) {
        return database.records(connection -> {
            Map<ResidentId, List<Ended>> alerts = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement("""
                    select resident_id, received_at, resolved_at, (disposition ->> 'falseAlarm')::boolean as false_alarm
                    from alert where kind = 'VITALS' and resident_id is not null and received_at >= ? and received_at < ?
                    order by received_at desc limit ?""")) {
                select.setObject(1, Rows.time(from.toEpochMilli()));
                select.setObject(2, Rows.time(to.toEpochMilli()));
                select.setInt(3, MOST_ALERTS);
                try (ResultSet row = Rows.streamed(select)) {
                    while (row.next()) {
                        boolean closed = row.getBoolean("false_alarm");
                        Boolean falseAlarm = row.wasNull() ? null : closed;
                        long until = Rows.millis(row, "resolved_at");
                        alerts.computeIfAbsent(new ResidentId(row.getString("resident_id")), _ -> new ArrayList<>())
                                .add(new Ended(
                                        Rows.millis(row, "received_at"),
                                        until == 0 ? to.toEpochMilli() : until,
                                        falseAlarm));
                    }
                }
            }
            return alerts;
        });
    }
}
