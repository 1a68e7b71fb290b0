package care.convoy.storage;

import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Measurements whose time cannot be, beside the series: nobody knows when they were taken. At most {@link #MOST_ROWS} are
 * kept, the oldest make room. Confined to one thread.
 */
final class OutOfTime {
    /** Rows of the quarantine. */
    static final int MOST_ROWS = 100_000;

    private static final String INSERT = """
            insert into vitals_quarantine (received_at, claimed_at, reason, resident_id, device_id, hr, spo2, sys, dia, temp,
              temp_site, resp, steps, battery, flags)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final List<Row> rows = new ArrayList<>();

    /** @param reason {@code WILD}, the device's clock is wrong; {@code LATE}, it lay on disk for too long */
    private record Row(Measurement measurement, long resident, long device, String reason) {}

    void add(Measurement measurement, long resident, long device) {
        rows.add(new Row(measurement, resident, device, measurement.isWild() ? "WILD" : "LATE"));
    }

    int count() {
        return rows.size();
    }

    void insert(Connection connection) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                Statement bound = connection.createStatement()) {
            for (Row row : rows) {
                bind(insert, row);
                insert.addBatch();
            }
            insert.executeBatch();
            bound.execute(
                    "delete from vitals_quarantine where id <= (select max(id) from vitals_quarantine) - " + MOST_ROWS);
        }
    }

    private static void bind(PreparedStatement insert, Row row) throws SQLException {
        Measurement measurement = row.measurement();
        Vitals vitals = measurement.vitals();
        insert.setObject(1, Rows.time(measurement.receivedAtMillis()));
        insert.setObject(2, Rows.time(measurement.claimedMillis()));
        insert.setString(3, row.reason());
        insert.setLong(4, row.resident());
        insert.setLong(5, row.device());
        Rows.setNumber(insert, 6, vitals.heartRateBpm());
        Rows.setNumber(insert, 7, vitals.spo2Percent());
        Rows.setNumber(insert, 8, vitals.systolicMmHg());
        Rows.setNumber(insert, 9, vitals.diastolicMmHg());
        boolean warm = vitals.temperatureCentiC() >= 0;
        insert.setObject(10, warm ? (Float) (vitals.temperatureCentiC() / 100f) : null, java.sql.Types.REAL);
        Rows.setNumber(
                insert, 11, !warm ? Vitals.NOT_MEASURED : vitals.temperatureSite() == TemperatureSite.CORE ? 1 : 0);
        Rows.setNumber(insert, 12, vitals.respirationPerMin());
        Rows.setNumber(insert, 13, vitals.steps());
        Rows.setNumber(insert, 14, measurement.batteryPercent());
        Rows.setNumber(insert, 15, measurement.flags() == 0 ? -1 : measurement.flags());
    }
}
